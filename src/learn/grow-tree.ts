// Grows one tree on gradients: the leaf that gains most is asked a further question, until there are enough leaves.
import { type Bounds, bestSplit, type Split, type SplitOptions } from './best-split.ts';
import type { BinnedInput } from './frame.ts';

export type GrowOptions = SplitOptions & {
  readonly leaves: number;
  readonly leastRows: number;
  readonly rate: number;
};

/** `goes` holds 256 bytes a question: 1 where the bin goes left. Kids as in a `Tree` of weights. */
export type GrownTree = {
  readonly places: readonly number[];
  readonly goes: readonly Uint8Array[];
  readonly kids: readonly number[];
  readonly leaves: readonly number[];
};

type Leaf = {
  readonly from: number;
  readonly to: number;
  readonly sums: Float64Array;
  readonly split: Split | null;
  readonly g: number;
  readonly h: number;
  readonly bounds: Bounds;
  /** Where in `kids` this leaf hangs; -1 for the root. */
  readonly slot: number;
};

/** What growing needs again and again, so that it is allotted once. */
export type Ground = {
  readonly order: Int32Array;
  readonly spare: Int32Array;
  readonly g: Float64Array;
  readonly h: Float64Array;
};

const endless: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

type Plan = {
  readonly inputs: readonly BinnedInput[];
  readonly places: readonly number[];
  /** Where the sums of each place begin. */
  readonly at: readonly number[];
  readonly ground: Ground;
  readonly options: GrowOptions;
};

/** Grows on the first `rows` of `ground.order`, which is put in a new order; only `places` may be asked about. */
export function growTree(
  inputs: readonly BinnedInput[],
  places: readonly number[],
  ground: Ground,
  rows: number,
  options: GrowOptions,
): GrownTree {
  const plan: Plan = { inputs, places, at: offsetsOf(inputs, places), ground, options };
  const whole = { from: 0, to: rows, sums: sumUp(plan, 0, rows), bounds: endless, slot: -1 };
  const open: Leaf[] = [judged(plan, whole)];
  const tree = { places: [] as number[], goes: [] as Uint8Array[], kids: [] as number[] };
  while (open.length < options.leaves) {
    const leaf = open[gainingMost(open)];
    if (leaf?.split === null || leaf === undefined) break;
    open.splice(open.indexOf(leaf), 1);
    const question = tree.places.length;
    const halves = parted(plan, leaf, leaf.split, question);
    if (halves === null) {
      open.push({ ...leaf, split: null });
      continue;
    }
    if (leaf.slot >= 0) tree.kids[leaf.slot] = question;
    tree.places.push(leaf.split.place);
    tree.goes.push(leaf.split.goes);
    tree.kids.push(-1, -1);
    open.push(...halves);
  }
  const leaves = open.map((leaf, nr) => {
    if (leaf.slot >= 0) tree.kids[leaf.slot] = -1 - nr;
    const { low, high } = leaf.bounds;
    return options.rate * Math.min(high, Math.max(low, leaf.g / (leaf.h + options.shrink)));
  });
  return { ...tree, leaves };
}

function judged(
  { inputs, places, at, options }: Plan,
  leaf: Pick<Leaf, 'from' | 'to' | 'sums' | 'bounds' | 'slot'>,
): Leaf {
  const [g, h] = totalOf(leaf.sums, inputs[places[0] ?? 0]?.count ?? 0);
  let split: Split | null = null;
  if (leaf.to - leaf.from >= 2 * options.leastRows)
    for (let k = 0; k < places.length; k++) {
      const place = places[k] ?? 0;
      const input = inputs[place];
      const found = input === undefined ? null : bestSplit(input, place, leaf.sums, at[k] ?? 0, options);
      if (found !== null && found.gain > (split?.gain ?? 0)) split = found;
    }
  return { ...leaf, split, g, h };
}

/** Both sides of the leaf after its question; null where one would be too small. */
function parted(plan: Plan, leaf: Leaf, split: Split, question: number): [Leaf, Leaf] | null {
  const { inputs, ground, options } = plan;
  const { from, to } = leaf;
  const input = inputs[split.place];
  const middle = inOrder(input?.column ?? new Uint8Array(0), split.goes, ground, from, to);
  if (middle - from < options.leastRows || to - middle < options.leastRows) return null;
  const [low, high] = boundsOf(input?.monotone ?? 0, split, leaf.bounds, options);
  // The smaller side is summed up; the other is what remains of both.
  const isLeftSmall = middle - from <= to - middle;
  const small = isLeftSmall ? sumUp(plan, from, middle) : sumUp(plan, middle, to);
  const large = leaf.sums;
  for (let k = 0; k < large.length; k++) large[k] = (large[k] ?? 0) - (small[k] ?? 0);
  const [left, right] = isLeftSmall ? [small, large] : [large, small];
  return [
    judged(plan, { from, to: middle, sums: left, bounds: low, slot: 2 * question }),
    judged(plan, { from: middle, to, sums: right, bounds: high, slot: 2 * question + 1 }),
  ];
}

function offsetsOf(inputs: readonly BinnedInput[], places: readonly number[]): number[] {
  const at = [0];
  for (const place of places) at.push((at.at(-1) ?? 0) + 2 * (inputs[place]?.count ?? 0));
  return at;
}

function totalOf(sums: Float64Array, bins: number): [number, number] {
  let [g, h] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    g += sums[2 * bin] ?? 0;
    h += sums[2 * bin + 1] ?? 0;
  }
  return [g, h];
}

/** Gradient and curvature of the rows from `from` to `to`, by input and bin. */
function sumUp(
  { inputs, places, at, ground: { order, g, h } }: Plan,
  from: number,
  to: number,
): Float64Array {
  const sums = new Float64Array(at[places.length] ?? 0);
  for (let k = 0; k < places.length; k++) {
    const column = inputs[places[k] ?? 0]?.column ?? new Uint8Array(0);
    const base = at[k] ?? 0;
    for (let nr = from; nr < to; nr++) {
      const row = order[nr] ?? 0;
      const bin = base + 2 * (column[row] ?? 0);
      sums[bin] = (sums[bin] ?? 0) + (g[row] ?? 0);
      sums[bin + 1] = (sums[bin + 1] ?? 0) + (h[row] ?? 0);
    }
  }
  return sums;
}

function gainingMost(open: readonly Leaf[]): number {
  let best = -1;
  let gain = 0;
  open.forEach(({ split }, nr) => {
    if (split !== null && split.gain > gain) {
      best = nr;
      gain = split.gain;
    }
  });
  return best;
}

/** Puts rows that go left before those that go right, each in their order; the place where right begins. */
function inOrder(column: Uint8Array, goes: Uint8Array, ground: Ground, from: number, to: number): number {
  const { order, spare } = ground;
  let left = from;
  let right = 0;
  for (let nr = from; nr < to; nr++) {
    const row = order[nr] ?? 0;
    if (goes[column[row] ?? 0] === 1) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

function boundsOf(
  monotone: 1 | -1 | 0,
  { left, right }: Split,
  bounds: Bounds,
  { shrink }: GrowOptions,
): [Bounds, Bounds] {
  if (monotone === 0) return [bounds, bounds];
  const middle = (left[0] / (left[1] + shrink) + right[0] / (right[1] + shrink)) / 2;
  const between = Math.min(bounds.high, Math.max(bounds.low, middle));
  const below = { low: bounds.low, high: between };
  const above = { low: between, high: bounds.high };
  return monotone === 1 ? [below, above] : [above, below];
}
