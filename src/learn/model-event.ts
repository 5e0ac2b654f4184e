// A model event: one decision about weights, kept for ever: what, by whom, why, and on which data.
import { z } from 'zod';
import { findingKinds } from '#analyze/finding.ts';
import { target } from '#analyze/target.ts';

/**
 * `trained`: weights were learned. `kept`: a challenger did not win, the weights before go on. `waiting`: it won, and a person
 * is to decide. `promoted`: it is live. `declined`: a person did not want it. `rolled_back`: a person made an earlier version
 * live again. `drift`, `calibration`: the nightly look found something. `asked`: a person wants a look now.
 */
export const modelDeeds = [
  'trained',
  'kept',
  'waiting',
  'promoted',
  'declined',
  'rolled_back',
  'drift',
  'calibration',
  'asked',
] as const;
export type ModelDeed = (typeof modelDeeds)[number];

/** By how much a feature moved a score, in points; `feature` is its name, or `a + b` of two together. */
const mover = z.strictObject({ feature: z.string(), label: z.string(), points: z.number() });

/** Who would move by other weights, on the very same records. Scores are of 100. */
export const moves = z.strictObject({
  finding: z.enum(findingKinds),
  /** How many were looked at, moved by more than ten points, and would change grade. */
  looked: z.int(),
  far: z.int(),
  graded: z.int(),
  /** Mean distance moved, and how many of them up. */
  mean: z.number(),
  up: z.int(),
  /** Those that move most. */
  top: z.array(
    z.strictObject({
      subject: z.string(),
      from: z.number(),
      to: z.number(),
      bandFrom: z.string().nullable(),
      bandTo: z.string().nullable(),
      by: z.array(mover),
    }),
  ),
});
export type Moves = z.infer<typeof moves>;

/** The challenger against the champion on the newest closed records, in log loss. */
export const trial = z.strictObject({
  rows: z.int(),
  won: z.int(),
  loss: z.number(),
  championLoss: z.number(),
  baseLoss: z.number(),
  gain: z.number(),
  gainError: z.number(),
  overBase: z.number(),
  overBaseError: z.number(),
});

/**
 * `how`: learned anew, or the weights before with their promises brought in line. `against`: the version that was live.
 * `choices`: those of the tenant when a person decided, as in `lesson-frame.ts`.
 */
export const eventDetail = z.strictObject({
  how: z.enum(['learned', 'recalibrated']).optional(),
  against: z.int().nullable().optional(),
  closed: z.int().optional(),
  trial: trial.optional(),
  moves: moves.optional(),
  features: z.array(z.string()).optional(),
  choices: z.string().optional(),
});

export const newModelEvent = z.strictObject({
  target,
  version: z.int().nullable(),
  what: z.enum(modelDeeds),
  /** `learn`, or the name of a person. */
  who: z.string(),
  why: z.array(z.string()),
  note: z.string().nullable(),
  dataHash: z.string().nullable(),
  detail: eventDetail,
  at: z.date(),
});
export type NewModelEvent = z.infer<typeof newModelEvent>;
export type ModelEvent = NewModelEvent & { readonly id: string };
