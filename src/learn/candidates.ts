// The candidates: which learners may try at this amount of history, and which of them is best on unseen records.
import type { Report } from '#analyze/report.ts';
import { fitAdditive } from './additive.ts';
import { baseLogOdds, clearlyBetter, gainOver, meanLoss } from './base-rate.ts';
import { bestBlend } from './blend.ts';
import { fitTrees } from './fit-trees.ts';
import type { Fitted } from './fitted.ts';
import type { Frame } from './frame.ts';
import { auc } from './metrics.ts';
import { fitRidge } from './ridge.ts';

/** A model needs this many closed records, and this many of the rarer outcome; below, only the prior speaks. */
export const leastClosed = 50;
export const leastOfEach = 10;

// Measured learning curves, log loss at 60, 200, 400 and 1,600 records: ridge .448 .433 .422 .406 on one public set
// and .557 .466 .446 .418 on another; additive .472 .438 .421 .405 and .559 .453 .429 .397; their blend never far
// from the better and often below both. Below 100 records the choice between them would itself be noise. Pairs help
// from about 2,000. Past 5,000 the ridge never came near and would only cost time. Trees came near at 800.
const leastForChoice = 100;
const leastForTrees = 400;
const leastForPairs = 2000;
const mostForRidge = 5000;
// Where times change the straight lines of the ridge may outlive everything finer, so against time it is always tried.
const mostForRidgeInTime = 40_000;
const mostPairs = 20;

/** Fits every learner that may try at this amount of history; `inTime`: for a judgement by newer records. */
export function triedLearners(
  frame: Frame,
  folds: Uint8Array,
  bagCount: number,
  seed: number,
  inTime = false,
): Fitted[] {
  const { rows } = frame;
  const ridge =
    rows <= (inTime ? mostForRidgeInTime : mostForRidge) ? [fitRidge(frame, folds, bagCount)] : [];
  if (rows < leastForChoice) return ridge;
  const additive = fitAdditive(frame, folds, bagCount, { mostPairs: rows < leastForPairs ? 0 : mostPairs });
  const trees = rows < leastForTrees ? [] : [fitTrees(frame, folds, bagCount, seed)];
  return [...ridge, additive, ...trees];
}

/** Few records need many bags to leave little out; many records are costly and need few. */
export function bagCountFor(rows: number): number {
  return rows < 2000 ? 10 : rows < 20_000 ? 8 : 5;
}

/**
 * The learner, or the blend, with the least log loss on records its bag had not seen. `fitted` is null where not even
 * that beats the base rate by more than the noise of the comparison.
 */
export function bestFitted(
  frame: Frame,
  folds: Uint8Array,
  tried: readonly Fitted[],
): { readonly fitted: Fitted | null; readonly candidates: Report['candidates'] } {
  const { outcomes } = frame;
  const best = bestBlend(outcomes, tried);
  const base = Float64Array.from(folds, (bag) => baseLogOdds(outcomes, folds, bag));
  const candidates = [...(best?.learner === 'blend' ? [best] : []), ...tried]
    .sort((a, b) => meanLoss(outcomes, a.heldOut) - meanLoss(outcomes, b.heldOut))
    .map(({ learner, heldOut }) => ({
      learner,
      logLoss: meanLoss(outcomes, heldOut),
      auc: auc(outcomes, heldOut),
      ...gainOver(outcomes, heldOut, base),
    }));
  const learned = best !== undefined && clearlyBetter(outcomes, best.heldOut, base);
  return { fitted: learned ? best : null, candidates };
}
