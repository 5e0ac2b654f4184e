// A frame: the closed records as learners see them, every input sorted into bins.
import { type Bins, binCount, binner } from '#analyze/bins.ts';
import type { Feature, Value } from '#analyze/feature.ts';
import { type Input, otherFeature, readInput } from '#analyze/input.ts';
import { gapsOf, inputsOf } from './choose-inputs.ts';
import type { ClosedTable } from './closed-records.ts';
import { cutBins } from './cut-bins.ts';
import { rankLevels } from './rank-levels.ts';

/** Whether more of a feature may only raise (1) or only lower (-1) the score, by feature name. */
export type Monotone = Readonly<Record<string, 1 | -1>>;

/** One input of all rows. `centres[bin]` is the mean of the numbers in it (NaN where there are none). */
export type BinnedInput = {
  readonly input: Input;
  readonly bins: Bins;
  readonly count: number;
  readonly column: Uint8Array;
  /** Where what a row holds must not come from the rows that a bag is judged by: the column of each bag. */
  readonly byBag?: readonly Uint8Array[];
  readonly support: Float64Array;
  readonly centres: Float64Array;
  readonly monotone: 1 | -1 | 0;
};

export type Frame = {
  readonly rows: number;
  readonly outcomes: Uint8Array;
  readonly inputs: readonly BinnedInput[];
};

// A category with more levels than this is looked at by rank; then only levels with many records have a bin of their own
// as well, for with few each would betray what its rank was made from.
const manyLevels = 30;
const enoughBeside = 150;
const leastRows = 500;

/** Bins every input of the features. `folds`: the part of each row, for what must not be learned from a row itself. */
export function frameOf(table: ClosedTable, folds: Uint8Array, monotone: Monotone = {}): Frame {
  const { features, columns, at, outcomes } = table;
  const inputs = features.flatMap((feature, place) => {
    const column = columns[place] ?? [];
    const ranked = feature.kind === 'category' ? rankedInputs(place, column, outcomes, folds) : [];
    const enough = ranked.length > 0 ? enoughBeside : undefined;
    const own = inputsOf(feature, place, column, outcomes).map((input) =>
      binned(input, column, at, directionOf(feature, input, monotone), [], enough),
    );
    return [...own, ...ranked];
  });
  const gaps = gapsOf(features, at.length).map((input) =>
    binned(input, columns[input.feature] ?? [], at, 0, columns[otherFeature(input)]),
  );
  return { rows: at.length, outcomes, inputs: [...inputs, ...gaps] };
}

/** Read values of one input, sorted into bins. Fewer than 253 bins, so a byte per row is enough. */
export function binned(
  input: Input,
  values: readonly Value[],
  at: readonly number[],
  monotone: 1 | -1 | 0 = 0,
  others: readonly Value[] = [],
  enough?: number,
): BinnedInput {
  const read = values.map((value, row) => readInput(input, value, at[row] ?? 0, others[row] ?? null));
  const named = input.read === 'level' || input.read === 'has' || input.read === 'word';
  const bins = cutBins(read, named ? 'levels' : 'numbers', undefined, enough);
  const count = binCount(bins);
  const binOf = binner(bins);
  const column = new Uint8Array(read.length);
  const centres = new Float64Array(count);
  read.forEach((value, row) => {
    const bin = binOf(value);
    column[row] = bin;
    centres[bin] = (centres[bin] ?? 0) + (typeof value === 'number' ? value : Number.NaN);
  });
  const support = supportOf(column, count);
  for (let bin = 0; bin < count; bin++) centres[bin] = (centres[bin] ?? 0) / (support[bin] ?? 0);
  return { input, bins, count, column, support, centres, monotone };
}

/** What a category with many levels is looked at by besides its levels; few rows could not rank them. */
function rankedInputs(
  place: number,
  column: readonly Value[],
  outcomes: Uint8Array,
  folds: Uint8Array,
): BinnedInput[] {
  if (column.length < leastRows || new Set(column).size <= manyLevels) return [];
  const ranked = rankLevels(column, outcomes, folds);
  const count = binCount(ranked.bins);
  const input: Input = { feature: place, read: 'level' };
  return [{ input, ...ranked, count, support: supportOf(ranked.column, count), monotone: 0 }];
}

/** The frame as one bag may see it. */
export function frameOfBag(frame: Frame, bag: number): Frame {
  if (frame.inputs.every(({ byBag }) => byBag === undefined)) return frame;
  const inputs = frame.inputs.map((input) => ({ ...input, column: input.byBag?.[bag] ?? input.column }));
  return { ...frame, inputs };
}

/** Some rows of the frame, in the order given, in the same bins. */
export function pickFrame(frame: Frame, rows: Int32Array): Frame {
  const of = (column: Uint8Array) => Uint8Array.from(rows, (row) => column[row] ?? 0);
  const inputs = frame.inputs.map((input) => {
    const column = of(input.column);
    const picked = { ...input, column, support: supportOf(column, input.count) };
    return input.byBag === undefined ? picked : { ...picked, byBag: input.byBag.map(of) };
  });
  return { rows: rows.length, outcomes: of(frame.outcomes), inputs };
}

function supportOf(column: Uint8Array, count: number): Float64Array {
  const support = new Float64Array(count);
  for (const bin of column) support[bin] = (support[bin] ?? 0) + 1;
  return support;
}

// An age in days falls as a date rises.
function directionOf(feature: Feature, input: Input, monotone: Monotone): 1 | -1 | 0 {
  const wanted = monotone[feature.name] ?? 0;
  if (input.read === 'number' || input.read === 'length' || input.read === 'count') return wanted;
  if (input.read !== 'ageDays') return 0;
  return wanted === 1 ? -1 : wanted === -1 ? 1 : 0;
}
