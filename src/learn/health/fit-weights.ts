// Fits weights of the parts to what happened: logistic in the index itself, held near the preset by as much as pays on customers not fitted to.
import { partCodes } from '#analyze/finding.ts';
import { type PartWeights, partWeights, presetWeights, worstOf } from '#analyze/health-weights.ts';
import type { PartMoment } from './part-moment.ts';

/** A moment as numbers: values of the parts (NaN is not known), and the worst of those that endanger. */
type Row = { readonly values: readonly number[]; readonly worst: number | null; readonly left: boolean };

export function rowOf({ parts, left }: PartMoment): Row {
  const known = parts.flatMap(({ code, value }) => (value === null ? [] : [{ code, value }]));
  const worst = worstOf([...known]);
  return {
    values: partCodes.map((code) => known.find((one) => one.code === code)?.value ?? Number.NaN),
    worst: known.find(({ code }) => code === worst)?.value ?? null,
    left,
  };
}

const steps = 160;
const rate = 0.12;

/** `hold`: by how many moments the preset counts; infinite is the preset itself, with slope and level fitted only. */
export function fitWeights(
  rows: readonly Row[],
  hold: number,
): { weights: PartWeights; loss: (row: Row) => number } {
  const prior = partCodes.map((code) => presetWeights[code]);
  const theta = prior.map((one) => Math.log(one));
  const share = rows.filter(({ left }) => left).length / Math.max(1, rows.length);
  // Level and slope of the log-odds in the index, which falls where health rises.
  const line = [Math.log(Math.max(1e-4, share) / Math.max(1e-4, 1 - share)), 0];
  const moving = Number.isFinite(hold);
  const memory = new Float64Array(2 * (theta.length + 2));
  const table = tableOf(rows);
  for (let step = 1; step <= steps; step += 1) {
    const weights = softmax(theta);
    const gradient = slopesAt(table, weights, line);
    if (!moving) gradient.fill(0, 0, theta.length);
    if (moving)
      prior.forEach((one, place) => {
        // Of the divergence from the preset, as if `hold` moments spoke for it.
        add(gradient, place, hold * ((weights[place] ?? 0) - one));
      });
    descend(theta, line, gradient, memory, step, rows.length);
  }
  const weights = softmax(theta);
  return {
    weights: named(moving ? weights : prior),
    loss: (row) => {
      const odds = (line[0] ?? 0) - (line[1] ?? 0) * indexOf(weights, row);
      return Math.log1p(Math.exp(-Math.abs(odds))) + Math.max(0, row.left ? -odds : odds);
    },
  };
}

/** `known`: 1 where a value is known, else 0; `lived`: a half where there is a worst part, else 1. */
type Table = {
  readonly values: Float64Array;
  readonly known: Float64Array;
  readonly worst: Float64Array;
  readonly lived: Float64Array;
  readonly left: Uint8Array;
};

/** Flat and without branches, because the loop over it is all the time that learning takes. */
function tableOf(rows: readonly Row[]): Table {
  const all = rows.flatMap(({ values }) => values);
  return {
    values: Float64Array.from(all, (value) => (Number.isNaN(value) ? 0 : value / 100)),
    known: Float64Array.from(all, (value) => (Number.isNaN(value) ? 0 : 1)),
    worst: Float64Array.from(rows, ({ worst }) => (worst === null ? 0 : worst / 200)),
    lived: Float64Array.from(rows, ({ worst }) => (worst === null ? 1 : 0.5)),
    left: Uint8Array.from(rows, ({ left }) => (left ? 1 : 0)),
  };
}

/** The gradient of the loss by the weights' logarithms, the level and the slope. */
function slopesAt(
  { values, known, worst, lived, left }: Table,
  weights: readonly number[],
  [level = 0, slope = 0]: readonly number[],
): Float64Array {
  const size = weights.length;
  const shares = Float64Array.from(weights);
  const gradient = new Float64Array(size + 2);
  left.forEach((gone, row) => {
    const from = row * size;
    let [sum, whole] = [0, 1e-12];
    for (let place = 0; place < size; place += 1) {
      const share = at(shares, place) * at(known, from + place);
      sum += share * at(values, from + place);
      whole += share;
    }
    const mean = sum / whole;
    const index = mean * at(lived, row) + at(worst, row) - 0.5;
    const error = sigmoid(level - slope * index) - gone;
    add(gradient, size, error);
    add(gradient, size + 1, -error * index);
    const lean = (-error * slope * at(lived, row)) / whole;
    for (let place = 0; place < size; place += 1)
      add(
        gradient,
        place,
        lean * at(shares, place) * at(known, from + place) * (at(values, from + place) - mean),
      );
  });
  return gradient;
}

const at = (list: Float64Array, place: number): number => list[place] ?? 0;

/** The index from 0 to 1, less a half. */
function indexOf(weights: readonly number[], { values, worst }: Row): number {
  let [sum, whole] = [0, 0];
  values.forEach((value, place) => {
    if (Number.isNaN(value)) return;
    sum += ((weights[place] ?? 0) * value) / 100;
    whole += weights[place] ?? 0;
  });
  const mean = whole === 0 ? 0.5 : sum / whole;
  return (worst === null ? mean : (mean + worst / 100) / 2) - 0.5;
}

/** One step of Adam; the slope stays at or above 0, for better health never speaks for leaving. */
function descend(
  theta: number[],
  line: number[],
  gradient: Float64Array,
  memory: Float64Array,
  step: number,
  count: number,
): void {
  const size = gradient.length;
  for (let place = 0; place < size; place += 1) {
    const slope = (gradient[place] ?? 0) / Math.max(1, count);
    const first = 0.9 * (memory[place] ?? 0) + 0.1 * slope;
    const second = 0.99 * (memory[size + place] ?? 0) + 0.01 * slope * slope;
    memory[place] = first;
    memory[size + place] = second;
    const move = (rate * (first / (1 - 0.9 ** step))) / (Math.sqrt(second / (1 - 0.99 ** step)) + 1e-8);
    if (place < theta.length) theta[place] = (theta[place] ?? 0) - move;
    else line[place - theta.length] = (line[place - theta.length] ?? 0) - move;
  }
  line[1] = Math.max(0, line[1] ?? 0);
}

function add(to: Float64Array, place: number, value: number): void {
  to[place] = (to[place] ?? 0) + value;
}

function softmax(theta: readonly number[]): number[] {
  const most = Math.max(...theta);
  const raised = theta.map((one) => Math.exp(one - most));
  const sum = raised.reduce((all, one) => all + one, 0);
  return raised.map((one) => one / sum);
}

const sigmoid = (odds: number) => 1 / (1 + Math.exp(-odds));
const named = (weights: readonly number[]): PartWeights =>
  partWeights.parse(Object.fromEntries(partCodes.map((code, place) => [code, weights[place] ?? 0])));
