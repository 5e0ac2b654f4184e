// Customers as points: robustly scaled, cut at 3, with holes where something is not known.
import type { BehaviourScale } from '#analyze/segment/segment.ts';
import { behaviours } from '#analyze/segment/segment.ts';
import { type Customer, compared } from './behaviour-of.ts';

/** A row per customer, a column per behaviour; NaN is not known. */
export type Points = {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
};

const furthest = 3;
/** A behaviour known of fewer says more about our data than about customers. */
const leastKnown = 0.5;
/** Customers who differ by less than this (in logarithms, or in shares) do not differ. */
const leastSpread = 0.05;
/** Two behaviours that go together like this are one. */
const same = 0.995;

export function at({ columns, values }: Points, row: number, column: number): number {
  return values[row * columns + column] ?? Number.NaN;
}

export function scalesOf(customers: readonly Customer[]): BehaviourScale[] {
  const scales = behaviours.flatMap((behaviour): BehaviourScale[] => {
    const values = customers
      .flatMap(({ conduct }) => {
        const value = conduct[behaviour];
        return value === null ? [] : [compared[behaviour](value)];
      })
      .sort((a, b) => a - b);
    if (values.length < leastKnown * customers.length) return [];
    const scale = spreadOf(values);
    return scale === 0 ? [] : [{ behaviour, center: quantile(values, 0.5), scale, known: values.length }];
  });
  const points = pointsOf(customers, scales);
  const doubled = (column: number) =>
    scales.slice(0, column).some((_, before) => Math.abs(correlation(points, before, column)) > same);
  return scales.filter((_, column) => !doubled(column));
}

export function coordinate({ behaviour, center, scale }: BehaviourScale, value: number): number {
  const z = (compared[behaviour](value) - center) / scale;
  return Math.max(-furthest, Math.min(furthest, z));
}

export function pointsOf(customers: readonly Customer[], scales: readonly BehaviourScale[]): Points {
  const values = new Float64Array(customers.length * scales.length);
  customers.forEach(({ conduct }, row) => {
    scales.forEach((scale, column) => {
      const value = conduct[scale.behaviour];
      values[row * scales.length + column] = value === null ? Number.NaN : coordinate(scale, value);
    });
  });
  return { rows: customers.length, columns: scales.length, values };
}

/** The middle half as a normal distribution has it; where that is one value, the standard deviation. */
function spreadOf(sorted: readonly number[]): number {
  const middle = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349;
  if (middle > leastSpread) return middle;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
  return deviation > leastSpread ? deviation : 0;
}

export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

export function middleOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length === 0 ? null : quantile(known, 0.5);
}

function correlation(points: Points, one: number, other: number): number {
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < points.rows; row += 1) {
    const [x, y] = [at(points, row, one), at(points, row, other)];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    [n, sx, sy, sxx, syy, sxy] = [n + 1, sx + x, sy + y, sxx + x * x, syy + y * y, sxy + x * y];
  }
  const spread = Math.sqrt((sxx - (sx * sx) / n) * (syy - (sy * sy) / n));
  return n < 3 || spread === 0 ? 0 : (sxy - (sx * sy) / n) / spread;
}

/** The rows of these places. */
export function rowsOf(points: Points, places: readonly number[]): Points {
  const { columns } = points;
  const values = new Float64Array(places.length * columns);
  places.forEach((place, row) => {
    values.set(points.values.subarray(place * columns, (place + 1) * columns), row * columns);
  });
  return { rows: places.length, columns, values };
}
