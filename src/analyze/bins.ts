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
    const cuts = Float64Array.from(bins.cuts);
    return (value) => (typeof value === 'number' ? 1 + cutsUpTo(cuts, value) : 0);
  }
  if (bins.of === 'ranked') {
    const ranked = new Map(bins.levels.flatMap((levels, k) => levels.map((level) => [level, k + 1])));
    return (value) => (value === null ? 0 : (ranked.get(String(value)) ?? bins.unseen));
  }
  const places = new Map(bins.levels.map((level, place) => [level, place + 1]));
  const pooled = bins.levels.length + 1;
  return (value) => (value === null ? 0 : (places.get(String(value)) ?? pooled));
}

function cutsUpTo(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
