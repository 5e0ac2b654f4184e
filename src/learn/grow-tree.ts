// Grows one tree on gradients: the leaf that gains most is asked a further question, until there are enough leaves.
import { type Bounds, bestSplit, type Split, type SplitOptions } from './best-split.ts';
import { binsOf, sumBins, takeAway, totalOf, type Wanted } from './bin-sums.ts';
import type { BinnedInput } from './frame.ts';
import type { Ground } from './ground.ts';

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

/** A grown tree, and where in `ground.order` the rows of each leaf begin and end. */
export type Grown = { readonly tree: GrownTree; readonly spans: readonly (readonly [number, number])[] };

const leastGain = 1e-7;
const endless: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

type Plan = Wanted & {
  readonly inputs: readonly BinnedInput[];
  readonly places: readonly number[];
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
): Grown {
  const plan: Plan = { inputs, places, ...binsOf(inputs, places), ground, options };
  const whole = { from: 0, to: rows, sums: sumBins(plan, ground, 0, rows), bounds: endless, slot: -1 };
  const open: Leaf[] = [judged(plan, false, whole)];
  const tree = { places: [] as number[], goes: [] as Uint8Array[], kids: [] as number[] };
  while (open.length < options.leaves) {
    const leaf = open[gainingMost(open)];
    if (leaf?.split === null || leaf === undefined) break;
    open.splice(open.indexOf(leaf), 1);
    const question = tree.places.length;
    // Who grows last is asked nothing more, so only what its leaves say has to be summed up.
    const isLast = open.length + 2 === options.leaves;
    const halves = parted(isLast ? only(plan) : plan, leaf, leaf.split, question, isLast);
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
  for (const { sums } of open) ground.free.push(sums);
  return { tree: { ...tree, leaves }, spans: open.map(({ from, to }) => [from, to]) };
}

/** The first of the inputs alone: every record is in one of its bins. */
function only(plan: Plan): Plan {
  return { ...plan, columns: plan.columns.slice(0, 1) };
}

function judged(
  { inputs, places, at, options }: Plan,
  isLast: boolean,
  leaf: Pick<Leaf, 'from' | 'to' | 'sums' | 'bounds' | 'slot'>,
): Leaf {
  const [g, h] = totalOf(leaf.sums, 0, inputs[places[0] ?? 0]?.count ?? 0);
  let split: Split | null = null;
  let toBeat = leastGain;
  if (!isLast && leaf.to - leaf.from >= 2 * options.leastRows)
    for (let k = 0; k < places.length; k++) {
      const place = places[k] ?? 0;
      const input = inputs[place];
      if (input === undefined) continue;
      const found = bestSplit(input, place, leaf.sums, at[k] ?? 0, options, toBeat);
      if (found === null) continue;
      split = found;
      toBeat = found.gain;
    }
  return { ...leaf, split, g, h };
}

/** Both sides of the leaf after its question; null where one would be too small. */
function parted(
  plan: Plan,
  leaf: Leaf,
  split: Split,
  question: number,
  isLast: boolean,
): [Leaf, Leaf] | null {
  const { inputs, ground, options } = plan;
  const { from, to } = leaf;
  const input = inputs[split.place];
  const middle = inOrder(input?.column ?? new Uint8Array(0), split.goes, ground, from, to);
  if (middle - from < options.leastRows || to - middle < options.leastRows) return null;
  const [low, high] = boundsOf(input?.monotone ?? 0, split, leaf.bounds, options);
  // The smaller side is summed up; the other is what remains of both.
  const isLeftSmall = middle - from <= to - middle;
  const small = isLeftSmall ? sumBins(plan, ground, from, middle) : sumBins(plan, ground, middle, to);
  const large = leaf.sums;
  takeAway(large, small);
  const [left, right] = isLeftSmall ? [small, large] : [large, small];
  return [
    judged(plan, isLast, { from, to: middle, sums: left, bounds: low, slot: 2 * question }),
    judged(plan, isLast, { from: middle, to, sums: right, bounds: high, slot: 2 * question + 1 }),
  ];
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
  // Written to both sides and kept on one: nobody can foretell which, and guessing wrong costs more than writing.
  for (let nr = from; nr < to; nr++) {
    const row = order[nr] ?? 0;
    const goesLeft = goes[column[row] ?? 0] ?? 0;
    order[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
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
