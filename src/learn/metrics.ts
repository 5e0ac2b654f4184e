// Measures of how well probabilities foretold outcomes: ranking, sharpness, lift.
import type { Measures } from '#analyze/report.ts';
import { calibrationError, calibrationFloor } from './calibration.ts';
import type { Random } from './random.ts';

type Numbers = ArrayLike<number>;

/** Row numbers by rising score. Rows of one score keep their order. */
function rising(scores: Numbers): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b,
  );
}

/**
 * Area under the ROC curve: the chance that a won record scores above a lost one, ties counting half
 * (Mann and Whitney). 0.5 where there is only one class.
 */
export function auc(outcomes: Numbers, scores: Numbers): number {
  const order = rising(scores);
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let won = 0;
    while (to < order.length && scores[order[to] ?? 0] === score) won += outcomes[order[to++] ?? 0] ?? 0;
    rankSum += won * ((from + to + 1) / 2);
    positives += won;
    from = to;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Average precision: precision at each distinct score, weighted by the recall it adds. */
export function prAuc(outcomes: Numbers, scores: Numbers): number {
  const order = rising(scores).reverse();
  let won = 0;
  let area = 0;
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] ?? 0];
    let to = from;
    let here = 0;
    while (to < order.length && scores[order[to] ?? 0] === score) here += outcomes[order[to++] ?? 0] ?? 0;
    won += here;
    area += here * (won / to);
    from = to;
  }
  return won === 0 ? 0 : area / won;
}

/** Mean negative log-likelihood in nats; a probability of 0 or 1 counts as 1e-15 away from it. */
export function logLoss(outcomes: Numbers, probabilities: Numbers): number {
  let sum = 0;
  for (let row = 0; row < outcomes.length; row++)
    sum += rowLogLoss(outcomes[row] ?? 0, probabilities[row] ?? 0);
  return outcomes.length === 0 ? 0 : sum / outcomes.length;
}

/** The log loss of one record. */
export function rowLogLoss(outcome: number, probability: number): number {
  return -Math.log(Math.max(1e-15, outcome === 1 ? probability : 1 - probability));
}

/** Mean squared difference of probability and outcome. */
export function brier(outcomes: Numbers, probabilities: Numbers): number {
  let sum = 0;
  for (let row = 0; row < outcomes.length; row++)
    sum += ((probabilities[row] ?? 0) - (outcomes[row] ?? 0)) ** 2;
  return outcomes.length === 0 ? 0 : sum / outcomes.length;
}

/** Share won in the top tenth by score, over the share won in all; 1 where none is won. */
export function liftOfTopTenth(outcomes: Numbers, scores: Numbers): number {
  const order = rising(scores).reverse();
  const top = Math.max(1, Math.round(order.length / 10));
  let won = 0;
  let wonInTop = 0;
  order.forEach((row, place) => {
    won += outcomes[row] ?? 0;
    if (place < top) wonInTop += outcomes[row] ?? 0;
  });
  return won === 0 ? 1 : wonInTop / top / (won / order.length);
}

/** All measures at once. `random` is for the noise floor of the calibration error. */
export function measuresOf(random: Random, outcomes: Numbers, probabilities: Numbers): Measures {
  const rows = outcomes.length;
  let positives = 0;
  for (let row = 0; row < rows; row++) positives += outcomes[row] ?? 0;
  const base = new Float64Array(rows).fill(rows === 0 ? 0 : positives / rows);
  const rounded = {
    auc: auc(outcomes, probabilities),
    prAuc: prAuc(outcomes, probabilities),
    logLoss: logLoss(outcomes, probabilities),
    brier: brier(outcomes, probabilities),
    ece: calibrationError(outcomes, probabilities),
    eceFloor: calibrationFloor(random, probabilities),
    lift: liftOfTopTenth(outcomes, probabilities),
    baseLogLoss: logLoss(outcomes, base),
    baseBrier: brier(outcomes, base),
  };
  return { rows, positives, ...rounded };
}
