// The best question to ask of the records in one leaf: by which input, and where, the log loss gains most.
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

const leastGain = 1e-7;

/** Gradient and curvature by bin of one input: g0, h0, g1, h1, ...; the best split of them, or null. */
export function bestSplit(
  input: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  options: SplitOptions,
): Split | null {
  return input.bins.of !== 'levels'
    ? numberSplit(input, place, sums, from, options)
    : levelSplit(input, place, sums, from, options);
}

/** "Not known" is tried on either side of every cut. */
function numberSplit(
  { count, monotone }: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  options: SplitOptions,
): Split | null {
  const { shrink, leastWeight } = options;
  const [g, h] = totalOf(sums, from, count);
  const [g0, h0] = [sums[from] ?? 0, sums[from + 1] ?? 0];
  const best = { gain: leastGain + (g * g) / (h + shrink), at: -1, blankLeft: 0, g: 0, h: 0 };
  let [keptG, keptH] = [0, 0];
  for (let bin = 1; bin < count; bin++) {
    keptG += sums[from + 2 * bin] ?? 0;
    keptH += sums[from + 2 * bin + 1] ?? 0;
    for (let blankLeft = 0; blankLeft < (h0 > 0 ? 2 : 1); blankLeft++) {
      const gl = keptG + blankLeft * g0;
      const hl = keptH + blankLeft * h0;
      if (hl < leastWeight || h - hl < leastWeight) continue;
      const [left, right] = [gl / (hl + shrink), (g - gl) / (h - hl + shrink)];
      const gain = left * gl + right * (g - gl);
      if (gain <= best.gain || monotone * (left - right) > 0) continue;
      best.gain = gain;
      best.at = bin;
      best.blankLeft = blankLeft;
      best.g = gl;
      best.h = hl;
    }
  }
  if (best.at < 0) return null;
  const goes = new Uint8Array(count);
  goes.fill(1, 1, best.at + 1);
  // Where nothing was "not known" in this leaf, a value that comes to be not known goes with the more records.
  goes[0] = h0 > 0 ? best.blankLeft : Number(best.h * 2 > h);
  const gain = best.gain - (g * g) / (h + shrink);
  return { place, gain, goes, left: [best.g, best.h], right: [g - best.g, h - best.h] };
}

function totalOf(sums: Float64Array, from: number, count: number): [number, number] {
  let [g, h] = [0, 0];
  for (let bin = 0; bin < count; bin++) {
    g += sums[from + 2 * bin] ?? 0;
    h += sums[from + 2 * bin + 1] ?? 0;
  }
  return [g, h];
}

/** Levels are put in order of their own effect, and then cut like numbers (Fisher 1958). */
function levelSplit(
  { count }: BinnedInput,
  place: number,
  sums: Float64Array,
  from: number,
  { shrink, levelShrink, leastWeight }: SplitOptions,
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
  let best = leastGain;
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
