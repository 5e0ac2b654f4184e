// How fast rows are scored with all their contributions, and how exactly these add up to the score.
import { columnScorer } from '#analyze/score-columns.ts';
import { columnsOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';

/** `rowsPerSecond`: of the middle pass; `largestError`: of log-odds less intercept and contributions, over all rows. */
export type Speed = { readonly rowsPerSecond: number; readonly largestError: number };

const mostRows = 100_000;
const mostPasses = 20;
const leastMs = 300;

export function scoringSpeed(weights: Weights, records: readonly ClosedRecord[]): Speed {
  const rows = records.slice(0, mostRows);
  const table = { columns: columnsOf(weights.features, rows), at: rows.map(({ at }) => at) };
  const score = columnScorer(weights);
  // What a server keeps: the first pass makes it ready. A few rows are over before they can be timed.
  let { logOdds, contributions, intercept } = score(table);
  const seconds: number[] = [];
  const began = performance.now();
  for (let pass = 0; pass < mostPasses && (pass === 0 || performance.now() - began < leastMs); pass++) {
    const before = performance.now();
    ({ logOdds, contributions, intercept } = score(table));
    seconds.push((performance.now() - before) / 1000);
  }
  let largestError = 0;
  for (let row = 0; row < rows.length; row++) {
    let sum = intercept;
    for (const part of contributions) sum += part[row] ?? 0;
    largestError = Math.max(largestError, Math.abs(sum - (logOdds[row] ?? 0)));
  }
  const middle = seconds.sort((a, b) => a - b)[seconds.length >> 1] ?? 0;
  return { rowsPerSecond: Math.round(rows.length / Math.max(1e-6, middle)), largestError };
}
