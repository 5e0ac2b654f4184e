// A report: how well weights do on closed records they have not seen.
import { z } from 'zod';
import { slice } from './slice.ts';

/** Ten equal groups by rising probability: what was promised and what happened. */
const calibrationRow = z.strictObject({
  rows: z.number().int(),
  predicted: z.number(),
  observed: z.number(),
});

/**
 * `auc`, `prAuc` 0-1; `logLoss`, `brier`, `ece` smaller is better; `eceFloor` is the calibration error that a
 * perfectly calibrated model would show on as many rows; `lift` the share of positives in the top tenth over
 * the base rate. `base...` are those of always saying the base rate.
 */
const measures = z.strictObject({
  rows: z.number().int(),
  positives: z.number().int(),
  auc: z.number(),
  prAuc: z.number(),
  logLoss: z.number(),
  brier: z.number(),
  ece: z.number(),
  eceFloor: z.number(),
  lift: z.number(),
  baseLogLoss: z.number(),
  baseBrier: z.number(),
});
export type Measures = Readonly<z.infer<typeof measures>>;

/**
 * `crossValidated`: each closed record judged by a model that has not seen it. `newest`: the newest 30 % judged
 * by a model of the 70 % before; null where time or numbers do not allow it. `candidates`: every learner tried,
 * with its gain in log loss over the base rate and the standard error of that gain.
 */
export const report = z.strictObject({
  /** By the fields that the tenant chose; absent where nothing was learned, or in weights made before there were slices. */
  slices: z.array(slice).optional(),
  crossValidated: measures.nullable(),
  newest: measures.nullable(),
  calibration: z.array(calibrationRow),
  /**
   * How the probabilities of the closed records were spread, judged by models that had not seen them: `counts[n]` lie below
   * `cuts[n]` and not below the cut before. Absent in weights that were made before this was kept.
   */
  deciles: z.strictObject({ cuts: z.array(z.number()), counts: z.array(z.int()) }).optional(),
  /**
   * For each feature the share of the closed records' values that are known to have been so at the moment pictured; of the
   * rest nobody says since when. Absent in weights that were made before this was kept.
   */
  past: z.record(z.string(), z.number()).optional(),
  /**
   * Where the newest closed records were won clearly more or less often than what is known of them says: by how much (log-odds)
   * what is promised was moved, and the standard deviation of what may come of that. Absent where times do not change.
   */
  tide: z.strictObject({ move: z.number(), doubt: z.number() }).optional(),
  candidates: z.array(
    z.strictObject({
      learner: z.enum(['ridge', 'blend', 'additive', 'trees']),
      logLoss: z.number(),
      auc: z.number(),
      gain: z.number(),
      gainError: z.number(),
    }),
  ),
});
export type Report = Readonly<z.infer<typeof report>>;
