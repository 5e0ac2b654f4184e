// The best way to cut a grid of cells into four blocks, each moving as one.
import type { StepOptions } from './leaf-steps.ts';

type Leaf = { readonly cells: readonly number[]; readonly g: number; readonly h: number };
type Axis = { readonly order: readonly number[]; readonly cell: (along: number, across: number) => number };
type Sum = { g: number; h: number };
type Side = { readonly gain: number; readonly at: number };

/**
 * Cuts the grid along one input and, on each side, along the other, both ways round, and keeps what gains
 * most. Groups are put in order of their own effect first, so that levels without order can be parted too.
 */
export function quadrants(
  sums: Float64Array,
  rightCount: number,
  options: StepOptions,
): { readonly gain: number; readonly leaves: readonly Leaf[] } {
  const leftCount = sums.length / 2 / rightCount;
  const byLeft = (left: number, right: number) => left * rightCount + right;
  const left = byEffect(sums, leftCount, rightCount, byLeft, options);
  const right = byEffect(sums, rightCount, leftCount, (r, l) => byLeft(l, r), options);
  const one = cutBoth(sums, { order: left, cell: byLeft }, right, options);
  const other = cutBoth(sums, { order: right, cell: (r, l) => byLeft(l, r) }, left, options);
  return other.gain > one.gain ? other : one;
}

function byEffect(
  sums: Float64Array,
  count: number,
  across: number,
  cell: Axis['cell'],
  { shrink }: StepOptions,
): number[] {
  const effect = Array.from({ length: count }, (_, group) => {
    const all = Array.from({ length: across }, (_unused, other) => cell(group, other));
    const { g, h } = totalOf(sums, all);
    return g / (h + shrink);
  });
  return effect.map((_, group) => group).sort((a, b) => (effect[a] ?? 0) - (effect[b] ?? 0) || a - b);
}

function cutBoth(sums: Float64Array, axis: Axis, across: readonly number[], options: StepOptions) {
  const below = across.map((): Sum => ({ g: 0, h: 0 }));
  const above = across.map((other) =>
    totalOf(
      sums,
      axis.order.map((along) => axis.cell(along, other)),
    ),
  );
  let best = { gain: 0, cut: 0, low: -1, high: -1 };
  axis.order.slice(0, -1).forEach((along, place) => {
    across.forEach((other, o) => {
      const cell = axis.cell(along, other);
      shift(below[o], above[o], sums[2 * cell] ?? 0, sums[2 * cell + 1] ?? 0);
    });
    const low = bestSide(below, options);
    const high = bestSide(above, options);
    if (low.gain + high.gain > best.gain)
      best = { gain: low.gain + high.gain, cut: place + 1, low: low.at, high: high.at };
  });
  const { shrink } = options;
  const whole = totalOf(
    sums,
    axis.order.flatMap((along) => across.map((other) => axis.cell(along, other))),
  );
  const parts = [
    cellsOf(axis, axis.order.slice(0, best.cut), across.slice(0, best.low + 1)),
    cellsOf(axis, axis.order.slice(0, best.cut), across.slice(best.low + 1)),
    cellsOf(axis, axis.order.slice(best.cut), across.slice(0, best.high + 1)),
    cellsOf(axis, axis.order.slice(best.cut), across.slice(best.high + 1)),
  ];
  const leaves = best.cut === 0 ? [] : parts.map((cells): Leaf => ({ cells, ...totalOf(sums, cells) }));
  return { gain: best.gain - (whole.g * whole.g) / (whole.h + shrink), leaves };
}

function cellsOf(axis: Axis, along: readonly number[], across: readonly number[]): number[] {
  return along.flatMap((one) => across.map((other) => axis.cell(one, other)));
}

function totalOf(sums: Float64Array, cells: readonly number[]): Sum {
  const total = { g: 0, h: 0 };
  for (const cell of cells) {
    total.g += sums[2 * cell] ?? 0;
    total.h += sums[2 * cell + 1] ?? 0;
  }
  return total;
}

function shift(to: Sum | undefined, from: Sum | undefined, g: number, h: number): void {
  if (to === undefined || from === undefined) return;
  to.g += g;
  to.h += h;
  from.g -= g;
  from.h -= h;
}

/** What one side gains when it is cut after the group `at` (-1: not cut). */
function bestSide(side: readonly Sum[], { shrink, leastWeight }: StepOptions): Side {
  let g = 0;
  let h = 0;
  for (const sum of side) {
    g += sum.g;
    h += sum.h;
  }
  let best = { gain: (g * g) / (h + shrink), at: -1 };
  let left = 0;
  let weight = 0;
  for (let place = 0; place < side.length - 1; place++) {
    left += side[place]?.g ?? 0;
    weight += side[place]?.h ?? 0;
    if (weight < leastWeight || h - weight < leastWeight) continue;
    const gain = (left * left) / (weight + shrink) + ((g - left) * (g - left)) / (h - weight + shrink);
    if (gain > best.gain) best = { gain, at: place };
  }
  return best;
}
