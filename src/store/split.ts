// Taking apart what was joined: what one connection says becomes a subject of its own again, and stays one.
import { type Kysely, sql } from 'kysely';
import type { TenantId } from '#sense/tenant.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { foldAnew, settleKinds } from './merge.ts';
import type { Database } from './tables.ts';

/**
 * Everything that came through the connection `origin` leaves the subject. Advice, outcomes and history stay where they
 * are: nobody can say of them which record they were about. Null, and nothing is done, where the connection has no record
 * of the subject, or no other one has.
 */
export async function splitSubject(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
  origin: string,
  forGood?: { by: string },
): Promise<string | null> {
  // A turn under way would keep the twin that it folded of both.
  await sql`select pg_advisory_xact_lock(hashtext('turn'), hashtext(${tenant}))`.execute(trx);
  await holdFactsToMove(trx, tenant);
  const its = sql`tenant_id = ${tenant} and subject_id = ${subject}`;
  const { rows } = await sql<{ here: boolean; kind: string; elsewhere: boolean }>`
    select bool_or(r.origin = ${origin}) as here, bool_or(r.origin <> ${origin}) as elsewhere,
      min(r.object_type) filter (where r.origin = ${origin} and not r.gone) as kind
    from subject_ref r join connection c on c.id = r.origin and c.platform <> 'slack'
    where r.tenant_id = ${tenant} and r.subject_id = ${subject}`.execute(trx);
  const [found] = rows;
  if (found?.here !== true || found.elsewhere !== true || found.kind === null) return null;
  // In the order of the letters a contact comes before the lead that it was.
  const made = await sql<{ id: string }>`insert into subject (tenant_id, id, kind)
    values (${tenant}, nextval('subject_id'), ${found.kind}) returning id`.execute(trx);
  const id = made.rows[0]?.id ?? '';
  if (forGood !== undefined) await rememberApart(trx, tenant, subject, origin, forGood.by);
  // Who was linked with the subject may have meant the other one.
  const around = await sql<{ from_subject: string }>`
    select from_subject from link where tenant_id = ${tenant} and to_subject = ${subject}`.execute(trx);
  await sql`delete from link where tenant_id = ${tenant} and (from_subject = ${subject} or to_subject = ${subject})`.execute(
    trx,
  );
  await sql`update subject_ref set subject_id = ${id}, why = 'taken apart', joined_by = null, joined_value = null, joined_at = null
    where ${its} and origin = ${origin}`.execute(trx);
  await sql`update signal set subject_id = ${id}, folded = kind = 'crm.changed' where ${its} and origin = ${origin}`.execute(
    trx,
  );
  await sql`update action set subject_id = ${id} where ${its} and connection_id = ${origin}
    and kind in ('crm.write', 'crm.task')`.execute(trx);
  await sql`update identity_claim set subject_id = ${id} where ${its} and origin = ${origin}`.execute(trx);
  await settleKinds(trx, tenant, [subject]);
  await foldAnew(trx, tenant, [subject, id, ...around.rows.map((row) => row.from_subject)], 'taken apart');
  return id;
}

/** Both ways round, for every name on both sides: whoever looks for a match finds it by either. */
async function rememberApart(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
  origin: string,
  by: string,
): Promise<void> {
  await sql`
    with one as (
      select r.origin, r.object_type, r.external_id from subject_ref r join connection c on c.id = r.origin
      where r.tenant_id = ${tenant} and r.subject_id = ${subject}
    ), apart as (
      select a.origin, a.object_type, a.external_id, b.origin as other_origin, b.object_type as other_type, b.external_id as other_id
      from one a cross join one b where a.origin = ${origin} and b.origin <> ${origin}
    )
    insert into identity_apart (tenant_id, origin, object_type, external_id, other_origin, other_type, other_id, said_by)
    select ${tenant}::uuid, origin, object_type, external_id, other_origin, other_type, other_id, ${by} from apart
    union all
    select ${tenant}::uuid, other_origin, other_type, other_id, origin, object_type, external_id, ${by} from apart
    on conflict do nothing`.execute(trx);
}
