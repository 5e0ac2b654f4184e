// How journeys, their runs and steps look in the API.
import { z } from 'zod';
import { journeyStates } from '#advise/journey/journey.ts';
import { journeyKinds } from '#advise/journey/journey-graph.ts';
import { goalOutcomes, runStatuses, waitKinds } from '#advise/journey/journey-run.ts';
import { words } from '#advise/journey/words.ts';

/** Dates as ISO 8601. */
export const moment = z
  .date()
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime());
export const maybeMoment = z
  .date()
  .nullable()
  .transform((at) => at?.toISOString() ?? null)
  .pipe(z.iso.datetime().nullable());

export const journeyId = z.object({ id: z.uuid() });
export const runId = z.object({ id: z.string().regex(/^\d{1,19}$/) });
export const version = z.number().int().min(1).max(100_000);

const group = z.object({
  reached: z.number().int(),
  missed: z.number().int(),
  unknown: z.number().int(),
  rate: z.number().nullable(),
});
export const journeyLine = z.object({
  id: z.string(),
  name: words,
  kind: z.enum(journeyKinds),
  state: z.enum(journeyStates),
  liveVersion: z.number().int().nullable(),
  dryRun: z.boolean(),
  template: z.string().nullable(),
  madeAt: moment,
  madeBy: z.string(),
  counts: z
    .array(
      z.object({
        version: z.number().int(),
        status: z.enum(runStatuses),
        held: z.boolean(),
        dry: z.boolean(),
        outcome: z.enum(goalOutcomes).nullable(),
        count: z.number().int(),
      }),
    )
    .readonly(),
  uplift: z.object({
    treated: group,
    held: group,
    difference: z.number().nullable(),
    interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
    verdict: z.enum(['more', 'less', 'none', 'not_enough']),
    wanted: z.number().int().nullable(),
  }),
});

export const missingNeed = z.object({
  of: z.enum(['property', 'event', 'any_event', 'users', 'ticket', 'deal', 'engagement']),
  name: z.string().optional(),
  why: words.nullable(),
});

export const runLine = z.object({
  id: z.string(),
  journey: z.string(),
  version: z.number().int(),
  subject: z.string(),
  status: z.enum(runStatuses),
  held: z.boolean(),
  dry: z.boolean(),
  node: z.string(),
  waits: z.object({ for: z.enum(waitKinds), since: moment, event: z.string().nullable() }).nullable(),
  wakeAt: maybeMoment,
  enteredAt: moment,
  endedAt: maybeMoment,
  measureAt: maybeMoment,
  outcome: z.enum(goalOutcomes).nullable(),
  outcomeAt: maybeMoment,
  problem: z.string().nullable(),
});

export const runTrace = runLine.extend({
  name: words,
  steps: z.array(
    z.object({
      seq: z.number().int(),
      node: z.string(),
      kind: z.string(),
      at: moment,
      how: z.enum(['done', 'dry', 'undone']).nullable(),
      /** What was decided, and what each condition of its rules found. */
      decision: z.looseObject({ say: z.enum(['go', 'wait', 'end']) }),
      effect: z.looseObject({ kind: z.string() }).nullable(),
    }),
  ),
});
