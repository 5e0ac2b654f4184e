// The base rate as log-odds, and by how much other log-odds beat it or each other on the same records.
import { sigmoid } from '#analyze/score-row.ts';
import { rowLogLoss } from './metrics.ts';

/** Log-odds of the share won among the rows that a bag sees, with half a record added to each side. */
export function baseLogOdds(outcomes: Uint8Array, folds: Uint8Array, bag: number): number {
  let won = 0.5;
  let lost = 0.5;
  for (let row = 0; row < outcomes.length; row++) {
    if (folds[row] === bag) continue;
    if (outcomes[row] === 1) won++;
    else lost++;
  }
  return Math.log(won / lost);
}

/** The log-odds of each row by the bag that has not seen it. */
export function heldOutLogOdds(logOdds: readonly Float64Array[], folds: Uint8Array): Float64Array {
  return Float64Array.from(folds, (bag, row) => logOdds[bag]?.[row] ?? 0);
}

/** Mean log loss of log-odds. */
export function meanLoss(outcomes: Uint8Array, logOdds: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < outcomes.length; row++)
    sum += rowLogLoss(outcomes[row] ?? 0, sigmoid(logOdds[row] ?? 0));
  return sum / outcomes.length;
}

/**
 * By how much the log loss of `first` is below that of `second`, and the standard error of that: row by row, or group by
 * group, for several pictures of one subject are wrong together.
 */
export function gainOver(
  outcomes: Uint8Array,
  first: Float64Array,
  second: Float64Array,
  groups?: Int32Array,
): { readonly gain: number; readonly gainError: number } {
  const gain = meanLoss(outcomes, second) - meanLoss(outcomes, first);
  const apart = new Map<number, number>();
  for (let row = 0; row < outcomes.length; row++) {
    const outcome = outcomes[row] ?? 0;
    const difference =
      rowLogLoss(outcome, sigmoid(second[row] ?? 0)) - rowLogLoss(outcome, sigmoid(first[row] ?? 0));
    const group = groups?.[row] ?? row;
    apart.set(group, (apart.get(group) ?? 0) + difference - gain);
  }
  let squares = 0;
  for (const sum of apart.values()) squares += sum ** 2;
  return { gain, gainError: Math.sqrt(squares) / outcomes.length };
}

/** True where `first` beats `second` by more than one standard error of the difference. */
export function clearlyBetter(
  outcomes: Uint8Array,
  first: Float64Array,
  second: Float64Array,
  groups?: Int32Array,
): boolean {
  const { gain, gainError } = gainOver(outcomes, first, second, groups);
  return gain > gainError;
}
