// How fast rows are scored with all their contributions, and how exactly these add up to the score.
import { scoreColumns } from '#analyze/score-columns.ts';
import { tableOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';

/** `largestError`: of log-odds less intercept and contributions, over all rows. */
export type Speed = { readonly rowsPerSecond: number; readonly largestError: number };

const mostRows = 100_000;

export function scoringSpeed(weights: Weights, records: readonly ClosedRecord[]): Speed {
  const rows = records.slice(0, mostRows);
  const sources = weights.features.map(({ name, kind }) => ({
    name,
    type:
      kind === 'date'
        ? ('datetime' as const)
        : kind === 'category'
          ? ('enumeration' as const)
          : kind === 'text'
            ? ('string' as const)
            : kind,
  }));
  const table = tableOf(sources, rows);
  const began = performance.now();
  const { logOdds, contributions, intercept } = scoreColumns(weights, table);
  const seconds = (performance.now() - began) / 1000;
  let largestError = 0;
  for (let row = 0; row < rows.length; row++) {
    let sum = intercept;
    for (const part of contributions) sum += part[row] ?? 0;
    largestError = Math.max(largestError, Math.abs(sum - (logOdds[row] ?? 0)));
  }
  return { rowsPerSecond: Math.round(rows.length / Math.max(1e-6, seconds)), largestError };
}
