// A cloud without segments: as many points, spread and leaning like the given ones, with the same holes.
import { type Random, seededRandom } from '#learn/random.ts';
import { at, type Points } from './scale.ts';

/** Draws from one normal distribution with the mean and covariance of the points (as SigClust does, Liu and others 2008). */
export function oneCloud(points: Points): (seed: number) => Points {
  const { rows, columns } = points;
  const mean = Array.from({ length: columns }, (_, column) => meanOf(points, column));
  const root = rootOf(covariance(points, mean), columns);
  return (seed) => {
    const random = seededRandom(seed);
    const values = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row += 1) {
      const drawn = Array.from({ length: columns }, () => normal(random));
      for (let column = 0; column < columns; column += 1) {
        let value = mean[column] ?? 0;
        for (let k = 0; k <= column; k += 1) value += (root[column * columns + k] ?? 0) * (drawn[k] ?? 0);
        const hole = Number.isNaN(at(points, row, column));
        values[row * columns + column] = hole ? Number.NaN : Math.max(-3, Math.min(3, value));
      }
    }
    return { rows, columns, values };
  };
}

export function meanOf(points: Points, column: number): number {
  let [sum, known] = [0, 0];
  for (let row = 0; row < points.rows; row += 1) {
    const value = at(points, row, column);
    if (Number.isNaN(value)) continue;
    [sum, known] = [sum + value, known + 1];
  }
  return known === 0 ? 0 : sum / known;
}

/** Holes count as the mean, which keeps the matrix positive. */
export function covariance(points: Points, mean: readonly number[]): Float64Array {
  const { rows, columns } = points;
  const sums = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row += 1) {
    const off = mean.map((center, column) => {
      const value = at(points, row, column);
      return Number.isNaN(value) ? 0 : value - center;
    });
    for (let one = 0; one < columns; one += 1)
      for (let other = 0; other < columns; other += 1)
        sums[one * columns + other] =
          (sums[one * columns + other] ?? 0) + (off[one] ?? 0) * (off[other] ?? 0);
  }
  return sums.map((sum) => sum / Math.max(1, rows - 1));
}

/** The lower half whose square the matrix is (Cholesky). */
function rootOf(matrix: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) sum -= (root[row * size + k] ?? 0) * (root[column * size + k] ?? 0);
      root[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-9)) : sum / (root[column * size + column] ?? 1);
    }
  return root;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
