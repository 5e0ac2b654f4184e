// Cuts the values of one input into bins: frequent values get a bin of their own, the rest equal shares.
import type { Bins } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';

const mostBins = 250;
// Above this many rare levels a new level is no news, and remembering them all would only bloat the weights.
const mostRemembered = 500;

/** Bins of numbers, or of levels that `enough` rows have. */
export function cutBins(
  values: readonly Value[],
  kind: 'numbers' | 'levels',
  most = mostBins,
  enough = values.length < 1000 ? 5 : 10,
): Bins {
  return kind === 'numbers' ? cutNumbers(values, most) : cutLevels(values, most, enough);
}

/**
 * Up to `most` bins. A value held by at least one share (rows / most) of the rows is cut off on both sides:
 * money is often 10000 or 50000 exactly, and such values behave unlike their neighbours.
 */
function cutNumbers(values: readonly Value[], most: number): Bins {
  const known = Float64Array.from(values.filter((value) => typeof value === 'number')).sort();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of known) {
    if (value === distinct.at(-1)) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const ends =
    distinct.length <= most ? distinct.map((_, place) => place) : shareOut(counts, known.length, most);
  const cuts = ends.slice(0, -1).map((place) => between(distinct[place] ?? 0, distinct[place + 1] ?? 0));
  return { of: 'numbers', cuts };
}

/** Places of the last distinct value of each bin. */
function shareOut(counts: readonly number[], rows: number, most: number): number[] {
  const frequent = counts.map((count) => count >= rows / most);
  const alone = frequent.filter(Boolean).length;
  const others = counts.reduce((sum, count, place) => (frequent[place] ? sum : sum + count), 0);
  // Each frequent value may split a share in two, hence the reserve of one more bin for it.
  const share = others / Math.max(1, most - 2 * alone);
  const ends: number[] = [];
  let filled = 0;
  counts.forEach((count, place) => {
    filled += count;
    if (frequent[place] || frequent[place + 1] || filled >= share) {
      ends.push(place);
      filled = 0;
    }
  });
  if (ends.at(-1) !== counts.length - 1) ends.push(counts.length - 1);
  return ends;
}

/** The middle of two neighbours; the upper one where doubles have no room between them. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle > low && middle <= high ? middle : high;
}

/** Levels held by enough rows, the most frequent first; the others share the pooled bin. */
function cutLevels(values: readonly Value[], most: number, enough: number): Bins {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value === null) continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const kept = byCount.slice(0, most).filter(([, count]) => count >= enough);
  const rare = byCount.slice(kept.length).map(([level]) => level);
  return {
    of: 'levels',
    levels: kept.map(([level]) => level),
    rare: rare.length > mostRemembered ? null : rare,
  };
}
