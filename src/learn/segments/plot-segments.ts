// Two directions in which customers differ most, for a plot (principal components); what is not known lies in the middle.
import type { BehaviourScale, SegmentWord } from '#analyze/segment/segment.ts';
import { covariance, meanOf } from './one-cloud.ts';
import { at, type Points } from './scale.ts';

const rounds = 200;
const mostWords = 2;
/** A behaviour that weighs less than this share of the heaviest does not name a direction. */
const leastWeight = 0.5;

export type Plot = {
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly axes: SegmentWord[][];
};

export function plotOf(points: Points, scales: readonly BehaviourScale[]): Plot {
  const { rows, columns } = points;
  const mean = Array.from({ length: columns }, (_, column) => meanOf(points, column));
  const matrix = covariance(points, mean);
  const first = direction(matrix, columns, null);
  const second = direction(matrix, columns, first);
  const along = (row: number, weights: readonly number[]) => {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      const value = at(points, row, column);
      if (!Number.isNaN(value)) sum += (value - (mean[column] ?? 0)) * (weights[column] ?? 0);
    }
    return Math.round(sum * 1000) / 1000;
  };
  return {
    places: Array.from({ length: rows }, (_, row) => ({ x: along(row, first), y: along(row, second) })),
    axes: [first, second].map((weights) => namesOf(weights, scales)),
  };
}

/** The strongest direction, at right angles to the one given (power iteration); it points to more of what weighs most. */
function direction(matrix: Float64Array, size: number, away: readonly number[] | null): number[] {
  let weights = unit(
    Array.from({ length: size }, (_, place) => 1 + place / (10 * size)),
    away,
  );
  for (let round = 0; round < rounds; round += 1) {
    const next = weights.map((_, row) =>
      weights.reduce((sum, weight, column) => sum + (matrix[row * size + column] ?? 0) * weight, 0),
    );
    weights = unit(next, away);
  }
  const heaviest = weights.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return heaviest < 0 ? weights.map((weight) => -weight) : weights;
}

function unit(weights: readonly number[], away: readonly number[] | null): number[] {
  const shared =
    away === null ? 0 : weights.reduce((sum, weight, place) => sum + weight * (away[place] ?? 0), 0);
  const freed = weights.map((weight, place) => weight - shared * (away?.[place] ?? 0));
  const length = Math.hypot(...freed);
  return length < 1e-12 ? freed : freed.map((weight) => weight / length);
}

function namesOf(weights: readonly number[], scales: readonly BehaviourScale[]): SegmentWord[] {
  const sorted = scales
    .map(({ behaviour }, column) => ({ behaviour, weight: weights[column] ?? 0 }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const heaviest = Math.abs(sorted[0]?.weight ?? 0);
  return sorted
    .slice(0, mostWords)
    .filter(({ weight }) => Math.abs(weight) >= leastWeight * heaviest)
    .map(({ behaviour, weight }) => ({ behaviour, high: weight > 0 }));
}
