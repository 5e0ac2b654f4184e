// Gradient and curvature of the rows of one leaf, by input and bin: g0, h0, g1, h1, ..., one input after the other.
import type { BinnedInput } from './frame.ts';
import type { Ground } from './ground.ts';

/** `at[k]`: where the sums of column k begin; the last of them is where all end. */
export type Wanted = { readonly columns: readonly Uint8Array[]; readonly at: readonly number[] };

export function binsOf(inputs: readonly BinnedInput[], places: readonly number[]): Wanted {
  const at = [0];
  for (const place of places) at.push((at.at(-1) ?? 0) + 2 * (inputs[place]?.count ?? 0));
  return { columns: places.map((place) => inputs[place]?.column ?? new Uint8Array(0)), at };
}

/** Of the rows from `from` to `to` of `ground.order`; what is not among the columns stays 0. */
export function sumBins({ columns, at }: Wanted, ground: Ground, from: number, to: number): Float64Array {
  const { order, g, h, near, free } = ground;
  const size = at.at(-1) ?? 0;
  const used = free.pop();
  const sums = used?.length === size ? used.fill(0) : new Float64Array(size);
  for (let nr = from, n = 0; nr < to; nr++, n += 2) {
    const row = order[nr] ?? 0;
    near[n] = g[row] ?? 0;
    near[n + 1] = h[row] ?? 0;
  }
  const none = new Uint8Array(0);
  let k = 0;
  // Four at a time: the rows are read once for all of them, and while one waits for its bin the others go on.
  for (; k + 4 <= columns.length; k += 4)
    addFour(
      [columns[k] ?? none, columns[k + 1] ?? none, columns[k + 2] ?? none, columns[k + 3] ?? none],
      [at[k] ?? 0, at[k + 1] ?? 0, at[k + 2] ?? 0, at[k + 3] ?? 0],
      ground,
      sums,
      from,
      to,
    );
  for (; k < columns.length; k++) addOne(columns[k] ?? none, at[k] ?? 0, ground, sums, from, to);
  return sums;
}

function addOne(
  column: Uint8Array,
  base: number,
  { order, near }: Ground,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let nr = from, n = 0; nr < to; nr++, n += 2) {
    const bin = base + 2 * (column[order[nr] ?? 0] ?? 0);
    sums[bin] = (sums[bin] ?? 0) + (near[n] ?? 0);
    sums[bin + 1] = (sums[bin + 1] ?? 0) + (near[n + 1] ?? 0);
  }
}

type Four<T> = readonly [T, T, T, T];

function addFour(
  [one, two, three, four]: Four<Uint8Array>,
  [atOne, atTwo, atThree, atFour]: Four<number>,
  { order, near }: Ground,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let nr = from, n = 0; nr < to; nr++, n += 2) {
    const row = order[nr] ?? 0;
    const g = near[n] ?? 0;
    const h = near[n + 1] ?? 0;
    const a = atOne + 2 * (one[row] ?? 0);
    const b = atTwo + 2 * (two[row] ?? 0);
    const c = atThree + 2 * (three[row] ?? 0);
    const d = atFour + 2 * (four[row] ?? 0);
    sums[a] = (sums[a] ?? 0) + g;
    sums[a + 1] = (sums[a + 1] ?? 0) + h;
    sums[b] = (sums[b] ?? 0) + g;
    sums[b + 1] = (sums[b + 1] ?? 0) + h;
    sums[c] = (sums[c] ?? 0) + g;
    sums[c + 1] = (sums[c + 1] ?? 0) + h;
    sums[d] = (sums[d] ?? 0) + g;
    sums[d + 1] = (sums[d + 1] ?? 0) + h;
  }
}

/** What is left of `whole` without `part`, written into `whole`. */
export function takeAway(whole: Float64Array, part: Float64Array): void {
  for (let k = 0; k < whole.length; k++) whole[k] = (whole[k] ?? 0) - (part[k] ?? 0);
}

/** Gradient and curvature over the first so many bins. */
export function totalOf(sums: Float64Array, from: number, bins: number): [number, number] {
  let [g, h] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    g += sums[from + 2 * bin] ?? 0;
    h += sums[from + 2 * bin + 1] ?? 0;
  }
  return [g, h];
}
