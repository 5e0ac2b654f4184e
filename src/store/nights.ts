// Nights: the tenants whose live weights are to be looked at now.
import { type Kysely, sql } from 'kysely';
import { targets } from '#analyze/target.ts';
import { isDue } from '#learn/night.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** Whose weights nobody has looked at lately, whom no worker has, and where it is night (`isDue`) or somebody asked. */
export async function tenantsAtNight(db: Kysely<Database>, now: Date): Promise<TenantId[]> {
  const { rows } = await sql<{ tenant_id: string; zone: string; last: Date; asked: boolean }>`
    with looked as (
      select w.tenant_id, w.target, max(greatest(w.trained_at, c.at)) as last,
        (select max(at) from model_event e where e.tenant_id = w.tenant_id and e.target = w.target and e.what = 'asked')
          as asked from weights w
      left join lateral (select max(at) as at from model_check m
        where m.tenant_id = w.tenant_id and m.target = w.target) c on true
      where w.state in ('live', 'candidate') and w.target = any(${[...targets]}::text[])
      group by w.tenant_id, w.target
    )
    select l.tenant_id, coalesce(t.settings ->> 'timeZone', 'UTC') as zone, min(l.last) as last,
      bool_or(coalesce(l.asked > l.last, false)) as asked
    from looked l join tenant t on t.id = l.tenant_id
    where (l.last <= ${now}::timestamptz - interval '20 hours' or l.asked > l.last)
      and not exists (select from model_lease e where e.tenant_id = l.tenant_id and e.target = l.target
        and e.until > ${now})
    group by l.tenant_id, t.settings ->> 'timeZone'`.execute(db);
  return rows.filter(({ zone, last, asked }) => asked || isDue(last, now, zone)).map((row) => row.tenant_id);
}
