// Rows for choosing a property: which ones the newest records fill, and which values are common.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** So many of the newest records are looked at, and a property with more values than this is not a choice. */
const looked = 1_000;
const choices = 30;

const row = z.object({ name: z.string(), filled: z.coerce.number(), values: z.array(z.string()) });

export async function propertyValues(
  trx: Kysely<Database>,
  tenant: TenantId,
  objectType: string,
): Promise<z.infer<typeof row>[]> {
  const { rows } = await sql`
    with newest as (
      select properties from record where tenant_id = ${tenant} and object_type = ${objectType} and not archived
      order by modified_at desc limit ${looked}
    ), counted as (
      select p.key as name, p.value, count(*) as times
      from newest, jsonb_each_text(newest.properties) p where p.value <> '' group by 1, 2
    )
    select name, sum(times) as filled,
      case when count(*) <= ${choices} and max(length(value)) <= 60
        then array_agg(value order by times desc, value) else '{}' end as values
    from counted group by name order by filled desc, name`.execute(trx);
  return rows.map((one) => row.parse(one));
}
