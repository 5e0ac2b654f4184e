// The best question to ask of the records in one leaf: by which input, and where, the log loss gains most.
import { totalOf } from './bin-sums.ts';
import type { BinnedInput } from './frame.ts';

/** `shrink`: weight of "no effect", in curvature; `leastWeight`: curvature that both sides must have. */
export type SplitOptions = {
  readonly shrink: number;
  readonly levelShrink: number;
  readonly leastWeight: number;
};

/** `goes[bin]` is 1 where the bin goes left. */
export type Split = {
  readonly place: number;
  readonly gain: number;
  readonly goes: Uint8Array;
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
};

/** Log-odds between which a leaf must stay, so that neighbours in a demanded direction keep their order. */
export type Bounds = { readonly low: number; readonly high: number };

/** Gradient and curvature by bin of one input: g0, h0, g1, h1, ...; the best split, or null where none gains more than `toBeat`. */
export function bestSplit(
  input: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  options: SplitOptions,
  toBeat: number,
): Split | null {
  return input.bins.of !== 'levels'
    ? numberSplit(input, place, sums, from, options, toBeat)
    : levelSplit(input, place, sums, from, options, toBeat);
}

/** "Not known" is tried on either side of every cut. */
function numberSplit(
  { count, monotone }: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  { shrink, leastWeight }: SplitOptions,
  toBeat: number,
): Split | null {
  const [g, h] = totalOf(sums, from, count);
  const [g0, h0] = [sums[from] ?? 0, sums[from + 1] ?? 0];
  const sides = h0 > 0 ? 2 : 1;
  const whole = (g * g) / (h + shrink);
  let best = toBeat + whole;
  let at = -1;
  let [bestG, bestH, blanks] = [0, 0, 0];
  let keptG = 0;
  let keptH = 0;
  for (let bin = 1; bin < count; bin++) {
    const weight = sums[from + 2 * bin + 1] ?? 0;
    // A cut behind an empty bin is the cut before it.
    if (weight === 0) continue;
    keptG += sums[from + 2 * bin] ?? 0;
    keptH += weight;
    for (let side = 0; side < sides; side++) {
      const gl = keptG + side * g0;
      const hl = keptH + side * h0;
      const gr = g - gl;
      const hr = h - hl;
      if (hl < leastWeight || hr < leastWeight) continue;
      const gain = gainOf(gl, hl, gr, hr, shrink, monotone);
      if (gain <= best) continue;
      best = gain;
      at = bin;
      blanks = side;
      bestG = gl;
      bestH = hl;
    }
  }
  if (at < 0) return null;
  const goes = new Uint8Array(count);
  goes.fill(1, 1, at + 1);
  // Where nothing was "not known" in this leaf, a value that comes to be not known goes with the more records.
  goes[0] = h0 > 0 ? blanks : Number(bestH * 2 > h);
  return { place, gain: best - whole, goes, left: [bestG, bestH], right: [g - bestG, h - bestH] };
}

/** Below 0 where the sides would stand in the wrong order. */
function gainOf(
  gl: number,
  hl: number,
  gr: number,
  hr: number,
  shrink: number,
  monotone: 1 | -1 | 0,
): number {
  const left = gl / (hl + shrink);
  const right = gr / (hr + shrink);
  return monotone * (left - right) > 0 ? -1 : left * gl + right * gr;
}

/** Levels are put in order of their own effect, and then cut like numbers (Fisher 1958). */
function levelSplit(
  { count }: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  { shrink, levelShrink, leastWeight }: SplitOptions,
  toBeat: number,
): Split | null {
  let g = 0;
  let h = 0;
  const filled: number[] = [];
  for (let bin = 0; bin < count; bin++) {
    const weight = sums[from + 2 * bin + 1] ?? 0;
    if (weight <= 0) continue;
    filled.push(bin);
    g += sums[from + 2 * bin] ?? 0;
    h += weight;
  }
  const effect = (bin: number) =>
    (sums[from + 2 * bin] ?? 0) / ((sums[from + 2 * bin + 1] ?? 0) + levelShrink);
  filled.sort((a, b) => effect(a) - effect(b) || a - b);
  const many = filled.length > 4 ? levelShrink : shrink;
  const whole = (g * g) / (h + shrink);
  let best = toBeat;
  let cut = -1;
  let [gl, hl] = [0, 0];
  let [leftG, leftH] = [0, 0];
  for (let k = 0; k < filled.length - 1; k++) {
    const bin = filled[k] ?? 0;
    gl += sums[from + 2 * bin] ?? 0;
    hl += sums[from + 2 * bin + 1] ?? 0;
    const hr = h - hl;
    if (hl < leastWeight || hr < leastWeight) continue;
    const gain = (gl * gl) / (hl + many) + ((g - gl) * (g - gl)) / (hr + many) - whole;
    if (gain <= best) continue;
    best = gain;
    cut = k;
    leftG = gl;
    leftH = hl;
  }
  if (cut < 0) return null;
  const goes = new Uint8Array(count);
  const heavierLeft = leftH * 2 > h;
  if (heavierLeft) goes.fill(1);
  filled.forEach((bin, k) => {
    goes[bin] = Number(k <= cut);
  });
  return { place, gain: best, goes, left: [leftG, leftH], right: [g - leftG, h - leftH] };
}
