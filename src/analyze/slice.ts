// A slice: the closed records that have the same value of one field, judged apart from the others.
import { z } from 'zod';

/**
 * What is beyond chance: `promised_too_much`, `promised_too_little`: more or less was promised than happened.
 * `ranked_worse`: the score tells won from lost less well than among all others. `found_less`: of those that were won, fewer
 * had the best grade than among all others.
 */
export const sliceFaults = [
  'promised_too_much',
  'promised_too_little',
  'ranked_worse',
  'found_less',
] as const;
export type SliceFault = (typeof sliceFaults)[number];

const range = z.tuple([z.number(), z.number()]);

export const sliceLevel = z.strictObject({
  /** Null: the field is empty. */
  level: z.string().nullable(),
  rows: z.int(),
  won: z.int(),
  /** Too few to say anything but how many they are. */
  tooFew: z.boolean(),
  baseRate: z.number(),
  predicted: z.number(),
  /** What happened less what was promised, with its 95 % interval. */
  gap: z.number(),
  gapRange: range,
  auc: z.number().nullable(),
  aucRange: range.nullable(),
  /** Share with the best grade, and that share among those won: with the 95 % interval of the latter. */
  top: z.number(),
  found: z.number().nullable(),
  foundRange: range.nullable(),
  faults: z.array(z.enum(sliceFaults)),
});
export type SliceLevel = z.infer<typeof sliceLevel>;

export const slice = z.strictObject({
  field: z.string(),
  levels: z.array(sliceLevel),
  /** Levels too rare to stand alone, counted together as `…`. */
  merged: z.int(),
});
export type Slice = z.infer<typeof slice>;
