// The candidates: which learners may try at this amount of history, and which of them is best on unseen records.
import type { Report } from '#analyze/report.ts';
import { fitAdditive } from './additive.ts';
import { baseLogOdds, clearlyBetter, gainOver, meanLoss } from './base-rate.ts';
import { bestBlend, meanBlend } from './blend.ts';
import { calibrated } from './calibrated.ts';
import { chosenTrees, fitTrees } from './fit-trees.ts';
import type { Fitted } from './fitted.ts';
import { type Frame, pickFrame } from './frame.ts';
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
// More records than this cost minutes, and would not choose otherwise.
const enoughToChoose = 24_000;
const leastGainOfSecond = 0.0002;
const shareOfSecond = 0.4;

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
  const pairs = rows < leastForPairs ? 0 : mostPairs;
  if (rows < leastForTrees) return [...ridge, fitAdditive(frame, folds, bagCount, { mostPairs: 0 })];
  if (rows <= enoughToChoose)
    return [
      ...ridge,
      fitAdditive(frame, folds, bagCount, { mostPairs: pairs }),
      fitTrees(frame, folds, bagCount, seed),
    ];
  return [...ridge, ...fittedAfterChoice(frame, folds, bagCount, seed)];
}

/** What is best on some of very many records is fitted on all of them, and nothing else. */
function fittedAfterChoice(frame: Frame, folds: Uint8Array, bagCount: number, seed: number): Fitted[] {
  const some = Int32Array.from({ length: enoughToChoose }, (_, nr) =>
    Math.floor((nr * frame.rows) / enoughToChoose),
  );
  const sample = pickFrame(frame, some);
  const sampleFolds = Uint8Array.from(some, (row) => folds[row] ?? 0);
  const trees = chosenTrees(sample, sampleFolds, bagCount, seed, true);
  const additive = fitAdditive(sample, sampleFolds, trees.judged, { mostPairs: 0 });
  const isJudged = (_: number, row: number) => (sampleFolds[row] ?? 0) < trees.judged;
  const outcomes = sample.outcomes.filter(isJudged);
  const [byTrees, byParts] = [trees.heldOut.filter(isJudged), additive.heldOut.filter(isJudged)];
  const both = byTrees.map((one, row) => (1 - shareOfSecond) * one + shareOfSecond * (byParts[row] ?? 0));
  const loss = meanLoss(outcomes, byTrees);
  const isWorth = loss - Math.min(meanLoss(outcomes, byParts), meanLoss(outcomes, both)) >= leastGainOfSecond;
  return [
    ...(isWorth ? [fitAdditive(frame, folds, bagCount, { mostPairs: 0 })] : []),
    fitTrees(frame, folds, bagCount, seed, trees.options),
  ];
}

/** Few records need many bags to leave little out; many records are costly and need few. */
export function bagCountFor(rows: number): number {
  return rows < 2000 ? 10 : rows < 20_000 ? 8 : rows < 50_000 ? 5 : 4;
}

/**
 * The learner, or the blend, with the least log loss on records its bag had not seen. `fitted` is null where not even
 * that beats the base rate by more than the noise of the comparison.
 */
export function bestFitted(
  frame: Frame,
  folds: Uint8Array,
  tried: readonly Fitted[],
  groups?: Int32Array,
): { readonly fitted: Fitted | null; readonly candidates: Report['candidates'] } {
  const { outcomes } = frame;
  // Measured on the telephone set: with 100 records log loss .461 by the best, .458 by the mean, with 200 the same.
  const best =
    frame.rows < leastForTrees
      ? meanBlend(outcomes, tried, ({ learner }) => (learner === 'ridge' ? 0.8 : 0.2))
      : bestBlend(outcomes, tried);
  const bags = folds.reduce((most, bag) => Math.max(most, bag + 1), 0);
  const byBag = Array.from({ length: bags }, (_, bag) => baseLogOdds(outcomes, folds, bag));
  const base = Float64Array.from(folds, (bag) => byBag[bag] ?? 0);
  const candidates = [...(best?.learner === 'blend' ? [best] : []), ...tried]
    .sort((a, b) => meanLoss(outcomes, a.heldOut) - meanLoss(outcomes, b.heldOut))
    .map(({ learner, heldOut }) => ({
      learner,
      logLoss: meanLoss(outcomes, heldOut),
      auc: auc(outcomes, heldOut),
      ...gainOver(outcomes, heldOut, base, groups),
    }));
  const learned = best !== undefined && clearlyBetter(outcomes, best.heldOut, base, groups);
  return { fitted: learned ? calibrated(outcomes, best) : null, candidates };
}
