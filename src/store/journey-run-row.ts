// A row of journey_run, read into the noun and written back.
import { sql } from 'kysely';
import { z } from 'zod';
import { goalOutcomes, runStatuses, waitKinds } from '#advise/journey/journey-run.ts';
import type { KeptRun } from '#ports/journeys.ts';

export type RunRow = z.input<typeof runRow>;
const runRow = z.object({
  id: z.string(),
  journey_id: z.string(),
  version: z.number(),
  goal_version: z.number(),
  subject_id: z.string(),
  status: z.enum(runStatuses),
  held: z.boolean(),
  dry: z.boolean(),
  node: z.string(),
  waits_for: z.enum(waitKinds).nullable(),
  wait_event: z.string().nullable(),
  waiting_since: z.date().nullable(),
  wake_at: z.date().nullable(),
  seq: z.number(),
  advice_id: z.string().nullable(),
  approval: z.enum(['yes', 'no']).nullable(),
  entered_at: z.date(),
  ended_at: z.date().nullable(),
  measure_at: z.date().nullable(),
  outcome: z.enum(goalOutcomes).nullable(),
  outcome_at: z.date().nullable(),
  problem: z.string().nullable(),
});
export const runColumns = sql`r.id, r.journey_id, r.version, coalesce(r.goal_version, r.version) as goal_version, r.subject_id, r.status, r.held, r.dry, r.node, r.waits_for,
  r.wait_event, r.waiting_since, r.wake_at, r.seq, r.advice_id, r.approval, r.entered_at, r.ended_at, r.measure_at,
  r.outcome, r.outcome_at, r.problem`;

export function toRun(row: RunRow): KeptRun {
  const read = runRow.parse(row);
  const { waits_for: kind, waiting_since: since } = read;
  return {
    id: read.id,
    journey: read.journey_id,
    version: read.version,
    goalVersion: read.goal_version,
    subject: read.subject_id,
    status: read.status,
    held: read.held,
    dry: read.dry,
    node: read.node,
    waits: kind === null || since === null ? null : { for: kind, since, event: read.wait_event },
    wakeAt: read.wake_at,
    seq: read.seq,
    advice: read.advice_id,
    approval: read.approval,
    enteredAt: read.entered_at,
    endedAt: read.ended_at,
    measureAt: read.measure_at,
    outcome: read.outcome,
    outcomeAt: read.outcome_at,
    problem: read.problem,
  };
}

/** What of a run may change, as a record of the update. */
export function runInput(run: KeptRun): Readonly<Record<string, unknown>> {
  return {
    id: run.id,
    status: run.status,
    node: run.node,
    waits_for: run.waits?.for ?? null,
    wait_event: run.waits?.event ?? null,
    waiting_since: run.waits?.since ?? null,
    wake_at: run.wakeAt,
    seq: run.seq,
    advice_id: run.advice,
    approval: run.approval,
    ended_at: run.endedAt,
    measure_at: run.measureAt,
    outcome: run.outcome,
    outcome_at: run.outcomeAt,
  };
}
