// Gaps: what is not known of a record, counted as far as no closed record taught what it means that this is not known.
import type { Value } from './feature.ts';
import type { Weights } from './weights.ts';

type Weighed = {
  readonly model: Pick<Weights['model'], 'terms' | 'gaps'>;
  readonly features: readonly { readonly importance: number }[];
};

/** Of the closed record of which most is not known, of the third, the tenth: how much is not known of it is kept. */
const ranks = [1, 3, 10, 30, 100, 300] as const;

/** So many closed records with the same gap teach half of what it means, as with records alike. */
const halfTaught = 10;

/**
 * A function that says what each feature not known adds to the share that is missing: its importance, less what closed
 * records taught of such a gap. A gap that many of them had is a value like any other: what it means is in the probability,
 * and how unsure that is in the interval; to take it off once more would make those the least sure of whom a blank tells
 * most. One that hardly any had, or more gaps together than hardly any had, counts in full. Weights that do not say how
 * much was not known of the closed records count every gap in full.
 */
export function gapCounter({ model, features }: Weighed): (values: readonly Value[]) => Float64Array {
  const importance = features.map((feature) => feature.importance);
  const all = sumOf(importance);
  const withGap = features.map(() => Number.POSITIVE_INFINITY);
  for (const { input, support } of model.terms)
    withGap[input.feature] = Math.min(withGap[input.feature] ?? 0, support[0] ?? 0);
  const most = model.gaps ?? [];
  return (values) => {
    const gaps = new Float64Array(importance.length);
    const share = missingShare(values, importance, all);
    if (share === 0) return gaps;
    const asEmpty = ranks[most.findLastIndex((one) => one >= share)] ?? 0;
    importance.forEach((one, feature) => {
      if ((values[feature] ?? null) !== null) return;
      const taught = Math.min(asEmpty, withGap[feature] ?? 0);
      gaps[feature] = (one / all) * (halfTaught / (halfTaught + taught));
    });
    return gaps;
  };
}

/** How much is not known of the closed records of which most is not known, by their ranks; `columns`: one for each feature. */
export function mostMissing(
  importance: readonly number[],
  columns: readonly (readonly Value[])[],
  rows: number,
): number[] {
  const all = sumOf(importance);
  const shares = Float64Array.from({ length: rows }, (_, row) =>
    missingShare(
      columns.map((column) => column[row] ?? null),
      importance,
      all,
    ),
  ).sort();
  // Rounded up, so that a record with the very same gaps is never taken for an emptier one.
  return ranks
    .filter((rank) => rank <= rows)
    .map((rank) => (Math.floor((shares[rows - rank] ?? 0) * 1e4) + 1) / 1e4);
}

function missingShare(values: readonly Value[], importance: readonly number[], all: number): number {
  let missing = 0;
  for (let f = 0; f < importance.length; f++) if ((values[f] ?? null) === null) missing += importance[f] ?? 0;
  return all === 0 ? 0 : missing / all;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
