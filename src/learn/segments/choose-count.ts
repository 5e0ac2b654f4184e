// How many segments there are, by the data: so many as one half of the customers can tell of the other half, and as chance does not make.

import type { TriedCount } from '#analyze/segment/segment.ts';
import { type Random, seededRandom, shuffled } from '#learn/random.ts';
import { apartness, assign, kMeans, sizesOf } from './k-means.ts';
import { oneCloud } from './one-cloud.ts';
import { type Points, rowsOf } from './scale.ts';

export const mostSegments = 8;
/** More customers than these tell no more about their number. */
const mostAsked = 800;
const splits = 5;
const clouds = 20;
/** From so much on a number is believed (Tibshirani and Walther 2005 say 0.8 to 0.9), and so much keeps the one before. */
const strong = { enough: 0.8, toGrow: 0.85, toStay: 0.65 } as const;
/** So much further apart than any cloud: clouds that pile up at a limit (28 days a month) are no normal ones. */
const beyondChance = { toFind: 0.04, toStay: 0.02 } as const;
/** A segment is at least so many, and such a share. */
const fewest = { count: 8, share: 0.03 } as const;

export function tryCounts(points: Points, seed: number): TriedCount[] {
  const asked = some(points, seed);
  const most = Math.min(mostSegments, Math.floor(asked.rows / 12));
  const draw = oneCloud(asked);
  const references = Array.from({ length: clouds }, (_, nr) => draw(seed * 1000 + nr));
  const tried: TriedCount[] = [];
  for (let count = 2; count <= most; count += 1) {
    const random = seededRandom(seed + count);
    const found = kMeans(asked, count, random, 10);
    const least = Math.min(...sizesOf(found));
    const strength = strengthOf(asked, count, random);
    // Clouds take long: they are asked only where the number could be believed at all.
    const chance =
      strength < strong.toStay
        ? 1
        : Math.max(...references.map((cloud) => apartness(cloud, kMeans(cloud, count, random, 3))));
    const apart = apartness(asked, found);
    tried.push({ count, strength: round(strength), apart: round(apart), chance: round(chance), least });
  }
  return tried;
}

/** The largest number that is believed; the one before is kept as long as it is not clearly wrong. 1: no segments. */
export function chosenCount(tried: readonly TriedCount[], customers: number, before: number | null): number {
  const asked = Math.min(mostAsked, customers);
  const least = Math.max(fewest.count * (asked / customers), fewest.share * asked);
  const holds = (one: TriedCount, strength: number, beyond: number) =>
    one.strength >= strength && one.apart > one.chance + beyond && one.least >= least;
  const most = (strength: number) =>
    Math.max(
      1,
      ...tried.filter((one) => holds(one, strength, beyondChance.toFind)).map(({ count }) => count),
    );
  const old = tried.find(({ count }) => count === before);
  if (old === undefined || !holds(old, strong.toStay, beyondChance.toStay)) return most(strong.enough);
  return Math.max(old.count, most(strong.toGrow));
}

/**
 * Of each segment of one half: how many of its pairs the segments of the other half put together too; the least of them,
 * on average over several ways to halve.
 */
function strengthOf(points: Points, count: number, random: Random): number {
  let sum = 0;
  for (let nr = 0; nr < splits; nr += 1) {
    const order = [...shuffled(random, points.rows)];
    const middle = order.length >> 1;
    const [one, other] = [rowsOf(points, order.slice(0, middle)), rowsOf(points, order.slice(middle))];
    const teacher = kMeans(one, count, random, 6);
    const own = kMeans(other, count, random, 6);
    const told = assign(other, teacher.centroids).labels;
    let least = 1;
    for (let cluster = 0; cluster < count; cluster += 1)
      least = Math.min(least, pairsKept(own.labels, told, cluster));
    sum += least;
  }
  return sum / splits;
}

function pairsKept(own: Int32Array, told: Int32Array, cluster: number): number {
  const counts = new Map<number, number>();
  let size = 0;
  own.forEach((label, row) => {
    if (label !== cluster) return;
    size += 1;
    const other = told[row] ?? 0;
    counts.set(other, (counts.get(other) ?? 0) + 1);
  });
  if (size < 2) return 0;
  let pairs = 0;
  for (const count of counts.values()) pairs += count * (count - 1);
  return pairs / (size * (size - 1));
}

function some(points: Points, seed: number): Points {
  if (points.rows <= mostAsked) return points;
  return rowsOf(points, [...shuffled(seededRandom(seed), points.rows)].slice(0, mostAsked));
}

const round = (value: number) => Math.round(value * 1000) / 1000;
