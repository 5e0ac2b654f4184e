// How well one feature alone ranks the outcome, judged on the half of the records that it was not learned from.
import type { Feature, Value } from '#analyze/feature.ts';
import { inputsOf } from './choose-inputs.ts';
import type { ClosedTable } from './closed-records.ts';
import { binned } from './frame.ts';
import { auc } from './metrics.ts';

/** An area between 0.5 and 1: of whatever of the feature's inputs ranks best. */
export function rankingOf(feature: Feature, column: readonly Value[], { outcomes, at }: ClosedTable): number {
  return Math.max(
    ...inputsOf(feature, 0, column).map((input) => {
      const { column: bins, count } = binned(input, column, at);
      return auc(outcomes, othersRate(bins, count, outcomes));
    }),
  );
}

/** How well it ranks the outcome whether anything is known at all, whichever way round. */
export function rankingOfPresence(column: readonly Value[], { outcomes }: ClosedTable): number {
  const area = auc(
    outcomes,
    Uint8Array.from(column, (value) => (value === null ? 0 : 1)),
  );
  return Math.max(area, 1 - area);
}

/** The share won among the other half's rows in the same bin, so that rare bins cannot boast of themselves. */
function othersRate(bins: Uint8Array, count: number, outcomes: Uint8Array): Float64Array {
  const rate = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  const won = [new Float64Array(count), new Float64Array(count)] as const;
  const rows = [new Float64Array(count), new Float64Array(count)] as const;
  // Rows lie by id, so odd and even are as good as drawn.
  bins.forEach((bin, row) => {
    const half = row % 2 === 0 ? 0 : 1;
    won[half][bin] = (won[half][bin] ?? 0) + (outcomes[row] ?? 0);
    rows[half][bin] = (rows[half][bin] ?? 0) + 1;
  });
  return Float64Array.from(bins, (bin, row) => {
    const other = row % 2 === 0 ? 1 : 0;
    return ((won[other][bin] ?? 0) + 5 * rate) / ((rows[other][bin] ?? 0) + 5);
  });
}
