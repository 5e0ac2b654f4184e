// Rows for how the tenant is doing: what waits, how reading goes on, how many have which band.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import { findingKinds } from '#analyze/finding.ts';
import type { Gauges, Overview, Progress, Status } from '#ports/reports.ts';
import { syncPhases } from '#ports/store-sense.ts';
import { objectTypes, subjectKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const count = z.coerce.number().int();
const statusRow = z.object({
  deliveriesWaiting: count,
  deliveriesParked: count,
  signalsWaiting: count,
  subjectsDirty: count,
  recordsToReread: count,
  actionsPending: count,
  actionsParked: count,
  oldestWaitingAt: z.date().nullable(),
  lastTurnAt: z.date().nullable(),
  lastActionAt: z.date().nullable(),
});

export async function statusOf(trx: Kysely<Database>, tenant: TenantId): Promise<Status> {
  const { rows } = await sql`
    select
      (select count(*) from delivery where tenant_id = ${tenant} and state = 'kept') as "deliveriesWaiting",
      (select count(*) from delivery where tenant_id = ${tenant} and state = 'parked') as "deliveriesParked",
      (select count(*) from signal where tenant_id = ${tenant} and not folded) as "signalsWaiting",
      (select count(*) from dirty where tenant_id = ${tenant}) as "subjectsDirty",
      (select count(*) from reread where tenant_id = ${tenant}) as "recordsToReread",
      (select count(*) from action where tenant_id = ${tenant} and state = 'pending') as "actionsPending",
      (select count(*) from action where tenant_id = ${tenant} and state = 'parked') as "actionsParked",
      (select min(due_at) from dirty where tenant_id = ${tenant}) as "oldestWaitingAt",
      (select max(found_at) from finding where tenant_id = ${tenant}) as "lastTurnAt",
      (select max(done_at) from action where tenant_id = ${tenant} and state = 'done') as "lastActionAt"`.execute(
    trx,
  );
  return statusRow.parse(rows[0]);
}

const progressRow = z.object({
  connection: z.string(),
  objectType: z.enum(objectTypes),
  phase: z.enum(syncPhases),
  state: z.enum(['waiting', 'running', 'done', 'off']),
  seen: count,
  total: z.coerce.number().int().nullable(),
  startedAt: z.date().nullable(),
  movedAt: z.date().nullable(),
  problem: z.string().nullable(),
});

export async function progressOf(trx: Kysely<Database>, tenant: TenantId): Promise<Progress[]> {
  const { rows } = await sql`
    select connection_id as connection, object_type as "objectType", phase, state, seen, total,
      started_at as "startedAt", moved_at as "movedAt", problem
    from sync where tenant_id = ${tenant} order by connection_id, phase, object_type`.execute(trx);
  return rows.map((row) => progressRow.parse(row));
}

const overviewRow = z.object({
  bands: z.array(
    z.object({ finding: z.enum(findingKinds), band: z.string().nullable(), subjects: z.number() }),
  ),
  subjects: z.array(z.object({ kind: z.enum(subjectKinds), subjects: z.number() })),
  liveAdvice: count,
  outcomes30d: z.array(z.object({ kind: z.string(), count: z.number() })),
  actions30d: z.array(
    z.object({ kind: z.enum(actionKinds), state: z.enum(actionStates), count: z.number() }),
  ),
});

export async function overviewOf(trx: Kysely<Database>, tenant: TenantId, now: Date): Promise<Overview> {
  const since = new Date(now.getTime() - 30 * 86_400_000);
  const { rows } = await sql`
    select
      (select coalesce(jsonb_agg(x), '[]') from (select kind as finding, band, count(*) as subjects from finding
        where tenant_id = ${tenant} group by 1, 2 order by 1, 2) x) as bands,
      (select coalesce(jsonb_agg(x), '[]') from (select kind, count(*) as subjects from subject
        where tenant_id = ${tenant} group by 1 order by 1) x) as subjects,
      (select count(*) from advice where tenant_id = ${tenant} and state in ('open', 'taken', 'snoozed')) as "liveAdvice",
      (select coalesce(jsonb_agg(x), '[]') from (select kind, count(*) as count from outcome
        where tenant_id = ${tenant} and at >= ${since} group by 1 order by 1) x) as "outcomes30d",
      (select coalesce(jsonb_agg(x), '[]') from (select kind, state, count(*) as count from action
        where tenant_id = ${tenant} and created_at >= ${since} group by 1, 2 order by 1, 2) x) as "actions30d"`.execute(
    trx,
  );
  return overviewRow.parse(rows[0]);
}

const gaugeRow = z.object({
  actionsParked: count,
  actionsPending: count,
  deliveriesWaiting: count,
  deliveriesParked: count,
  subjectsDirty: count,
});

/** Over all tenants: `db` connects as the owner of the tables. */
export async function gaugesOf(db: Kysely<Database>): Promise<Gauges> {
  const { rows } = await sql`
    select
      (select count(*) from action where state = 'parked') as "actionsParked",
      (select count(*) from action where state = 'pending') as "actionsPending",
      (select count(*) from delivery where state = 'kept') as "deliveriesWaiting",
      (select count(*) from delivery where state = 'parked') as "deliveriesParked",
      (select count(*) from dirty) as "subjectsDirty"`.execute(db);
  return gaugeRow.parse(rows[0]);
}
