// Rows for choosing an event: names of events that came in last, how often, and which properties were kept with them.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** So many of the newest events are looked at; whoever has a write key can send any name, so the names have an end too. */
const looked = 20_000;
const mostNames = 500;

const row = z.object({
  name: z.string(),
  times: z.coerce.number(),
  lastAt: z.date(),
  properties: z.array(z.string()),
});

export async function eventNames(
  trx: Kysely<Database>,
  tenant: TenantId,
): Promise<{ looked: number; since: Date | null; events: z.infer<typeof row>[] }> {
  const newest = sql`select data ->> 'name' as name, data -> 'properties' as properties, occurred_at
    from signal where tenant_id = ${tenant} and kind = 'product.event' order by occurred_at desc limit ${looked}`;
  const { rows } = await sql`
    with newest as materialized (${newest}), kept as (
      select n.name, array_agg(distinct p.key order by p.key) as keys
      from newest n, jsonb_object_keys(case jsonb_typeof(n.properties) when 'object' then n.properties else '{}' end) p(key)
      group by n.name
    )
    select n.name, count(*) as times, max(n.occurred_at) as "lastAt",
      (select coalesce(array_agg(k), '{}') from kept, unnest(kept.keys) k where kept.name = n.name) as properties,
      sum(count(*)) over () as looked, min(min(n.occurred_at)) over () as since
    from newest n where n.name <> '' group by n.name order by times desc, n.name limit ${mostNames}`.execute(
    trx,
  );
  const whole = z.object({ looked: z.coerce.number(), since: z.date() }).safeParse(rows[0]);
  return {
    looked: whole.data?.looked ?? 0,
    since: whole.data?.since ?? null,
    events: rows.map((one) => row.parse(one)),
  };
}
