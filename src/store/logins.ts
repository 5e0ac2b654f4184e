// Finds visitors of the product who became a user of it: a login joins the two, but never two users.
import { type Kysely, sql } from 'kysely';
import type { Merge } from '#ports/store-subjects.ts';
import type { TenantId } from '#sense/tenant.ts';
import { partedSql } from './same.ts';
import type { Database } from './tables.ts';

type Pair = { visitor: string; usr: string; visitor_name: string; user_name: string; known: boolean };

/**
 * The visitor joins the user; where a CRM knows the visitor already (by an address that it left), the user joins it. A
 * device that several use belongs to who came first: a visitor who is a user already becomes no other one. Each subject is
 * in one pair at most; whoever has more matches finds them when it looks again.
 */
export async function loginsOf(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
): Promise<Merge[]> {
  if (subjects.length === 0) return [];
  const crm = (subject: string) => sql`exists (select from subject_ref o join connection c on c.id = o.origin
    where o.tenant_id = ${tenant} and o.subject_id = ${sql.ref(subject)})`;
  const { rows } = await sql<Pair>`
    with pair as (
      select v.subject_id as visitor, u.subject_id as usr, v.external_id as visitor_name, u.external_id as user_name, v.origin
      from identity_claim c
      join subject_ref v on v.tenant_id = ${tenant} and v.origin = c.origin and v.object_type = c.object_type
        and v.external_id = c.by_name
      join subject_ref u on u.tenant_id = ${tenant} and u.origin = c.origin and u.object_type = c.object_type
        and u.external_id = c.value
      where c.tenant_id = ${tenant} and c.platform = 'product' and v.subject_id <> u.subject_id
        and (v.subject_id = any(${subjects}::bigint[]) or u.subject_id = any(${subjects}::bigint[]))
    )
    select visitor, usr, visitor_name, user_name, ${crm('visitor')} as known from pair p
    where not (${crm('visitor')} and ${crm('usr')})
      and not exists (select from subject_ref o where o.tenant_id = ${tenant} and o.subject_id = p.visitor
        and o.origin = p.origin and o.external_id like 'user:%')
      and ${partedSql(tenant, sql`p.visitor`, sql`p.usr`)}
    order by visitor, user_name`.execute(trx);
  const taken = new Set<string>();
  return rows.flatMap(({ visitor, usr, visitor_name: visitorName, user_name: userName, known }): Merge[] => {
    if (taken.has(visitor) || taken.has(usr)) return [];
    taken.add(visitor).add(usr);
    const [winner, loser, value] = known ? [visitor, usr, visitorName] : [usr, visitor, userName];
    return [{ winner, loser, why: `same login: ${value}`, inCrm: false, joined: { by: 'login', value } }];
  });
}
