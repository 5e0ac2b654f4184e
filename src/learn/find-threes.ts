// Finds three inputs that say something together of which neither one of them nor two show a trace.
import { sigmoid } from '#analyze/score-row.ts';
import type { BinnedInput, Frame } from './frame.ts';
import { normalBeyond } from './normal.ts';

/** Places of three inputs in the frame. */
export type Three = readonly [number, number, number];

const mostInputs = 80;
const mostFound = 12;
const mostNumbers = 4;
const mostLevels = 6;
/** So many rows times triples are looked at, which takes less than a second. */
const enoughWork = 2.5e8;
const leastRows = 400;
/** Over all triples together chance alone finds one in a hundred times; what is found is tried before it is used. */
const falseAlarms = 0.01;
const sweeps = 4;

/**
 * `logOdds`: of the rows at `rows`, by a model that has not seen them. What came of them beyond that is summed up in the cells
 * of every three inputs, and freed of what any two say; what remains is held against chance (chi squared).
 */
export function findThrees(frame: Frame, rows: Int32Array, logOdds: Float64Array): Three[] {
  const asked = frame.inputs
    .map((input, place) => ({ place, ...gridOf(input, mostNumbers, mostLevels) }))
    .filter(({ place, count }) => count > 1 && frame.inputs[place]?.monotone === 0)
    .slice(0, mostInputs);
  const triples = (asked.length * (asked.length - 1) * (asked.length - 2)) / 6;
  const some = thinned(rows, Math.max(leastRows, Math.floor(enoughWork / Math.max(1, triples))));
  if (some.length < leastRows) return [];
  const g = new Float64Array(some.length);
  const h = new Float64Array(some.length);
  some.forEach((row, nr) => {
    const p = sigmoid(logOdds[row] ?? 0);
    g[nr] = (frame.outcomes[row] ?? 0) - p;
    h[nr] = p * (1 - p);
  });
  const looked = asked.map(({ place, groups, count }): Looked => {
    const { input, column = new Uint8Array(0) } = frame.inputs[place] ?? {};
    return { place, count, input, column: Uint8Array.from(some, (row) => groups[column[row] ?? 0] ?? 0) };
  });
  const leastSigns = normalBeyond(falseAlarms / Math.max(1, triples));
  return triplesOf(looked)
    .map((three) => ({ three, signs: signsOf(summed(three, g, h), three) }))
    .filter(({ signs }) => signs > leastSigns)
    .sort((x, y) => y.signs - x.signs)
    .slice(0, mostFound)
    .map(({ three: [a, b, c] }) => [a.place, b.place, c.place]);
}

type Looked = {
  readonly place: number;
  readonly count: number;
  readonly column: Uint8Array;
  readonly input: BinnedInput['input'] | undefined;
};
type Looked3 = readonly [Looked, Looked, Looked];

function triplesOf(looked: readonly Looked[]): Looked3[] {
  return looked.flatMap((a, nr) =>
    looked
      .slice(nr + 1)
      .flatMap((b, next) =>
        isSame(a, b)
          ? []
          : looked
              .slice(nr + next + 2)
              .flatMap((c): Looked3[] => (isSame(a, c) || isSame(b, c) ? [] : [[a, b, c]])),
      ),
  );
}

/** A category as it is and the same by rank tell the same. */
function isSame(one: Looked, other: Looked): boolean {
  return one.input?.feature === other.input?.feature && one.input?.read === other.input?.read;
}

/** Few groups of bins: numbers in equal shares with "not known" among the lowest, levels by how frequent they are. */
export function gridOf(
  { support, bins }: Pick<BinnedInput, 'support' | 'bins'>,
  numbers: number,
  levels: number,
): { readonly groups: Uint8Array; readonly count: number; readonly isLevels: boolean } {
  const isLevels = bins.of === 'levels';
  const groups = new Uint8Array(support.length);
  let group = -1;
  let filled = 0;
  const rows = support.reduce((sum, one) => sum + one, 0);
  for (let bin = 0; bin < support.length; bin++) {
    const own = support[bin] ?? 0;
    const opens = isLevels
      ? filled > 0 && own > 0 && group < levels - 1
      : filled >= ((group + 1) * rows) / numbers;
    if (group < 0 || opens) group++;
    groups[bin] = group;
    filled += own;
  }
  return { groups, count: group + 1, isLevels };
}

function thinned(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  return Int32Array.from({ length: most }, (_, nr) => rows[Math.floor((nr * rows.length) / most)] ?? 0);
}

function summed([a, b, c]: Looked3, g: Float64Array, h: Float64Array): Float64Array {
  const sums = new Float64Array(2 * a.count * b.count * c.count);
  const [first, second, third] = [a.column, b.column, c.column];
  for (let nr = 0; nr < g.length; nr++) {
    const at = 2 * (((first[nr] ?? 0) * b.count + (second[nr] ?? 0)) * c.count + (third[nr] ?? 0));
    sums[at] = (sums[at] ?? 0) + (g[nr] ?? 0);
    sums[at + 1] = (sums[at + 1] ?? 0) + (h[nr] ?? 0);
  }
  return sums;
}

/** By how many standard errors the cells differ beyond chance once what any two inputs say is taken out. */
function signsOf(sums: Float64Array, [{ count: A }, { count: B }, { count: C }]: Looked3): number {
  const cells = A * B * C;
  const rest = new Float64Array(cells);
  let [filled, sparse] = [0, 0];
  for (let cell = 0; cell < cells; cell++) {
    const weight = sums[2 * cell + 1] ?? 0;
    if (weight <= 0) continue;
    rest[cell] = (sums[2 * cell] ?? 0) / weight;
    filled++;
    sparse += 1 / weight;
  }
  const freedom = (A - 1) * (B - 1) * (C - 1) - (cells - filled);
  if (freedom < 1) return 0;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    takeOut(rest, sums, A * B, C, C, 1);
    takeOut(rest, sums, B * C, A, 1, B * C);
    for (let a = 0; a < A; a++)
      takeOut(rest.subarray(a * B * C, (a + 1) * B * C), sums.subarray(2 * a * B * C), C, B, 1, C);
  }
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) sum += (sums[2 * cell + 1] ?? 0) * (rest[cell] ?? 0) ** 2;
  // Where few are in a cell, or few are won, the sum wavers more than chi squared (by the fourth cumulant).
  const wavers = Math.sqrt(1 + (sparse * freedom) / filled / (2 * freedom));
  const tamed = Math.max(0, 1 + (sum / freedom - 1) / wavers);
  // Wilson and Hilferty 1931: the cube root of chi squared is all but normal.
  const error = 2 / (9 * freedom);
  return (Math.cbrt(tamed) - (1 - error)) / Math.sqrt(error);
}

/** Takes the weighed mean along one input out of the cells of each of `lines` combinations of the other two. */
function takeOut(
  rest: Float64Array,
  sums: Float64Array,
  lines: number,
  length: number,
  apart: number,
  step: number,
): void {
  for (let line = 0; line < lines; line++) {
    let [weighed, weight] = [0, 0];
    for (let k = 0; k < length; k++) {
      const cell = line * apart + k * step;
      const own = sums[2 * cell + 1] ?? 0;
      weighed += own * (rest[cell] ?? 0);
      weight += own;
    }
    if (weight === 0) continue;
    for (let k = 0; k < length; k++) {
      const cell = line * apart + k * step;
      rest[cell] = (rest[cell] ?? 0) - weighed / weight;
    }
  }
}
