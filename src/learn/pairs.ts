// Finds the pairs of inputs that say more together than the sum of both, and steps for their cells.
import { sigmoid } from '#analyze/score-row.ts';
import type { FittedPair } from './fitted.ts';
import type { BinnedInput, Frame } from './frame.ts';
import type { Step, StepOptions } from './leaf-steps.ts';
import { quadrants } from './quadrants.ts';

// 15 x 15 groups and less fit one byte per row.
const mostGroups = 15;
// Inputs that are tried against each other; beyond that the number of pairs grows past its use.
const mostInputs = 30;

/** The pairs whose cells gain most on the records' unexplained rest, most first (after Lou et al. 2013, FAST). */
export function strongestPairs(
  frame: Frame,
  heldOut: Float64Array,
  importance: readonly number[],
  most: number,
  options: StepOptions,
): FittedPair[] {
  const tried = frame.inputs
    .map((input, place) => ({ input, place }))
    .filter(({ input }) => input.monotone === 0 && input.byBag === undefined)
    .sort((a, b) => (importance[b.place] ?? 0) - (importance[a.place] ?? 0) || a.place - b.place)
    .slice(0, mostInputs)
    .map(({ input, place }) => ({ place, feature: input.input.feature, ...grouped(input) }));
  const g = heldOut.map((logOdds, row) => (frame.outcomes[row] ?? 0) - sigmoid(logOdds));
  const h = heldOut.map((logOdds) => sigmoid(logOdds) * (1 - sigmoid(logOdds)));
  const found: { pair: FittedPair; gain: number }[] = [];
  tried.forEach((left, first) => {
    for (const right of tried.slice(first + 1)) {
      if (left.feature === right.feature) continue;
      const pair = pairOf(left, right);
      const sums = new Float64Array(2 * pair.count);
      pair.column.forEach((cell, row) => {
        sums[2 * cell] = (sums[2 * cell] ?? 0) + (g[row] ?? 0);
        sums[2 * cell + 1] = (sums[2 * cell + 1] ?? 0) + (h[row] ?? 0);
      });
      const { gain } = quadrants(sums, right.count, options);
      found.push({ pair, gain });
    }
  });
  found.sort((a, b) => b.gain - a.gain || a.pair.left - b.pair.left || a.pair.right - b.pair.right);
  return found.slice(0, most).map(({ pair }) => pair);
}

/** Cells move in four blocks: one cut through one input, and on each side of it one through the other. */
export function pairStep(pair: FittedPair, options: StepOptions): Step {
  return (sums, steps) => {
    const { leaves } = quadrants(sums, pair.rightCount, options);
    steps.fill(0);
    for (const { cells, g, h } of leaves)
      for (const cell of cells) steps[cell] = (options.rate * g) / (h + options.shrink);
  };
}

type Grouped = { readonly groups: Uint8Array; readonly count: number; readonly column: Uint8Array };

/** Fewer, fuller groups of bins: "not known" stays alone, the rest are equal shares in the order of the bins. */
function grouped({ support, column, bins }: BinnedInput): Grouped {
  const rows = column.length - (support[0] ?? 0);
  const groups = new Uint8Array(support.length);
  let group = 1;
  let filled = 0;
  for (let bin = 1; bin < support.length; bin++) {
    groups[bin] = group;
    filled += support[bin] ?? 0;
    const full = bins.of === 'levels' ? group < mostGroups - 1 : filled >= (group * rows) / (mostGroups - 1);
    if (full && bin < support.length - 1) group++;
  }
  return { groups, count: group + 1, column: column.map((bin) => groups[bin] ?? 0) };
}

function pairOf(left: Grouped & { place: number }, right: Grouped & { place: number }): FittedPair {
  const column = left.column.map((group, row) => group * right.count + (right.column[row] ?? 0));
  return {
    left: left.place,
    right: right.place,
    leftGroups: left.groups,
    rightGroups: right.groups,
    rightCount: right.count,
    column,
    count: left.count * right.count,
  };
}
