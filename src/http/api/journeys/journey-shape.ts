// How journeys, their runs and steps look in the API.
import { z } from 'zod';
import { journeyStates } from '#advise/journey/journey.ts';
import { journeyKinds } from '#advise/journey/journey-graph.ts';
import { goalOutcomes, runStatuses } from '#advise/journey/journey-run.ts';
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
  interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
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
