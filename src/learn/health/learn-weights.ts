// Learns how much each part of the health index should count, from what happened to customers; the preset where nothing beats it.
import { indexUnder, inShares, type PartWeights, presetWeights } from '#analyze/health-weights.ts';
import { seededRandom, shuffled } from '#learn/random.ts';
import { areaBetween } from './area-between.ts';
import { fitWeights, rowOf } from './fit-weights.ts';
import type { LearnedWeights } from './health-check.ts';
import type { PartMoment } from './part-moment.ts';

/** Fewest customers who left, and who stayed: six weights cannot be told from less. */
export const fewestToWeigh = 30;
const folds = 5;
/** How many moments the preset is worth; the first one is the preset itself. */
const holds = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30] as const;
/** More moments make it slower and hardly better. */
const mostMoments = 4_000;

export function learnWeights(all: readonly PartMoment[], seed = 1): LearnedWeights {
  const moments = all.filter(({ parts }) => parts.some(({ value }) => value !== null));
  const seen = new Set(moments.map(({ customer }) => customer));
  const gone = new Set(moments.flatMap(({ customer, left }) => (left ? [customer] : [])));
  const counts = { left: gone.size, stayed: seen.size - gone.size, needed: fewestToWeigh };
  if (counts.left < fewestToWeigh || counts.stayed < fewestToWeigh)
    return { ...counts, parts: null, better: false, preset: null, learned: null };
  const stories = storiesOf(moments, seed);
  const chosen = chooseHold(stories);
  const hold = holds[chosen.place] ?? Number.POSITIVE_INFINITY;
  const parts = inShares(fitWeights(stories.flatMap((one) => one.moments).map(rowOf), hold).weights);
  return {
    ...counts,
    parts,
    better: Number.isFinite(hold),
    preset: areaUnder(stories, () => presetWeights),
    // Each customer by weights that were fitted without it.
    learned: areaUnder(stories, (fold) => chosen.weights[fold] ?? presetWeights),
  };
}

type Story = { readonly fold: number; readonly moments: readonly PartMoment[] };

/** Customers in random folds, all moments of one in the same; of very many customers some. */
function storiesOf(moments: readonly PartMoment[], seed: number): Story[] {
  const stories = [...Map.groupBy(moments, ({ customer }) => customer)].sort(([a], [b]) => (a < b ? -1 : 1));
  const order = shuffled(seededRandom(seed), stories.length);
  const kept: Story[] = [];
  let count = 0;
  for (const [nr, place] of order.entries()) {
    const own = stories[place]?.[1] ?? [];
    count += own.length;
    if (count > mostMoments) break;
    kept.push({ fold: nr % folds, moments: own });
  }
  return kept;
}

/**
 * The one that holds most to the preset among those that are as good, within one standard error over customers, as the best on
 * customers not fitted to.
 */
function chooseHold(stories: readonly Story[]): { place: number; weights: readonly PartWeights[] } {
  const fitted = holds.map((hold) =>
    Array.from({ length: folds }, (_, fold) =>
      fitWeights(
        stories.flatMap((one) => (one.fold === fold ? [] : one.moments.map(rowOf))),
        hold,
      ),
    ),
  );
  const losses = fitted.map((byFold) =>
    stories.map(({ fold, moments }) =>
      moments.reduce((sum, one) => sum + (byFold[fold]?.loss(rowOf(one)) ?? 0), 0),
    ),
  );
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  const best = losses.reduce((least, one) => (sum(one) < sum(least) ? one : least));
  const place = losses.findIndex((one) => {
    const worse = one.map((loss, nr) => loss - (best[nr] ?? 0));
    const mean = sum(worse) / worse.length;
    const spread = Math.sqrt(sum(worse.map((value) => (value - mean) ** 2)) / Math.max(1, worse.length - 1));
    return mean <= spread / Math.sqrt(worse.length);
  });
  return { place, weights: (fitted[place] ?? []).map(({ weights }) => weights) };
}

function areaUnder(stories: readonly Story[], weightsOf: (fold: number) => PartWeights) {
  return areaBetween(
    stories.flatMap(({ fold, moments }) =>
      moments.flatMap(({ customer, left, parts }) => {
        const value = indexUnder(weightsOf(fold), parts);
        return value === null ? [] : [{ customer, left, value }];
      }),
    ),
  );
}
