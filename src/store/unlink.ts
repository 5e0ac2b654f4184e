// Parts a user of the product from a company that the product said it belongs to; whoever says it again links nobody.
import { type Kysely, sql } from 'kysely';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/**
 * Both are subjects; which of the two is the user does not matter. False where nothing but a CRM links them: its links are
 * made and undone there.
 */
export async function unlink(
  trx: Kysely<Database>,
  tenant: TenantId,
  { one, other, origin, by }: { one: string; other: string; origin: string; by: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ holder: string }>`
    with tie as (
      select distinct own.external_id as usr, t.subject_id as holder, r.external_id as company
      from twin t cross join lateral jsonb_array_elements_text(t.body -> 'links' -> (${origin} || ':company') -> 'ids') as id
      join subject_ref r on r.tenant_id = ${tenant} and r.origin = ${origin} and r.object_type = 'company' and r.external_id = id
      join subject_ref own on own.tenant_id = ${tenant} and own.subject_id = t.subject_id and own.origin = ${origin}
        and own.object_type = 'contact'
      where t.tenant_id = ${tenant} and not exists (select from connection c where c.id = ${origin})
        and (t.subject_id = ${one} and r.subject_id = ${other} or t.subject_id = ${other} and r.subject_id = ${one})
    ), kept as (
      insert into identity_apart (tenant_id, origin, object_type, external_id, other_origin, other_type, other_id, said_by)
      select ${tenant}::uuid, ${origin}::uuid, 'contact', usr, ${origin}::uuid, 'company', company, ${by} from tie
      on conflict do nothing
    ) select distinct holder from tie`.execute(trx);
  return rows.map(({ holder }) => holder);
}
