// Rows of subjects: which are dirty, under which names they are known, merging and erasing them.
import { type Kysely, sql } from 'kysely';
import type { SubjectRef, SubjectRows } from '#ports/store-subjects.ts';
import type { TenantId } from '#sense/tenant.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { closeRecord, mergeSubjects } from './merge.ts';
import { splitSubject } from './split.ts';
import { toKind } from './subject-kind.ts';
import type { Database } from './tables.ts';
import { unlink } from './unlink.ts';

export function subjectRows(trx: Kysely<Database>, tenant: TenantId): SubjectRows {
  return {
    async holdTurn() {
      const { rows } = await sql<{ held: boolean }>`
        select pg_try_advisory_xact_lock(hashtext('turn'), hashtext(${tenant})) as held`.execute(trx);
      return rows[0]?.held ?? false;
    },
    async dirty(now, limit) {
      const { rows } = await sql<{ subject_id: string; kind: string; mark: string; attempts: number }>`
        select d.subject_id, s.kind, d.mark, d.attempts from dirty d join subject s on s.id = d.subject_id
        where d.tenant_id = ${tenant} and d.due_at <= ${now} order by d.due_at, d.mark limit ${limit}`.execute(
        trx,
      );
      return rows.map((row) => ({
        subject: row.subject_id,
        kind: toKind(row.kind),
        mark: row.mark,
        attempts: row.attempts,
      }));
    },
    async behind(companies, now, limit) {
      if (companies.length === 0) return [];
      const rows = await sql<{ subject_id: string; kind: string; mark: string; attempts: number }>`
        select d.subject_id, s.kind, d.mark, d.attempts from (
          select to_subject as id from link where tenant_id = ${tenant} and from_subject = any(${companies}::bigint[])
          union select from_subject from link where tenant_id = ${tenant} and to_subject = any(${companies}::bigint[])
        ) near join dirty d on d.tenant_id = ${tenant} and d.subject_id = near.id and d.due_at <= ${now}
        join subject s on s.id = d.subject_id and s.kind <> 'company'
        where exists (select from signal g where g.tenant_id = ${tenant} and g.subject_id = d.subject_id and not g.folded)
          and not d.subject_id = any(${companies}::bigint[]) order by d.due_at, d.mark limit ${limit}`.execute(
        trx,
      );
      return rows.rows.map(({ subject_id: subject, kind, mark, attempts }) => ({
        ...{ subject, mark, attempts },
        kind: toKind(kind),
      }));
    },
    async markDirty(subjects, reason) {
      if (subjects.length === 0) return;
      await sql`
        insert into dirty (tenant_id, subject_id, reason)
        select ${tenant}, s, ${reason} from (select distinct unnest(${subjects}::bigint[]) s) one order by s
        on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark'), due_at = least(dirty.due_at, now())`.execute(
        trx,
      );
    },
    async markKindDirty(kind, reason) {
      await sql`
        insert into dirty (tenant_id, subject_id, reason)
        select ${tenant}, id, ${reason} from subject where tenant_id = ${tenant} and kind = ${kind} order by id
        on conflict (tenant_id, subject_id) do update set mark = nextval('dirty_mark'), due_at = least(dirty.due_at, now())`.execute(
        trx,
      );
    },
    async clean(list) {
      if (list.length === 0) return;
      await holdFactsToMove(trx, tenant);
      const pairs = JSON.stringify(list.map(({ subject, mark }) => ({ subject, mark })));
      await sql`
        with looked_at as (
          select d.subject_id from dirty d
          join jsonb_to_recordset(${pairs}::jsonb) as x(subject bigint, mark bigint)
            on d.subject_id = x.subject and d.mark = x.mark
          where d.tenant_id = ${tenant} order by d.subject_id for update of d
        )
        delete from dirty d using looked_at where d.tenant_id = ${tenant} and d.subject_id = looked_at.subject_id`.execute(
        trx,
      );
    },
    async lookAgain(list) {
      if (list.length === 0) return;
      await sql`
        insert into dirty (tenant_id, subject_id, reason, due_at)
        select ${tenant}, x.subject, 'written enough today', min(x.at)
        from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as x(subject bigint, at timestamptz) group by 2 order by 2
        on conflict (tenant_id, subject_id) do nothing`.execute(trx);
    },
    async postpone(subject, dueAt, problem) {
      await sql`
        update dirty set due_at = ${dueAt}, attempts = attempts + 1, problem = ${problem}
        where tenant_id = ${tenant} and subject_id = ${subject}`.execute(trx);
    },
    async refs(subjects) {
      const rows = await sql<{
        subject_id: string;
        origin: string;
        object_type: string;
        external_id: string;
      }>`
        select subject_id, origin, object_type, external_id from subject_ref
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[]) and not gone
        order by subject_id, origin, external_id`.execute(trx);
      return rows.rows.map(
        (row): SubjectRef => ({
          subject: row.subject_id,
          origin: row.origin,
          objectType: toKind(row.object_type),
          externalId: row.external_id,
        }),
      );
    },
    async find(origin, objectType, externalIds) {
      const rows = await sql<{ subject_id: string; external_id: string }>`
        select subject_id, external_id from subject_ref where tenant_id = ${tenant} and origin = ${origin}
          and object_type = ${objectType} and external_id = any(${externalIds}::text[])`.execute(trx);
      return new Map(rows.rows.map((row) => [row.external_id, row.subject_id]));
    },
    merge: (merges) => mergeSubjects(trx, tenant, merges),
    close: (record) => closeRecord(trx, tenant, record),
    split: (subject, what, forGood) => splitSubject(trx, tenant, subject, what, forGood),
    unlink: (pair) => unlink(trx, tenant, pair),
    async shareCrm(one, other, but) {
      const { rows } = await sql`select from subject_ref a join subject_ref b on b.tenant_id = ${tenant}
          and b.subject_id = ${other} and b.origin = a.origin
        join connection c on c.id = a.origin and c.id <> ${but}
        where a.tenant_id = ${tenant} and a.subject_id = ${one} limit 1`.execute(trx);
      return rows.length > 0;
    },
    async kinds(subjects) {
      if (subjects.length === 0) return new Map();
      const { rows } = await sql<{ id: string; kind: string }>`select id, kind from subject
        where tenant_id = ${tenant} and id = any(${subjects}::bigint[]) order by id`.execute(trx);
      return new Map(rows.map(({ id, kind }) => [id, toKind(kind)]));
    },
    erase: (subject, by) => erase(trx, tenant, subject, by),
  };
}

/** Removes all facts; the names stay (ids only), so that a late event about them finds nothing to revive. */
export async function erase(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
  /** Null: no line of its own in the register. */
  by: { readonly who: string } | null,
): Promise<void> {
  await holdFactsToMove(trx, tenant);
  const its = sql`tenant_id = ${tenant} and subject_id = ${subject}`;
  await sql`delete from record where tenant_id = ${tenant} and (connection_id, object_type, external_id) in
    (select origin, object_type, external_id from subject_ref where ${its})`.execute(trx);
  await sql`delete from written where tenant_id = ${tenant} and (connection_id, object_type, external_id) in
    (select origin, object_type, external_id from subject_ref where ${its})`.execute(trx);
  await sql`delete from reread where tenant_id = ${tenant} and (connection_id, object_type, external_id) in
    (select origin, object_type, external_id from subject_ref where ${its})`.execute(trx);
  // Messages about the person lie outside: they are emptied by an action of their own.
  const messages = await sql<{ advice_id: string; connection_id: string; channel: string; ts: string }>`
    select n.advice_id, n.connection_id, n.channel, n.ts from notice n
    join advice a on a.id = n.advice_id where a.tenant_id = ${tenant} and a.subject_id = ${subject} and n.ts <> ''`.execute(
    trx,
  );
  for (const table of [
    'signal',
    'twin',
    'finding',
    'finding_history',
    'advice',
    'action',
    'outcome',
    'dirty',
    'journey_step',
    'journey_run',
    'subject_stage',
    'health_override',
    'subject_segment',
    'identity_claim',
  ]) {
    await sql`delete from ${sql.table(table)} where ${its}`.execute(trx);
  }
  for (const table of ['usage_feature', 'usage_user'])
    await sql`delete from ${sql.table(table)} where tenant_id = ${tenant}
      and ref_id in (select ref_id from subject_ref where ${its})`.execute(trx);
  await sql`delete from usage_tried u using subject_ref r where r.tenant_id = ${tenant} and r.subject_id = ${subject}
    and u.tenant_id = ${tenant} and u.origin = r.origin and u.object_type = r.object_type
    and u.external_id = r.external_id`.execute(trx);
  await sql`delete from link where tenant_id = ${tenant} and (from_subject = ${subject} or to_subject = ${subject})`.execute(
    trx,
  );
  await sql`update subject_ref set why = 'erased', joined_value = null where ${its}`.execute(trx);
  // A drill keeps how somebody was judged, and nothing of whom: people may have written names.
  await sql`update drill_judgement j set reason = null from drill_case c where c.tenant_id = ${tenant}
    and c.subject_id = ${subject} and j.drill_id = c.drill_id and j.place = c.place`.execute(trx);
  await sql`update drill_case set subject_id = null, facts = '[]', reasons = '[]' where ${its}`.execute(trx);
  // A check of health names who was missed.
  await sql`update health_check set body = jsonb_set(body, '{missed}', (
      select coalesce(jsonb_agg(one order by nr), '[]')
      from jsonb_array_elements(body -> 'missed') with ordinality as missed (one, nr)
      where one ->> 'subject' <> ${subject}))
    where tenant_id = ${tenant} and body -> 'missed' @> jsonb_build_array(jsonb_build_object('subject', ${subject}::text))`.execute(
    trx,
  );
  // The register says that it was done, by whom and when, and nothing of the person.
  if (by !== null)
    await sql`insert into decision (tenant_id, at, who, kind, about, body)
    select ${tenant}, now(), ${by.who}, 'erasure', kind || ' ' || id, '{}' from subject
    where tenant_id = ${tenant} and id = ${subject}`.execute(trx);
  for (const { advice_id: advice, connection_id: connection, channel, ts } of messages.rows) {
    await sql`
      insert into action (tenant_id, key, kind, connection_id, subject_id, payload, due_at, created_at)
      values (${tenant}, ${`chat.forget/${advice}`}, 'chat.forget', ${connection}, ${subject},
        ${JSON.stringify({ channel, ts })}, now(), now())
      on conflict (tenant_id, key) do nothing`.execute(trx);
  }
}
