// The candidates: which learners may try at this amount of history, and which of them is best on unseen records.
import type { Report } from '#analyze/report.ts';
import { fitAdditive } from './additive.ts';
import { baseLogOdds, clearlyBetter, gainOver, meanLoss } from './base-rate.ts';
import type { Fitted } from './fitted.ts';
import type { Frame } from './frame.ts';
import { auc } from './metrics.ts';
import { fitRidge } from './ridge.ts';

/** A model needs this many closed records, and this many of the rarer outcome; below, only the prior speaks. */
export const leastClosed = 50;
export const leastOfEach = 10;

/** A learner takes part from `closed` records with `rarer` of the rarer outcome, up to `upTo` closed records. */
type Rung = {
  readonly learner: Fitted['learner'];
  readonly closed: number;
  readonly rarer: number;
  readonly upTo: number;
  readonly fit: (frame: Frame, folds: Uint8Array, bagCount: number) => Fitted;
};

// Measured learning curves: the ridge has the lower log loss up to about 200 records, the additive model from 400
// on; pairs help from about 2,000. Past 5,000 the ridge never came near and would only cost time.
const ladder: readonly Rung[] = [
  { learner: 'ridge', closed: leastClosed, rarer: leastOfEach, upTo: 5000, fit: fitRidge },
  {
    learner: 'additive',
    closed: 400,
    rarer: 40,
    upTo: Number.POSITIVE_INFINITY,
    fit: (frame, folds, bagCount) =>
      fitAdditive(frame, folds, bagCount, { mostPairs: frame.rows < 2000 ? 0 : 10 }),
  },
];

/** Few records need many bags to leave little out; many records are costly and need few. */
export function bagCountFor(rows: number): number {
  return rows < 2000 ? 10 : rows < 20_000 ? 8 : 5;
}

/**
 * Fits every learner that may try and takes the one with the least log loss on records its bag had not seen.
 * `fitted` is null where not even that one beats the base rate by more than the noise of the comparison.
 */
export function bestFitted(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
): { readonly fitted: Fitted | null; readonly candidates: Report['candidates'] } {
  const { outcomes, rows } = frame;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.min(won, rows - won);
  const tried = ladder
    .filter((rung) => rows >= rung.closed && rarer >= rung.rarer && rows <= rung.upTo)
    .map((rung) => rung.fit(frame, folds, bagCount))
    .sort((a, b) => meanLoss(outcomes, a.heldOut) - meanLoss(outcomes, b.heldOut));
  const base = Float64Array.from(folds, (bag) => baseLogOdds(outcomes, folds, bag));
  const candidates = tried.map(({ learner, heldOut }) => ({
    learner,
    logLoss: meanLoss(outcomes, heldOut),
    auc: auc(outcomes, heldOut),
    ...gainOver(outcomes, heldOut, base),
  }));
  const [best] = tried;
  const learned = best !== undefined && clearlyBetter(outcomes, best.heldOut, base);
  return { fitted: learned ? best : null, candidates };
}
