// A profile: how the values that weights look at were spread among the records learned from, in ten bins each.
import { binner } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';
import { otherFeature, readInput } from '#analyze/input.ts';
import type { Term, Weights } from '#analyze/weights.ts';

const mostBins = 10;

/** The spread of one feature: `group` of a row is a place in `known`, or -1 where nothing is known. */
export type Spread = {
  readonly name: string;
  readonly label: string;
  readonly importance: number;
  readonly known: readonly number[];
  readonly missing: number;
  readonly groupOf: (values: readonly Value[], at: number) => number;
};

/** One spread for each feature that counts, by the first input that looks at it. */
export function profileOf(weights: Weights): Spread[] {
  return weights.features.flatMap((feature, place): Spread[] => {
    const term = weights.model.terms.find(({ input }) => input.feature === place);
    if (term === undefined || feature.importance <= 0) return [];
    const { name, label = name, importance } = feature;
    return [{ name, label, importance, ...spreadOf(term) }];
  });
}

function spreadOf({ bins, input, support }: Term): Pick<Spread, 'known' | 'missing' | 'groupOf'> {
  const [missing = 0, ...counts] = support;
  const groups = bins.of === 'levels' ? byCount(counts) : inOrder(counts);
  const known = new Array<number>(1 + Math.max(0, ...groups)).fill(0);
  groups.forEach((group, bin) => {
    known[group] = (known[group] ?? 0) + (counts[bin] ?? 0);
  });
  const binOf = binner(bins);
  const other = otherFeature(input);
  return {
    known,
    missing,
    groupOf(values, at) {
      const bin = binOf(readInput(input, values[input.feature] ?? null, at, values[other] ?? null));
      return bin === 0 ? -1 : (groups[bin - 1] ?? known.length - 1);
    },
  };
}

/** Neighbouring bins together, about a tenth of the records in each group. */
function inOrder(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, one) => sum + one, 0);
  let before = 0;
  let [group, here] = [0, 0];
  return counts.map((count) => {
    // A group ends where the next bin would bring it past its tenth by more than it is short of it now.
    const border = ((group + 1) * rows) / mostBins;
    if (here > 0 && group < mostBins - 1 && before + count / 2 > border) [group, here] = [group + 1, 0];
    before += count;
    here += count;
    return group;
  });
}

/** The nine most frequent levels each on its own, the others together; the pooled bin is one of the others. */
function byCount(counts: readonly number[]): number[] {
  const last = counts.length - 1;
  const order = [...counts.keys()]
    .filter((bin) => bin !== last)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const places = new Map(order.slice(0, mostBins - 1).map((bin, place) => [bin, place]));
  return counts.map((_, bin) => places.get(bin) ?? places.size);
}
