// Rows of runs: who is on the way through which journey, who is due, and the steps that were taken.
import { type Kysely, sql } from 'kysely';
import type { RunRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import { killRuns, moveRuns, recallActions } from './journey-kill.ts';
import { type RunRow, runColumns, runInput, toRun } from './journey-run-row.ts';
import { journeyStepRows } from './journey-steps.ts';
import { toKind } from './subject-kind.ts';
import type { Database } from './tables.ts';

const dayMs = 86_400_000;

export function runRows(trx: Kysely<Database>, tenant: TenantId): RunRows {
  const many = async (rest: ReturnType<typeof sql>) => {
    const { rows } = await sql<RunRow>`select ${runColumns} from journey_run r ${rest}`.execute(trx);
    return rows.map(toRun);
  };
  return {
    ...journeyStepRows(trx, tenant),
    async hold() {
      const { rows } = await sql<{ held: boolean }>`
        select pg_try_advisory_xact_lock(hashtext('journeys'), hashtext(${tenant})) as held`.execute(trx);
      return rows[0]?.held ?? false;
    },
    async entries(journeys, subjects) {
      if (journeys.length === 0 || subjects.length === 0) return [];
      const { rows } = await sql<{
        journey: string;
        subject: string;
        count: number;
        lastAt: Date;
        live: boolean;
        held: boolean;
      }>`
        select journey_id as journey, subject_id as subject, count(*)::int as count, max(entered_at) as "lastAt",
          bool_or(status = 'live' or (held and measure_at is not null)) as live,
          (array_agg(held order by entered_at, id))[1] as held
        from journey_run where journey_id = any(${journeys}::uuid[]) and subject_id = any(${subjects}::bigint[])
        group by 1, 2`.execute(trx);
      return rows;
    },
    async enter(runs, now) {
      if (runs.length === 0) return 0;
      const { numAffectedRows } = await sql`
        insert into journey_run (tenant_id, journey_id, version, subject_id, entry_key, status, held, dry, node, wake_at,
          entered_at, measure_at)
        select ${tenant}, journey, version, subject, "entryKey", case when held then 'held' else 'live' end, held, dry, node,
          case when held then null else ${now}::timestamptz end, ${now}, "measureAt"
        from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as x(journey uuid, version int, subject bigint,
          "entryKey" text, held boolean, dry boolean, node text, "measureAt" timestamptz) order by 2, 4
        on conflict (journey_id, subject_id, entry_key) do nothing`.execute(trx);
      return Number(numAffectedRows ?? 0n);
    },
    async open(subjects) {
      if (subjects.length === 0) return [];
      return many(sql`join journey j on j.id = r.journey_id and j.state = 'live'
        where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[]) and r.due_at is not null`);
    },
    async pull(ids, now) {
      if (ids.length === 0) return;
      await sql`
        with mine as (select id from journey_run where tenant_id = ${tenant} and id = any(${ids}::bigint[])
          order by id for update)
        update journey_run r set
          wake_at = case when r.status = 'live' then least(r.wake_at, ${now}) else null end,
          measure_at = case when r.status = 'live' then r.measure_at else least(r.measure_at, ${now}) end
        from mine where r.id = mine.id`.execute(trx);
    },
    async one(id) {
      return (await many(sql`where r.tenant_id = ${tenant} and r.id = ${id} for update`))[0] ?? null;
    },
    async due(now, limit) {
      return many(sql`join (
          select d.id, d.due_at from journey j cross join lateral (
            select id, due_at from journey_run where journey_id = j.id and due_at <= ${now}
            order by due_at limit ${limit} for update skip locked) d
          where j.tenant_id = ${tenant} and j.state = 'live' order by d.due_at limit ${limit}
        ) due on due.id = r.id order by due.due_at, r.id`);
    },
    async nextDue() {
      const { rows } = await sql<{ at: Date | null }>`
        select min(d.due_at) as at from journey j cross join lateral (
          select due_at from journey_run where journey_id = j.id and due_at is not null order by due_at limit 1) d
        where j.tenant_id = ${tenant} and j.state = 'live'`.execute(trx);
      return rows[0]?.at ?? null;
    },
    async save(runs) {
      if (runs.length === 0) return;
      await sql`
        update journey_run r set status = x.status, node = x.node, waits_for = x.waits_for, wait_event = x.wait_event,
          waiting_since = x.waiting_since, wake_at = x.wake_at, seq = x.seq, advice_id = x.advice_id,
          approval = x.approval, ended_at = x.ended_at, measure_at = x.measure_at, outcome = x.outcome,
          outcome_at = x.outcome_at, problem = null
        from jsonb_to_recordset(${JSON.stringify(runs.map(runInput))}::jsonb) as x(id bigint, status text, node text,
          waits_for text, wait_event text, waiting_since timestamptz, wake_at timestamptz, seq int, advice_id uuid,
          approval text, ended_at timestamptz, measure_at timestamptz, outcome text, outcome_at timestamptz)
        where r.tenant_id = ${tenant} and r.id = x.id`.execute(trx);
    },
    async get(id) {
      return (await many(sql`where r.tenant_id = ${tenant} and r.id = ${id}`))[0] ?? null;
    },
    ofSubject: (subject) =>
      many(sql`where r.tenant_id = ${tenant} and r.subject_id = ${subject} order by r.id desc limit 200`),
    ofJourney: (journey, { before, limit, node = null, version = null }) =>
      many(sql`where r.tenant_id = ${tenant} and r.journey_id = ${journey}
        and (${before}::bigint is null or r.id < ${before}::bigint)
        and (${node}::text is null or (r.node = ${node} and r.status = 'live'))
        and (${version}::int is null or r.version = ${version}) order by r.id desc limit ${limit}`),
    toApprove: () =>
      many(sql`join journey j on j.id = r.journey_id and j.state = 'live'
        where r.tenant_id = ${tenant} and r.status = 'live' and r.waits_for = 'approval' and r.approval is null
        order by r.waiting_since, r.id limit 500`),
    async counts(journeys) {
      if (journeys.length === 0) return [];
      const { rows } = await sql<Awaited<ReturnType<RunRows['counts']>>[number]>`
        select journey_id as journey, version, status, held, dry, outcome, count(*)::int as count from journey_run
        where tenant_id = ${tenant} and journey_id = any(${journeys}::uuid[]) group by 1, 2, 3, 4, 5, 6`.execute(
        trx,
      );
      return rows;
    },
    async outcomes(journeys) {
      if (journeys.length === 0) return [];
      const { rows } = await sql<Awaited<ReturnType<RunRows['outcomes']>>[number]>`
        select journey_id as journey, coalesce(goal_version, version) as "goalVersion", held, outcome, count(*)::int as count
        from journey_run where tenant_id = ${tenant} and journey_id = any(${journeys}::uuid[]) and entry_key = '1'
          and not dry and status <> 'killed'
        group by 1, 2, 3, 4`.execute(trx);
      return rows;
    },
    async whereabouts(journey) {
      const { rows } = await sql<{ version: number; node: string; count: number }>`
        select version, node, count(*)::int as count from journey_run
        where tenant_id = ${tenant} and journey_id = ${journey} and status = 'live' group by 1, 2 order by 1, 2`.execute(
        trx,
      );
      return rows;
    },
    async postpone(id, until, problem) {
      await sql`update journey_run set problem = ${problem},
          wake_at = case when wake_at is null then null else ${until}::timestamptz end,
          measure_at = case when measure_at is null then null else greatest(measure_at, ${until}) end
        where tenant_id = ${tenant} and id = ${id}`.execute(trx);
    },
    async daily(now) {
      const { rows } = await sql<{
        kind: string;
      }>`update journey set looked_at = ${now} where tenant_id = ${tenant}
        and state = 'live' and (looked_at is null or looked_at <= ${new Date(now.getTime() - dayMs)}) returning kind`.execute(
        trx,
      );
      return [...new Set(rows.map(({ kind }) => toKind(kind)))];
    },
    move: (input) => moveRuns(trx, tenant, input),
    async recall(now) {
      // A walk under way has looked whether all is stopped: what it puts down is there when it ends.
      await sql`select pg_advisory_xact_lock(hashtext('journeys'), hashtext(${tenant}))`.execute(trx);
      return recallActions(trx, tenant, null, now);
    },
    kill: (journey, now) => killRuns(trx, tenant, journey, now),
    async approve(run, answer, now) {
      const { numAffectedRows } = await sql`update journey_run set approval = ${answer}, wake_at = ${now}
        where tenant_id = ${tenant} and id = ${run} and status = 'live' and waits_for = 'approval'
          and approval is null`.execute(trx);
      return (numAffectedRows ?? 0n) > 0n;
    },
  };
}
