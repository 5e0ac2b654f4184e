// Rows for one subject: everything that is known of it, for a person to read or to take along.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import { type Advice, adviceStates, newAdvice } from '#advise/advice.ts';
import { findingKinds } from '#analyze/finding.ts';
import { newOutcome, type Outcome } from '#learn/outcome.ts';
import type { SubjectName, SubjectStory } from '#ports/reports.ts';
import { joinedBy } from '#ports/store-subjects.ts';
import { subjectKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { findingRows } from './findings.ts';
import { actionLines } from './report-actions.ts';
import { emailSql, nameSql, toName } from './report-subjects.ts';
import { tiesOf } from './report-ties.ts';
import type { Database } from './tables.ts';
import { twinRows } from './twins.ts';

/** A page shows this many of the newest signals and actions; everything() has them all. */
const shown = 100;

export async function subjectStory(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory | null> {
  const who = await nameOf(trx, tenant, subject);
  if (who === null) return null;
  return {
    who,
    refs: await refsOf(trx, tenant, subject),
    merged: await mergedInto(trx, tenant, subject),
    twin: (await twinRows(trx, tenant).load([subject])).get(subject)?.twin ?? null,
    findings: await findingRows(trx, tenant).current([subject]),
    trend: await trendOf(trx, tenant, subject),
    advice: await adviceOf(trx, tenant, subject),
    actions: await actionLines(trx, tenant, {
      states: actionStates,
      kinds: actionKinds,
      subject,
      before: null,
      limit: shown,
    }),
    outcomes: await outcomesOf(trx, tenant, subject),
    signals: await signalsOf(trx, tenant, subject),
    linked: await linkedTo(trx, tenant, subject),
    ties: await tiesOf(trx, tenant, subject),
  };
}

async function nameOf(trx: Kysely<Database>, tenant: TenantId, subject: string): Promise<SubjectName | null> {
  const { rows } = await sql`
    select s.id, s.kind, ${nameSql} as name, ${emailSql} as email from subject s
    left join twin t on t.tenant_id = s.tenant_id and t.subject_id = s.id
    where s.tenant_id = ${tenant} and s.id = ${subject}`.execute(trx);
  return rows[0] === undefined ? null : toName(rows[0]);
}

const refRow = z
  .object({
    origin: z.string(),
    objectType: z.enum(subjectKinds),
    externalId: z.string(),
    by: z.enum(joinedBy).nullable(),
    value: z.string().nullable(),
    at: z.date().nullable(),
    source: z.string().nullable(),
  })
  .transform(({ by, value, at, ...ref }) => ({
    ...ref,
    joined: by === null || value === null || at === null ? null : { by, value, at },
  }));

async function refsOf(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory['refs']> {
  const { rows } = await sql`
    select origin, object_type as "objectType", external_id as "externalId", joined_by as by, joined_value as value,
      joined_at as at, (select name from event_source e where e.tenant_id = ${tenant} and e.id = origin) as source
    from subject_ref where tenant_id = ${tenant} and subject_id = ${subject} and not gone
    order by origin, external_id`.execute(trx);
  return rows.map((row) => refRow.parse(row));
}

const mergedRow = z.object({ origin: z.string(), objectType: z.enum(subjectKinds), externalId: z.string() });

async function mergedInto(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory['merged']> {
  const { rows } = await sql`
    select origin, object_type as "objectType", external_id as "externalId" from subject_ref
    where tenant_id = ${tenant} and subject_id = ${subject} and gone and why <> 'erased'
    order by origin, external_id limit ${shown}`.execute(trx);
  return rows.map((row) => mergedRow.parse(row));
}

async function linkedTo(trx: Kysely<Database>, tenant: TenantId, subject: string): Promise<SubjectName[]> {
  const { rows } = await sql`
    select s.id, s.kind, ${nameSql} as name, ${emailSql} as email
    from (
      select to_subject as id from link where tenant_id = ${tenant} and from_subject = ${subject}
      union select from_subject from link where tenant_id = ${tenant} and to_subject = ${subject}
    ) l
    join subject s on s.id = l.id and s.tenant_id = ${tenant}
    left join twin t on t.tenant_id = s.tenant_id and t.subject_id = s.id
    order by s.kind, s.id limit ${shown}`.execute(trx);
  return rows.map(toName);
}

const trendRow = z.object({
  kind: z.enum(findingKinds),
  at: z.date(),
  score: z.number().nullable(),
  band: z.string().nullable(),
});

async function trendOf(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory['trend']> {
  const { rows } = await sql`
    select kind, at, score, band from (
      select kind, at, score, band from finding_history where tenant_id = ${tenant} and subject_id = ${subject}
      order by at desc limit 400
    ) newest order by at`.execute(trx);
  return rows.map((row) => trendRow.parse(row));
}

const adviceRow = newAdvice.extend({
  id: z.string(),
  state: z.enum(adviceStates),
  createdAt: z.date(),
  updatedAt: z.date(),
  snoozedUntil: z.date().nullable(),
  answeredBy: z.string().nullable(),
});

async function adviceOf(trx: Kysely<Database>, tenant: TenantId, subject: string): Promise<Advice[]> {
  const { rows } = await sql<{ body: object } & Record<string, unknown>>`
    select body, id, subject_id as subject, situation, state, created_at as "createdAt", updated_at as "updatedAt",
      snoozed_until as "snoozedUntil", answered_by as "answeredBy"
    from advice where tenant_id = ${tenant} and subject_id = ${subject} order by created_at desc limit ${shown}`.execute(
    trx,
  );
  return rows.map(({ body, ...row }) => adviceRow.parse({ ...body, ...row }));
}

const outcomeRow = newOutcome.extend({ id: z.string() });

async function outcomesOf(trx: Kysely<Database>, tenant: TenantId, subject: string): Promise<Outcome[]> {
  const { rows } = await sql`
    select id, key, subject_id as subject, advice_id as advice, kind, via, said_by as by, at, note
    from outcome where tenant_id = ${tenant} and subject_id = ${subject} order by at desc limit ${shown}`.execute(
    trx,
  );
  return rows.map((row) => outcomeRow.parse(row));
}

const signalRow = z.object({
  id: z.string(),
  kind: z.string(),
  origin: z.string(),
  occurredAt: z.date(),
  data: z.unknown(),
});

async function signalsOf(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory['signals']> {
  const { rows } = await sql`
    select id, kind, origin, occurred_at as "occurredAt", data from signal
    where tenant_id = ${tenant} and subject_id = ${subject} order by occurred_at desc, id desc limit ${shown}`.execute(
    trx,
  );
  return rows.map((row) => signalRow.parse(row));
}

/** The tables with a `subject_id`, and those that are reached by the subject's names. */
const bySubject = [
  'subject_ref',
  'signal',
  'twin',
  'finding',
  'finding_history',
  'advice',
  'action',
  'outcome',
  'journey_run',
  'journey_step',
  'subject_stage',
  'subject_segment',
  'drill_case',
  'health_override',
] as const;
const byName = ['record', 'written'] as const;

/** Every row about the subject, table by table, as JSON; the tenant's own id is left away. */
export async function everythingAbout(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<Record<string, unknown[]> | null> {
  if ((await nameOf(trx, tenant, subject)) === null) return null;
  const all: Record<string, unknown[]> = {};
  for (const table of bySubject) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(x) - 'tenant_id' as row from ${sql.table(table)} x
      where tenant_id = ${tenant} and subject_id = ${subject}`.execute(trx);
    all[table] = rows.map(({ row }) => row);
  }
  for (const table of byName) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(x) - 'tenant_id' as row from ${sql.table(table)} x
      join subject_ref r on r.tenant_id = ${tenant} and r.origin = x.connection_id
        and r.object_type = x.object_type and r.external_id = x.external_id
      where x.tenant_id = ${tenant} and r.subject_id = ${subject}`.execute(trx);
    all[table] = rows.map(({ row }) => row);
  }
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(n) - 'tenant_id' as row from notice n
    join advice a on a.id = n.advice_id where n.tenant_id = ${tenant} and a.subject_id = ${subject}`.execute(
    trx,
  );
  all['notice'] = rows.map(({ row }) => row);
  return all;
}
