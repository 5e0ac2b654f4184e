// k-means over points with holes: a distance is taken over what is known of both, and counted up to all columns.
import type { Random } from '#learn/random.ts';
import type { Points } from './scale.ts';

export type Clustering = {
  /** A row per cluster; NaN where nothing is known of any member. */
  readonly centroids: Points;
  readonly labels: Int32Array;
  /** Sum of squared distances. */
  readonly inertia: number;
};

const mostRounds = 60;

/** Squared distance of a row to a centroid; 0 where they have nothing known in common. */
export function distance(points: Points, row: number, centroids: Points, cluster: number): number {
  const { columns } = points;
  let sum = 0;
  let known = 0;
  for (let column = 0; column < columns; column += 1) {
    const d =
      (points.values[row * columns + column] ?? 0) - (centroids.values[cluster * columns + column] ?? 0);
    if (Number.isNaN(d)) continue;
    sum += d * d;
    known += 1;
  }
  return known === 0 ? 0 : (sum * columns) / known;
}

/** The nearest centroid of each row, and the sum of the squared distances. */
export function assign(points: Points, centroids: Points): { labels: Int32Array; inertia: number } {
  const labels = new Int32Array(points.rows);
  let inertia = 0;
  for (let row = 0; row < points.rows; row += 1) {
    let least = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < centroids.rows; cluster += 1) {
      const d = distance(points, row, centroids, cluster);
      if (d >= least) continue;
      least = d;
      labels[row] = cluster;
    }
    inertia += least;
  }
  return { labels, inertia };
}

/** The mean of what is known in each cluster; an empty one stays where it was. */
export function centroidsOf(points: Points, labels: Int32Array, before: Points): Points {
  const { rows, columns } = before;
  const sums = new Float64Array(rows * columns);
  const counts = new Int32Array(rows * columns);
  for (let row = 0; row < points.rows; row += 1) {
    const cluster = labels[row] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      const value = points.values[row * columns + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const place = cluster * columns + column;
      sums[place] = (sums[place] ?? 0) + value;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  const values = Float64Array.from(before.values, (old, place) => {
    const count = counts[place] ?? 0;
    return count === 0 ? old : (sums[place] ?? 0) / count;
  });
  return { rows, columns, values };
}

/** From these centroids on, until nobody moves. */
export function settleFrom(points: Points, begin: Points): Clustering {
  let centroids = begin;
  let { labels, inertia } = assign(points, centroids);
  for (let round = 0; round < mostRounds; round += 1) {
    centroids = centroidsOf(points, labels, centroids);
    const next = assign(points, centroids);
    const moved = next.labels.some((label, row) => label !== labels[row]);
    ({ labels, inertia } = next);
    if (!moved) break;
  }
  return { centroids, labels, inertia };
}

/** The best of several beginnings, each chosen far apart (Arthur and Vassilvitskii 2007). */
export function kMeans(points: Points, count: number, random: Random, tries: number): Clustering {
  let best: Clustering | null = null;
  for (let nr = 0; nr < tries; nr += 1) {
    const found = settleFrom(points, farApart(points, count, random));
    if (best === null || found.inertia < best.inertia) best = found;
  }
  return best ?? settleFrom(points, farApart(points, count, random));
}

function farApart(points: Points, count: number, random: Random): Points {
  const { columns, rows } = points;
  const chosen = new Float64Array(count * columns);
  // What is not known of a beginning is taken as the middle, which is 0.
  const take = (row: number, place: number) => {
    for (let column = 0; column < columns; column += 1) {
      const value = points.values[row * columns + column] ?? 0;
      chosen[place * columns + column] = Number.isNaN(value) ? 0 : value;
    }
  };
  take(Math.floor(random() * rows), 0);
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let place = 1; place < count; place += 1) {
    const last = { rows: 1, columns, values: chosen.subarray((place - 1) * columns, place * columns) };
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      nearest[row] = Math.min(nearest[row] ?? 0, distance(points, row, last, 0));
      sum += nearest[row] ?? 0;
    }
    let left = random() * sum;
    let row = 0;
    while (row < rows - 1 && left > (nearest[row] ?? 0)) {
      left -= nearest[row] ?? 0;
      row += 1;
    }
    take(row, place);
  }
  return { rows: count, columns, values: chosen };
}

/** How many are in each cluster. */
export function sizesOf({ labels, centroids }: Pick<Clustering, 'labels' | 'centroids'>): number[] {
  const sizes = Array.from({ length: centroids.rows }, () => 0);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes;
}

/** Mean silhouette with distances to centroids instead of to members: 1 is far apart, 0 is on the border. */
export function apartness(points: Points, { centroids, labels }: Clustering): number {
  let sum = 0;
  for (let row = 0; row < points.rows; row += 1) {
    const own = Math.sqrt(distance(points, row, centroids, labels[row] ?? 0));
    let other = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < centroids.rows; cluster += 1)
      if (cluster !== labels[row])
        other = Math.min(other, Math.sqrt(distance(points, row, centroids, cluster)));
    sum += (other - own) / Math.max(other, own, 1e-12);
  }
  return points.rows === 0 ? 0 : sum / points.rows;
}
