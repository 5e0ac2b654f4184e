// Percentage points: what log-odds are worth on the way from the base rate to a probability.
import { sigmoid } from './score-row.ts';

/** Percentage points per unit of log-odds, so that all of them together lead from the base rate to the probability. */
export function percentPerLogOdds(base: number, sum: number): number {
  const rate = sigmoid(base);
  if (Math.abs(sum) < 1e-9) return 100 * rate * (1 - rate);
  return (100 * (sigmoid(base + sum) - rate)) / sum;
}
