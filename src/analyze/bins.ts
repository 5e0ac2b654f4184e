// Bins: the frozen drawers into which the values of one input are sorted; drawer 0 is "not known".
import { z } from 'zod';
import type { Value } from './feature.ts';

/**
 * Of numbers: bin 1 + how many `cuts` (rising) are not above the value. Of categories: bin 1 + place in
 * `levels`; every other level, seen or never seen, goes to the pooled bin after the last. `rare` names the seen
 * ones among those, and is null where they are too many for a new one to be news. Of ranked categories: bin 1 + k holds
 * `levels[k]`, and every other level goes to bin `unseen`; the bins rise like those of numbers.
 */
export const bins = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('numbers'), cuts: z.array(z.number()) }),
  z.strictObject({
    of: z.literal('levels'),
    levels: z.array(z.string()),
    rare: z.array(z.string()).nullable(),
  }),
  z.strictObject({ of: z.literal('ranked'), levels: z.array(z.array(z.string())), unseen: z.int() }),
]);
export type Bins = Readonly<z.infer<typeof bins>>;

/** How many bins there are, the one for "not known" included. */
export function binCount(bins: Bins): number {
  if (bins.of === 'numbers') return bins.cuts.length + 2;
  return bins.levels.length + (bins.of === 'ranked' ? 1 : 2);
}

/** True for a level that training has never seen, where training saw few enough to tell. */
export function isNews(bins: Bins): (value: Value) => boolean {
  if (bins.of !== 'levels') return () => false;
  const { levels, rare } = bins;
  if (rare === null) return () => false;
  const seen = new Set([...levels, ...rare]);
  return (value) => value !== null && !seen.has(String(value));
}

/** A function from a value to its bin, made once per model because looking up levels needs a map. */
export function binner(bins: Bins): (value: Value) => number {
  if (bins.of === 'numbers') {
    const upTo = cutsUpTo(Float64Array.from(bins.cuts));
    return (value) => (typeof value === 'number' ? 1 + upTo(value) : 0);
  }
  const { places, others } = levelPlaces(bins);
  return (value) => (value === null ? 0 : (places.get(String(value)) ?? others));
}

/** Writes the bins of the rows from `from` up to `to` into `into`, from `place` on. */
export type ColumnBinner<Into = Uint8Array> = (
  column: readonly Value[],
  from: number,
  to: number,
  into: Into,
  place: number,
) => void;

/** The same for a whole column: a loop for each kind of bins, so that nothing is called indirectly row by row. */
export function columnBinner(bins: Bins): ColumnBinner {
  if (bins.of !== 'numbers') {
    const sort = levelsBinner([bins]);
    return (column, from, to, into, place) => sort(column, from, to, [into], place);
  }
  const upTo = cutsUpTo(Float64Array.from(bins.cuts));
  return (column, from, to, into, place) => {
    const beyond = place - from;
    for (let row = from; row < to; row++) {
      const value = column[row];
      into[beyond + row] = typeof value === 'number' ? 1 + upTo(value) : 0;
    }
  };
}

export type LevelBins = Exclude<Bins, { of: 'numbers' }>;

/** The same for all bins of one column's levels: each text is looked up once, and `into` gets its bin by each of them. */
export function levelsBinner(all: readonly LevelBins[]): ColumnBinner<readonly Uint8Array[]> {
  const known = all.map(levelPlaces);
  const levels = [...new Set(known.flatMap(({ places }) => [...places.keys()]))];
  const numbers = new Map(levels.map((level, nr) => [level, nr + 1]));
  const unknown = levels.length + 1;
  const binsOf = known.map(({ places, others }) =>
    Uint8Array.from([0, ...levels.map((level) => places.get(level) ?? others), others]),
  );
  let found = new Int32Array(0);
  return (column, from, to, into, place) => {
    if (found.length < to - from) found = new Int32Array(to - from);
    for (let row = from; row < to; row++) {
      const value = column[row] ?? null;
      found[row - from] = value === null ? 0 : (numbers.get(String(value)) ?? unknown);
    }
    binsOf.forEach((bins, nr) => {
      const drawers = into[nr];
      if (drawers === undefined) return;
      for (let nth = 0; nth < to - from; nth++) drawers[place + nth] = bins[found[nth] ?? 0] ?? 0;
    });
  };
}

function levelPlaces(bins: LevelBins): {
  places: Map<string, number>;
  others: number;
} {
  if (bins.of === 'ranked')
    return {
      places: new Map(bins.levels.flatMap((levels, k) => levels.map((level) => [level, k + 1]))),
      others: bins.unseen,
    };
  return {
    places: new Map(bins.levels.map((level, place) => [level, place + 1])),
    others: bins.levels.length + 1,
  };
}

const buckets = 1024;

/**
 * How many cuts are not above a value. Equal stretches between the first and the last cut say which cuts are near; a
 * greater value never lies in an earlier stretch, so only the cuts of its own stretch have to be looked at.
 */
function cutsUpTo(cuts: Float64Array): (value: number) => number {
  const first = cuts[0] ?? 0;
  const scale = buckets / ((cuts.at(-1) ?? 0) - first);
  const even = Number.isFinite(scale) && scale > 0 ? scale : 0;
  const bucketOf = (value: number) => Math.max(0, Math.min(buckets, (value - first) * even)) | 0;
  const starts = new Int32Array(buckets + 2);
  for (const cut of cuts) starts[bucketOf(cut) + 1] = (starts[bucketOf(cut) + 1] ?? 0) + 1;
  for (let b = 1; b < starts.length; b++) starts[b] = (starts[b] ?? 0) + (starts[b - 1] ?? 0);
  return (value) => {
    const bucket = bucketOf(value);
    let low = starts[bucket] ?? 0;
    let high = starts[bucket + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cuts[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
