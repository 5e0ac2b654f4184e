// How much each feature moves a score, from what it adds to the closed records.
import { scoreColumns } from '#analyze/score-columns.ts';
import type { Table } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';

// Records are enough for a mean; they are taken evenly from all.
const mostRows = 5000;

/** Mean distance from average that each feature moves a closed record, in log-odds; pairs count half for either side. */
export function importancesOf(
  model: Weights['model'],
  { columns, at }: Pick<Table, 'columns' | 'at'>,
): number[] {
  const stride = Math.max(1, Math.ceil(at.length / mostRows));
  const some = <T>(all: readonly T[]) => all.filter((_, row) => row % stride === 0);
  const moments = some(at);
  const { contributions } = scoreColumns({ model }, { columns: columns.map(some), at: moments });
  return columns.map((_, feature) => {
    const moved = movedBy(model, feature, contributions, moments.length);
    const sum = moved.reduce((all, one) => all + Math.abs(one), 0);
    return Math.round((sum / Math.max(1, moments.length)) * 1e5) / 1e5;
  });
}

/** What the feature adds in each row: all its terms, and half of the pairs it is in. */
export function movedBy(
  model: Weights['model'],
  feature: number,
  parts: readonly Float64Array[],
  rows: number,
): Float64Array {
  const moved = new Float64Array(rows);
  const add = (part: number, share: number) => {
    const from = parts[part];
    for (let row = 0; row < rows; row++) moved[row] = (moved[row] ?? 0) + share * (from?.[row] ?? 0);
  };
  model.terms.forEach(({ input }, term) => {
    if (input.feature === feature) add(term, 1);
  });
  model.pairs.forEach(({ left, right }, pair) => {
    for (const side of [left, right])
      if (model.terms[side]?.input.feature === feature) add(model.terms.length + pair, 0.5);
  });
  return moved;
}
