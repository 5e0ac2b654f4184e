// The ridge learner: a regularised logistic regression on bins, for histories too short to boost.
import { sigmoid } from '#analyze/score-row.ts';
import { baseLogOdds, heldOutLogOdds, meanLoss } from './base-rate.ts';
import { choleskyFactor, solvedBy } from './cholesky.ts';
import type { Fitted } from './fitted.ts';
import { type BinnedInput, type Frame, frameOfBag } from './frame.ts';

// Weights of "no effect" that are tried; which is best differs between tenants more than with their size.
const lambdas = [2, 5, 15];
const mostSteps = 25;
// After so short a step the curvature hardly changes any more, and making it is what costs: it is kept from then on.
const shortStep = 0.05;

/**
 * How one input enters the regression: bin -> which coefficient (-1: none) times which number. Numbers enter half
 * by rank and half by size, with unit variance: on short histories rank alone won on one public set and size alone
 * on another, half and half was near the better on both. "Not known" and each level have a coefficient of their own.
 */
type Design = { readonly coefficient: Int32Array; readonly size: Float64Array; readonly input: BinnedInput };

/** Fits one bag per fold with each lambda, and keeps the lambda that did best on the records left out. */
export function fitRidge(frame: Frame, folds: Uint8Array, bagCount: number): Fitted {
  const fitted = lambdas.map((lambda) => fitWith(lambda, frame, folds, bagCount));
  const losses = fitted.map(({ heldOut }) => meanLoss(frame.outcomes, heldOut));
  const best = fitted[losses.indexOf(Math.min(...losses))];
  return best ?? fitWith(lambdas[0] ?? 1, frame, folds, bagCount);
}

function fitWith(lambda: number, frame: Frame, folds: Uint8Array, bagCount: number): Fitted {
  const { designs, count } = designOf(frame);
  const intercepts: number[] = [];
  const tables: Float64Array[][] = [];
  const logOdds: Float64Array[] = [];
  let coefficients: Float64Array = new Float64Array(count + 1);
  for (let bag = 0; bag < bagCount; bag++) {
    // The bag before is a good start: the two share most of their rows.
    const own = frameOfBag(frame, bag);
    const seen = designs.map((design, place) => ({ ...design, input: own.inputs[place] ?? design.input }));
    coefficients = fitBag(lambda, own, folds, bag, seen, coefficients);
    const fitted = designs.map(({ coefficient, size }) =>
      size.map((one, bin) => one * (coefficients[coefficient[bin] ?? -1] ?? 0)),
    );
    const intercept = coefficients[count] ?? 0;
    intercepts.push(intercept);
    tables.push(fitted);
    logOdds.push(logOddsOf(own, fitted, intercept));
  }
  return {
    learner: 'ridge',
    pairs: [],
    intercepts,
    tables,
    trees: [],
    heldOut: heldOutLogOdds(logOdds, folds),
  };
}

function designOf(frame: Frame): { designs: Design[]; count: number } {
  let count = 0;
  const designs = frame.inputs.map((input): Design => {
    const coefficient = new Int32Array(input.count).fill(-1);
    const size = new Float64Array(input.count);
    if (input.bins.of !== 'levels') {
      const spread = spreadNumbers(input);
      const own = count++;
      for (let bin = 1; bin < input.count; bin++) {
        coefficient[bin] = own;
        size[bin] = spread[bin] ?? 0;
      }
    }
    for (let bin = 0; bin < input.count; bin++) {
      if (coefficient[bin] !== -1 || (input.support[bin] ?? 0) === 0) continue;
      coefficient[bin] = count++;
      size[bin] = 1;
    }
    return { coefficient, size, input };
  });
  return { designs, count };
}

/** Half the rank and half the size of the numbers in each bin, sizes cut off at four standard deviations. */
function spreadNumbers({ support, centres }: BinnedInput): Float64Array {
  const weights = Float64Array.from(support);
  weights[0] = 0;
  let below = 0;
  const ranks = weights.map((rows) => {
    below += rows;
    return below - rows / 2;
  });
  const sizes = standardised(centres, weights).map((size) => Math.max(-4, Math.min(4, size)));
  const even = standardised(ranks, weights);
  return standardised(
    even.map((rank, bin) => rank + (sizes[bin] ?? 0)),
    weights,
  );
}

/** Mean 0 and variance 1 by `weights`; 0 where a bin is empty or all are the same. */
function standardised(values: Float64Array, weights: Float64Array): Float64Array {
  const mean = weightedMean(values, weights);
  const deviations = values.map((value, bin) => (weights[bin] === 0 ? 0 : value - mean));
  const variance = weightedMean(
    deviations.map((one) => one * one),
    weights,
  );
  return variance > 0 ? deviations.map((one) => one / Math.sqrt(variance)) : deviations.fill(0);
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let all = 0;
  weights.forEach((weight, bin) => {
    if (weight === 0) return;
    sum += weight * (values[bin] ?? 0);
    all += weight;
  });
  return all === 0 ? 0 : sum / all;
}

/** Newton's method; a coefficient that may only go one way is held at 0 where it wants to go the other. */
function fitBag(
  lambda: number,
  frame: Frame,
  folds: Uint8Array,
  bag: number,
  designs: readonly Design[],
  start: Float64Array,
): Float64Array {
  const size = start.length;
  let coefficients = Float64Array.from(start);
  if (coefficients.every((one) => one === 0))
    coefficients[size - 1] = baseLogOdds(frame.outcomes, folds, bag);
  let curvature = new Float64Array(0);
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < mostSteps; step++) {
    const gradient = coefficients.map((one, place) => (place === size - 1 ? 0 : -lambda * one));
    const isNew = before > shortStep;
    if (isNew) {
      curvature = new Float64Array(size * size);
      for (let place = 0; place < size - 1; place++) curvature[place * size + place] = lambda;
      curvature[size * size - 1] = 1e-9;
    }
    addRows({ frame, folds, bag, designs }, coefficients, gradient, isNew ? curvature : null);
    if (isNew) choleskyFactor(curvature, size);
    const move = solvedBy(curvature, gradient);
    // Half of a Newton step where it would be wild: separable data have no finite optimum without the ridge.
    const longest = move.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    const scale = longest > 4 ? 4 / longest : 1;
    coefficients = coefficients.map((one, place) => one + scale * (move[place] ?? 0));
    holdMonotone(coefficients, designs);
    if (longest < 1e-8) break;
    before = longest;
  }
  return coefficients;
}

type Seen = {
  readonly frame: Frame;
  readonly folds: Uint8Array;
  readonly bag: number;
  readonly designs: readonly Design[];
};

/** Adds what each row that the bag may see says of the slope, and of the curvature where that is wanted. */
function addRows(
  { frame, folds, bag, designs }: Seen,
  coefficients: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array | null,
): void {
  const places = new Int32Array(designs.length);
  const sizes = new Float64Array(designs.length);
  for (let row = 0; row < frame.rows; row++) {
    if (folds[row] === bag) continue;
    const p = sigmoid(layRow(designs, row, coefficients, places, sizes));
    addSlopes(gradient, places, sizes, (frame.outcomes[row] ?? 0) - p);
    if (curvature !== null) addRow(curvature, gradient.length, places, sizes, p * (1 - p));
  }
}

function layRow(
  designs: readonly Design[],
  row: number,
  coefficients: Float64Array,
  places: Int32Array,
  sizes: Float64Array,
): number {
  let logOdds = coefficients[coefficients.length - 1] ?? 0;
  for (let d = 0; d < designs.length; d++) {
    const design = designs[d];
    const bin = design?.input.column[row] ?? 0;
    const place = design?.coefficient[bin] ?? -1;
    places[d] = place;
    sizes[d] = design?.size[bin] ?? 0;
    logOdds += (sizes[d] ?? 0) * (coefficients[place] ?? 0);
  }
  return logOdds;
}

function addSlopes(gradient: Float64Array, places: Int32Array, sizes: Float64Array, slope: number): void {
  const last = gradient.length - 1;
  gradient[last] = (gradient[last] ?? 0) + slope;
  for (let d = 0; d < places.length; d++) {
    const place = places[d] ?? -1;
    if (place >= 0) gradient[place] = (gradient[place] ?? 0) + slope * (sizes[d] ?? 0);
  }
}

/** Only the lower half of the curvature is kept; of two inputs the later one has the later coefficients. */
function addRow(
  curvature: Float64Array,
  width: number,
  places: Int32Array,
  sizes: Float64Array,
  weight: number,
): void {
  const last = width - 1;
  const below = last * width;
  curvature[below + last] = (curvature[below + last] ?? 0) + weight;
  for (let d = 0; d < places.length; d++) {
    const place = places[d] ?? -1;
    if (place < 0) continue;
    const size = sizes[d] ?? 0;
    const weighed = weight * size;
    curvature[below + place] = (curvature[below + place] ?? 0) + weighed;
    const line = place * width;
    for (let other = 0; other <= d; other++) {
      const beside = places[other] ?? -1;
      if (beside < 0) continue;
      curvature[line + beside] = (curvature[line + beside] ?? 0) + weighed * (sizes[other] ?? 0);
    }
  }
}

function holdMonotone(coefficients: Float64Array, designs: readonly Design[]): void {
  for (const { input, coefficient } of designs) {
    const place = coefficient[1] ?? -1;
    if (input.monotone !== 0 && place >= 0 && (coefficients[place] ?? 0) * input.monotone < 0)
      coefficients[place] = 0;
  }
}

function logOddsOf(frame: Frame, tables: readonly Float64Array[], intercept: number): Float64Array {
  const sum = new Float64Array(frame.rows).fill(intercept);
  frame.inputs.forEach(({ column }, place) => {
    for (let row = 0; row < column.length; row++)
      sum[row] = (sum[row] ?? 0) + (tables[place]?.[column[row] ?? 0] ?? 0);
  });
  return sum;
}
