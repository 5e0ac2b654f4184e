// A frame: the closed records as learners see them, every input sorted into bins.
import { type Bins, binCount, binner } from '#analyze/bins.ts';
import type { Feature, Value } from '#analyze/feature.ts';
import { type Input, readInput } from '#analyze/input.ts';
import { inputsOf } from './choose-inputs.ts';
import type { ClosedTable } from './closed-records.ts';
import { cutBins } from './cut-bins.ts';

/** Whether more of a feature may only raise (1) or only lower (-1) the score, by feature name. */
export type Monotone = Readonly<Record<string, 1 | -1>>;

/** One input of all rows. `centres[bin]` is the mean of the numbers in it (NaN where there are none). */
export type BinnedInput = {
  readonly input: Input;
  readonly bins: Bins;
  readonly count: number;
  readonly column: Uint8Array;
  readonly support: Float64Array;
  readonly centres: Float64Array;
  readonly monotone: 1 | -1 | 0;
};

export type Frame = {
  readonly rows: number;
  readonly outcomes: Uint8Array;
  readonly inputs: readonly BinnedInput[];
};

/** Bins every input of the features that `isUsed`; places in `Input` are places among the used features. */
export function frameOf(table: ClosedTable, monotone: Monotone = {}): Frame {
  const inputs = table.features.flatMap((feature, place) => {
    const column = table.columns[place] ?? [];
    return inputsOf(feature, place, column).map((input) =>
      binned(input, column, table.at, directionOf(feature, input, monotone)),
    );
  });
  return { rows: table.at.length, outcomes: table.outcomes, inputs };
}

/** Read values of one input, sorted into bins. Fewer than 253 bins, so a byte per row is enough. */
export function binned(
  input: Input,
  values: readonly Value[],
  at: readonly number[],
  monotone: 1 | -1 | 0 = 0,
): BinnedInput {
  const read = values.map((value, row) => readInput(input, value, at[row] ?? 0));
  const bins = cutBins(read, input.read === 'level' || input.read === 'has' ? 'levels' : 'numbers');
  const count = binCount(bins);
  const binOf = binner(bins);
  const column = new Uint8Array(read.length);
  const support = new Float64Array(count);
  const centres = new Float64Array(count);
  read.forEach((value, row) => {
    const bin = binOf(value);
    column[row] = bin;
    support[bin] = (support[bin] ?? 0) + 1;
    centres[bin] = (centres[bin] ?? 0) + (typeof value === 'number' ? value : Number.NaN);
  });
  for (let bin = 0; bin < count; bin++) centres[bin] = (centres[bin] ?? 0) / (support[bin] ?? 0);
  return { input, bins, count, column, support, centres, monotone };
}

// An age in days falls as a date rises.
function directionOf(feature: Feature, input: Input, monotone: Monotone): 1 | -1 | 0 {
  const wanted = monotone[feature.name] ?? 0;
  if (input.read === 'number' || input.read === 'length' || input.read === 'count') return wanted;
  if (input.read !== 'ageDays') return 0;
  return wanted === 1 ? -1 : wanted === -1 ? 1 : 0;
}
