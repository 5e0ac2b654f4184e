// Calibration: whether of the records promised 30 % really 30 % came, and how far chance alone would be off.
import type { Report } from '#analyze/report.ts';
import type { Random } from './random.ts';

type Numbers = ArrayLike<number>;
const groups = 10;

/** Ten groups of equal size by rising probability. Rows of one probability keep their order. */
export function calibrationTable(outcomes: Numbers, probabilities: Numbers): Report['calibration'] {
  const order = Array.from({ length: probabilities.length }, (_, row) => row).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0) || a - b,
  );
  const table: Report['calibration'] = [];
  for (let group = 0; group < groups; group++) {
    const rows = order.slice(
      Math.round((group * order.length) / groups),
      Math.round(((group + 1) * order.length) / groups),
    );
    if (rows.length === 0) continue;
    const mean = (of: Numbers) => rows.reduce((sum, row) => sum + (of[row] ?? 0), 0) / rows.length;
    table.push({ rows: rows.length, predicted: mean(probabilities), observed: mean(outcomes) });
  }
  return table;
}

/** Expected calibration error: mean distance of promised and observed over the ten groups, by their size. */
export function calibrationError(outcomes: Numbers, probabilities: Numbers): number {
  const table = calibrationTable(outcomes, probabilities);
  const rows = table.reduce((sum, group) => sum + group.rows, 0);
  if (rows === 0) return 0;
  return (
    table.reduce((sum, group) => sum + group.rows * Math.abs(group.predicted - group.observed), 0) / rows
  );
}

/**
 * The calibration error that a perfectly calibrated model would show on these very probabilities: mean over
 * `rounds` simulations in which each outcome is drawn from its probability.
 */
export function calibrationFloor(random: Random, probabilities: Numbers, rounds = 20): number {
  const rising = Float64Array.from(probabilities).sort();
  if (rising.length === 0) return 0;
  let sum = 0;
  for (let round = 0; round < rounds; round++) sum += simulatedError(random, rising);
  return sum / rounds;
}

function simulatedError(random: Random, rising: Float64Array): number {
  let error = 0;
  for (let group = 0; group < groups; group++) {
    const from = Math.round((group * rising.length) / groups);
    const to = Math.round(((group + 1) * rising.length) / groups);
    let surplus = 0;
    for (let row = from; row < to; row++) {
      const promised = rising[row] ?? 0;
      surplus += promised - (random() < promised ? 1 : 0);
    }
    error += Math.abs(surplus);
  }
  return error / rising.length;
}
