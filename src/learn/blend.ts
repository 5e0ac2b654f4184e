// The blend: a weighed mean of fitted models in log-odds, which is again a sum of the same parts.
import { meanLoss } from './base-rate.ts';
import type { Fitted } from './fitted.ts';

/** Shares are tried in steps of this; finer ones gain nothing that unseen records could tell. */
const steps = 5;
// A part that does not lower the log loss by this much only makes the whole harder to read.
const leastGain = 5e-5;

/** The mean of the models with the least log loss on unseen records, or one of them alone where that is as good. */
export function bestBlend(outcomes: Uint8Array, models: readonly Fitted[]): Fitted | undefined {
  let best: { shares: readonly number[]; loss: number; parts: number } | undefined;
  // Single models come first, then blends of two, so that more parts must earn their place.
  const mixes = mixesOf(models.length, steps).sort((a, b) => countOf(a) - countOf(b));
  for (const mix of mixes) {
    const shares = mix.map((one) => one / steps);
    const loss = meanLoss(outcomes, heldOutOf(models, shares));
    const parts = countOf(mix);
    const enough = best === undefined ? 0 : parts > best.parts ? leastGain : 0;
    if (best === undefined || loss < best.loss - enough) best = { shares, loss, parts };
  }
  return best === undefined ? undefined : blended(models, best.shares);
}

/**
 * The mean of all blends, each weighed by how likely it makes the outcomes of unseen records (Bayesian model averaging):
 * where few records judge, the best by a hair is best by chance. `likely`: of a part before any record was looked at.
 */
export function meanBlend(
  outcomes: Uint8Array,
  models: readonly Fitted[],
  likely: (model: Fitted) => number,
): Fitted | undefined {
  const mixes = mixesOf(models.length, steps).map((mix) => {
    const shares = mix.map((one) => one / steps);
    const before = models.reduce((sum, model, nr) => sum + (shares[nr] ?? 0) * Math.log(likely(model)), 0);
    const logLikely = before - outcomes.length * meanLoss(outcomes, heldOutOf(models, shares));
    return { shares, logLikely };
  });
  const best = Math.max(...mixes.map(({ logLikely }) => logLikely));
  const weights = mixes.map(({ logLikely }) => Math.exp(logLikely - best));
  const all = weights.reduce((sum, one) => sum + one, 0);
  const shares = models.map(
    (_, nr) => mixes.reduce((sum, mix, at) => sum + (mix.shares[nr] ?? 0) * (weights[at] ?? 0), 0) / all,
  );
  return models.length === 0 ? undefined : blended(models, shares);
}

function countOf(mix: readonly number[]): number {
  return mix.filter((share) => share > 0).length;
}

/** All ways of sharing `total` among `count`. */
function mixesOf(count: number, total: number): number[][] {
  if (count <= 1) return count === 0 ? [] : [[total]];
  return Array.from({ length: total + 1 }, (_, first) =>
    mixesOf(count - 1, total - first).map((rest) => [first, ...rest]),
  ).flat();
}

function heldOutOf(models: readonly Fitted[], shares: readonly number[]): Float64Array {
  const sum = new Float64Array(models[0]?.heldOut.length ?? 0);
  models.forEach(({ heldOut }, nr) => {
    const share = shares[nr] ?? 0;
    if (share !== 0)
      for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] ?? 0) + share * (heldOut[row] ?? 0);
  });
  return sum;
}

/** Input by input, pair by pair, tree by tree; all models share frame and folds, and one at most has pairs. */
function blended(models: readonly Fitted[], shares: readonly number[]): Fitted {
  const used = models.flatMap((model, nr) => {
    const share = shares[nr] ?? 0;
    return share === 0 ? [] : [{ model, share }];
  });
  const [only] = used;
  if (only !== undefined && used.length === 1) return only.model;
  const paired = used.find(({ model }) => model.pairs.length > 0)?.model ?? only?.model;
  const mixed = (of: (model: Fitted) => number | undefined) =>
    used.reduce((sum, { model, share }) => sum + share * (of(model) ?? 0), 0);
  return {
    learner: 'blend',
    pairs: paired?.pairs ?? [],
    intercepts: (paired?.intercepts ?? []).map((_, bag) => mixed((model) => model.intercepts[bag])),
    tables: (paired?.tables ?? []).map((tables, bag) =>
      tables.map((table, place) =>
        table.map((_, bin) => mixed((model) => model.tables[bag]?.[place]?.[bin])),
      ),
    ),
    trees: used.flatMap(({ model, share }) =>
      model.trees.map((grove) => ({ ...grove, share: share * grove.share })),
    ),
    heldOut: heldOutOf(models, shares),
  };
}
