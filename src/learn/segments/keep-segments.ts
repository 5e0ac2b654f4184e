// From one week to the next: which new segment is which old one, and who stays though the border moved a little.
import type { Segment } from '#analyze/segment/segment.ts';
import { distance } from './k-means.ts';
import type { Points } from './scale.ts';

/** Whoever was placed before is in another segment only when that is nearer by this share. */
const margin = 0.8;
/** Segments that have at least this share of their customers in common are the same one. */
const leastShared = 0.3;

/**
 * For each new cluster the old segment that it goes on with, or null. Chosen together, so that as many customers as
 * possible keep their segment; where nobody was placed before, none goes on.
 */
export function goesOnWith(
  labels: Int32Array,
  before: readonly (string | null)[],
  count: number,
  old: readonly Segment[],
): (string | null)[] {
  const shared = Array.from({ length: count }, () => old.map(() => 0));
  const sizes = { fresh: Array.from({ length: count }, () => 0), old: old.map(() => 0) };
  labels.forEach((cluster, row) => {
    const place = old.findIndex(({ id }) => id === before[row]);
    if (place < 0) return;
    const line = shared[cluster];
    if (line !== undefined) line[place] = (line[place] ?? 0) + 1;
    sizes.fresh[cluster] = (sizes.fresh[cluster] ?? 0) + 1;
    sizes.old[place] = (sizes.old[place] ?? 0) + 1;
  });
  const jaccard = (cluster: number, place: number) => {
    const both = shared[cluster]?.[place] ?? 0;
    const all = (sizes.fresh[cluster] ?? 0) + (sizes.old[place] ?? 0) - both;
    return all === 0 ? 0 : both / all;
  };
  // There are few of them: every way to pair them is looked at, cluster by cluster, by which old ones are taken.
  type Way = { readonly worth: number; readonly pairs: readonly (number | null)[] };
  let ways = new Map<number, Way>([[0, { worth: 0, pairs: [] }]]);
  for (let cluster = 0; cluster < count; cluster += 1) {
    const next = new Map<number, Way>();
    const offer = (taken: number, way: Way) => {
      if (way.worth > (next.get(taken)?.worth ?? Number.NEGATIVE_INFINITY)) next.set(taken, way);
    };
    for (const [taken, { worth, pairs }] of ways) {
      offer(taken, { worth, pairs: [...pairs, null] });
      old.forEach((_, place) => {
        const bit = 1 << place;
        const share = jaccard(cluster, place);
        if ((taken & bit) === 0 && share >= leastShared)
          offer(taken | bit, { worth: worth + share, pairs: [...pairs, place] });
      });
    }
    ways = next;
  }
  const best = [...ways.values()].reduce((a, b) => (b.worth > a.worth ? b : a));
  return best.pairs.map((place) => (place === null ? null : (old[place]?.id ?? null)));
}

/** The labels with everybody left where they were who is not clearly nearer to another segment. `was`: the cluster that the old segment is now. */
export function stay(
  points: Points,
  centroids: Points,
  labels: Int32Array,
  was: (row: number) => number | null,
): Int32Array {
  return labels.map((label, row) => {
    const old = was(row);
    if (old === null || old === label) return label;
    const [away, home] = [distance(points, row, centroids, label), distance(points, row, centroids, old)];
    return Math.sqrt(away) < margin * Math.sqrt(home) ? label : old;
  });
}
