// Segments from what customers do, going on with those of last time; pure, and the same again from the same.
import type { BehaviourScale, Segment, SegmentMember, SegmentVersion } from '#analyze/segment/segment.ts';
import { seededRandom } from '#learn/random.ts';
import { type Customer, isKnownOf, settled } from './behaviour-of.ts';
import { chosenCount, tryCounts } from './choose-count.ts';
import { type Clustering, centroidsOf, kMeans, settleFrom } from './k-means.ts';
import { goesOnWith, stay } from './keep-segments.ts';
import { contrasts, idOf, wordsOf } from './name-segments.ts';
import { plotOf } from './plot-segments.ts';
import { middleOf, type Points, pointsOf, scalesOf } from './scale.ts';

export const fewestCustomers = 30;
const fewestBehaviours = 3;
/** A customer is placed when at least this share of the behaviours is known of it. */
const leastKnown = 0.5;
/** A clustering from scratch takes over from the one that goes on where it is better by this share. */
const betterBy = 0.03;
/** So many versions in a row must say something else before the number of segments changes. */
const patience = 2;

export type Before = {
  readonly version: SegmentVersion;
  /** By subject, the segment and since when. */
  readonly members: ReadonlyMap<string, { readonly segment: string; readonly since: Date }>;
};
export type Found = { readonly version: SegmentVersion; readonly members: readonly SegmentMember[] };

export function segmentsFrom(given: readonly Customer[], before: Before | null, now: Date, seed = 1): Found {
  const customers = settled(given).sort((a, b) =>
    a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0,
  );
  if (customers.length < fewestCustomers) return nothing('too_few', customers.length, [], 0);
  const scales = scalesOf(customers);
  if (scales.length < fewestBehaviours) return nothing('too_little_known', customers.length, scales, 0);
  const names = scales.map(({ behaviour }) => behaviour);
  const placed = customers.filter((one) => isKnownOf(one, names) >= leastKnown * names.length);
  const unplaced = customers.length - placed.length;
  if (placed.length < fewestCustomers) return nothing('too_little_known', placed.length, scales, unplaced);
  const points = pointsOf(placed, scales);
  const tried = tryCounts(points, seed);
  const old = before === null || before.version.segments.length === 0 ? null : before;
  const wanted = chosenCount(tried, placed.length, old?.version.segments.length ?? null);
  // A number that was right is not given up for what one week says.
  const changes = old !== null && wanted !== old.version.segments.length;
  const doubts = changes ? old.version.doubts + 1 : 0;
  const keeps = changes && doubts < patience && old.version.segments.length * 2 <= placed.length;
  const count = keeps ? old.version.segments.length : wanted;
  if (count < 2) return nothing('one_cloud', placed.length, scales, unplaced, tried);
  const clusters = cluster(points, count, scales, old, seed);
  const drawn = draw({ placed, points, scales, clusters, old, now });
  const { segments, members, moved } = drawn;
  const plot = plotOf(points, scales);
  return {
    version: {
      ...{ none: null, customers: placed.length, unplaced, needed: fewestCustomers, scales, segments, tried },
      ...{ doubts: keeps ? doubts : 0, moved, axes: plot.axes },
    },
    members: members.map((one, row) => ({ ...one, ...(plot.places[row] ?? { x: 0, y: 0 }) })),
  };
}

function nothing(
  none: 'too_few' | 'too_little_known' | 'one_cloud',
  customers: number,
  scales: BehaviourScale[],
  unplaced: number,
  tried: SegmentVersion['tried'] = [],
): Found {
  const empty = { segments: [], tried, doubts: 0, moved: null, axes: [] };
  return { version: { none, customers, unplaced, needed: fewestCustomers, scales, ...empty }, members: [] };
}

function cluster(
  points: Points,
  count: number,
  scales: readonly BehaviourScale[],
  old: Before | null,
  seed: number,
): Clustering {
  const fresh = kMeans(points, count, seededRandom(seed), 30);
  if (old === null || old.version.segments.length !== count) return fresh;
  const on = settleFrom(points, centroidsIn(scales, old.version));
  return fresh.inertia < on.inertia * (1 - betterBy) ? fresh : on;
}

/** The old centroids where the new scales put them. */
function centroidsIn(
  scales: readonly BehaviourScale[],
  { segments, scales: before }: SegmentVersion,
): Points {
  const values = segments.flatMap(({ centroid }) =>
    scales.map(({ behaviour, center, scale }) => {
      const z = centroid[behaviour] ?? null;
      const was = before.find((one) => one.behaviour === behaviour);
      return z === null || was === undefined ? 0 : (z * was.scale + was.center - center) / scale;
    }),
  );
  return { rows: segments.length, columns: scales.length, values: Float64Array.from(values) };
}

type Drawing = {
  readonly placed: readonly Customer[];
  readonly points: Points;
  readonly scales: readonly BehaviourScale[];
  readonly clusters: Clustering;
  readonly old: Before | null;
  readonly now: Date;
};

function draw({ placed, points, scales, clusters, old, now }: Drawing) {
  const count = clusters.centroids.rows;
  const was = placed.map(({ subject }) => old?.members.get(subject) ?? null);
  const oldIds = was.map((one) => one?.segment ?? null);
  const goesOn = goesOnWith(clusters.labels, oldIds, count, old?.version.segments ?? []);
  const labels = stay(points, clusters.centroids, clusters.labels, (row) => {
    const place = goesOn.indexOf(oldIds[row] ?? '');
    return place < 0 ? null : place;
  });
  const oldOf = (place: number) => old?.version.segments.find(({ id }) => id === goesOn[place]) ?? null;
  const told = contrasts(points, scales, labels, count);
  const words = wordsOf(
    told,
    goesOn.map((_, place) => oldOf(place)?.words ?? null),
  );
  const taken = new Set<string>(goesOn.filter((id) => id !== null));
  const ids = goesOn.map((id, place) => {
    if (id !== null) return id;
    const fresh = idOf(words[place] ?? [], taken);
    taken.add(fresh);
    return fresh;
  });
  const middles = centroidsOf(points, labels, clusters.centroids);
  const segments = ids.map((id, place): Segment => {
    const here = placed.filter((_, row) => labels[row] === place);
    const others = placed.filter((_, row) => labels[row] !== place);
    return {
      ...{ id, words: words[place] ?? [], size: here.length },
      centroid: byBehaviour(scales, (_, column) => {
        const value = middles.values[place * middles.columns + column] ?? Number.NaN;
        return Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4;
      }),
      typical: byBehaviour(scales, ({ behaviour }) => ({
        here: middleOf(here.map(({ conduct }) => conduct[behaviour])),
        others: middleOf(others.map(({ conduct }) => conduct[behaviour])),
      })),
    };
  });
  const members = placed.map(({ subject }, row) => {
    const segment = ids[labels[row] ?? 0] ?? '';
    const before = was[row];
    return { subject, segment, since: before?.segment === segment ? before.since : now };
  });
  const again = members.filter((_, row) => was[row] !== null);
  const changed = members.filter(({ segment }, row) => was[row] !== null && was[row]?.segment !== segment);
  return { segments, members, moved: old === null ? null : { of: again.length, count: changed.length } };
}

function byBehaviour<T>(
  scales: readonly BehaviourScale[],
  value: (scale: BehaviourScale, column: number) => T,
): Record<string, T> {
  return Object.fromEntries(scales.map((scale, column) => [scale.behaviour, value(scale, column)]));
}
