// Taking apart what was joined: what one connection, or one name, says becomes a subject of its own again, and stays one.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Parted } from '#ports/store-subjects.ts';
import type { TenantId } from '#sense/tenant.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { asFolded, foldAnew, settleKinds } from './merge.ts';
import type { Database } from './tables.ts';

/**
 * Everything that came through the connection `origin`, or under one name of an event source, leaves the subject; visitors
 * who are here because they became that user leave with it. Advice, outcomes and history stay where they
 * are: nobody can say of them which record they were about. Null, and nothing is done, where the connection has no record
 * of the subject, or no other one has.
 */
export async function splitSubject(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
  what: Parted,
  forGood?: { by: string },
): Promise<string | null> {
  const { origin, name } = what;
  // A turn under way would keep the twin that it folded of both.
  await sql`select pg_advisory_xact_lock(hashtext('turn'), hashtext(${tenant}))`.execute(trx);
  await holdFactsToMove(trx, tenant);
  const its = sql`tenant_id = ${tenant} and subject_id = ${subject}`;
  const { rows } = await sql<{ here: boolean; kind: string; elsewhere: boolean }>`
    select bool_or(${leaves(what, sql`r`)}) as here, bool_or(not ${leaves(what, sql`r`)}) as elsewhere,
      min(r.object_type) filter (where ${leaves(what, sql`r`)} and not r.gone) as kind
    from subject_ref r ${name === undefined ? sql`join connection c on c.id = r.origin and c.platform <> 'slack'` : sql``}
    where r.tenant_id = ${tenant} and r.subject_id = ${subject}`.execute(trx);
  const [found] = rows;
  if (found?.here !== true || found.elsewhere !== true || found.kind === null) return null;
  // In the order of the letters a contact comes before the lead that it was.
  const made = await sql<{ id: string }>`insert into subject (tenant_id, id, kind)
    values (${tenant}, nextval('subject_id'), ${found.kind}) returning id`.execute(trx);
  const id = made.rows[0]?.id ?? '';
  if (forGood !== undefined) await rememberApart(trx, tenant, subject, what, forGood.by);
  // Who was linked with the subject may have meant the other one.
  const around = await sql<{ from_subject: string }>`
    select from_subject from link where tenant_id = ${tenant} and to_subject = ${subject}`.execute(trx);
  await sql`delete from link where tenant_id = ${tenant} and (from_subject = ${subject} or to_subject = ${subject})`.execute(
    trx,
  );
  await sql`update signal s set subject_id = ${id}, folded = ${asFolded(sql`s`)}
    where ${its} and origin = ${origin} and (s.object_type, s.external_id) in (select r.object_type, r.external_id
      from subject_ref r where r.tenant_id = ${tenant} and r.subject_id = ${subject} and ${leaves(what, sql`r`)})`.execute(
    trx,
  );
  await sql`update identity_claim c set subject_id = ${id} where ${its} and origin = ${origin}
    ${
      name === undefined
        ? sql``
        : sql`and (c.by_name = ${name.externalId} or c.by_name in (select r.external_id from subject_ref r
          where r.tenant_id = ${tenant} and r.subject_id = ${subject} and ${leaves(what, sql`r`)}))`
    }`.execute(trx);
  await sql`update subject_ref r set subject_id = ${id}, why = 'taken apart',
      (joined_by, joined_value, joined_at) = (select k.joined_by, k.joined_value, k.joined_at from subject_ref k
        where k.tenant_id = r.tenant_id and k.origin = r.origin and k.object_type = r.object_type
          and k.external_id = r.external_id and ${isCompanion(what, sql`k`)})
    where ${its} and ${leaves(what, sql`r`)}`.execute(trx);
  await sql`insert into twin (tenant_id, subject_id, kind, body, refold)
    select tenant_id, ${id}, ${found.kind}, body, true from twin where ${its}`.execute(trx);
  await sql`update action set subject_id = ${id} where ${its} and connection_id = ${origin}
    and kind in ('crm.write', 'crm.task')`.execute(trx);
  await settleKinds(trx, tenant, [subject]);
  await foldAnew(trx, tenant, [subject, id, ...around.rows.map((row) => row.from_subject)], 'taken apart');
  return id;
}

/** Whether the name `ref` leaves. */
function leaves(what: Parted, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  const { origin, name } = what;
  if (name === undefined) return sql`${ref}.origin = ${origin}`;
  return sql`(${ref}.origin = ${origin} and (${ref}.object_type = ${name.objectType} and ${ref}.external_id = ${name.externalId}
    or ${isCompanion(what, ref)}))`;
}

/** A visitor who is here only because it became the user that leaves. */
function isCompanion({ name }: Parted, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  if (name === undefined) return sql`false`;
  return sql`(${ref}.object_type = ${name.objectType} and coalesce(${ref}.joined_by = 'login'
    and ${ref}.joined_value = ${name.externalId}, false))`;
}

/** Both ways round, for every name on both sides: whoever looks for a match finds it by either. */
async function rememberApart(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
  what: Parted,
  by: string,
): Promise<void> {
  // What one connection says is parted from what others say; a name, from every other name.
  const from = what.name === undefined ? sql`join connection c on c.id = r.origin` : sql``;
  await sql`
    with one as (
      select r.origin, r.object_type, r.external_id, ${leaves(what, sql`r`)} as leaves from subject_ref r ${from}
      where r.tenant_id = ${tenant} and r.subject_id = ${subject}
    ), apart as (
      select a.origin, a.object_type, a.external_id, b.origin as other_origin, b.object_type as other_type, b.external_id as other_id
      from one a cross join one b where a.leaves and not b.leaves
    )
    insert into identity_apart (tenant_id, origin, object_type, external_id, other_origin, other_type, other_id, said_by)
    select ${tenant}::uuid, origin, object_type, external_id, other_origin, other_type, other_id, ${by} from apart
    union all
    select ${tenant}::uuid, other_origin, other_type, other_id, origin, object_type, external_id, ${by} from apart
    on conflict do nothing`.execute(trx);
}
