// Whether intervals hold the truth, and whether the rows that are said to be surer are less wrong.
import { confidenceOf, supportOf } from '#analyze/confidence.ts';
import type { ScoredRow } from '#analyze/score-row.ts';
import type { Weights } from '#analyze/weights.ts';

const groups = 20;

type Said = { readonly probability: number; readonly interval: readonly [number, number] };

/** Mean distance of probability and chance, of the fifth of the rows that are least sure and of the surest. */
export function offOf(weights: Weights, said: readonly ScoredRow[], truth: Float64Array): [number, number] {
  const { closed } = weights.history;
  const judged = said.map((row, nr) => {
    const { confidence } = confidenceOf({
      interval: row.interval,
      support: supportOf(row.contributions, row.support),
      missing: row.missing,
      staleHours: 0,
      closed,
      // A prior is as unsure of everybody; its interval still says of whom it knows less.
      learned: true,
    });
    return { confidence, off: Math.abs(row.probability - (truth[nr] ?? 0)) };
  });
  judged.sort((a, b) => a.confidence - b.confidence);
  const fifth = Math.round(judged.length / 5);
  const mean = (some: typeof judged) => some.reduce((sum, { off }) => sum + off, 0) / some.length;
  return [mean(judged.slice(0, fifth)), mean(judged.slice(-fifth))];
}

/** The share of chances that lie within their intervals. */
export function heldOf(said: readonly Said[], truth: Float64Array): number {
  const held = said.filter(({ interval: [low, high] }, nr) => {
    const chance = truth[nr] ?? -1;
    return low <= chance && chance <= high;
  });
  return held.length / said.length;
}

/** The weights without the doubt about what nothing learned so far tells. */
export function withoutDoubt(weights: Weights): Weights {
  return { ...weights, model: { ...weights.model, spread: 0 } };
}

/** The variance of the chances in log-odds. */
export function variedBy(truth: Float64Array): number {
  const logOdds = truth.map((chance) => {
    const inside = Math.min(1 - 1e-6, Math.max(1e-6, chance));
    return Math.log(inside / (1 - inside));
  });
  const mean = logOdds.reduce((sum, one) => sum + one, 0) / logOdds.length;
  return logOdds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / logOdds.length;
}

/** The share of groups by rising probability whose outcomes came as often as the mean of their intervals says. */
export function heldInGroups(said: readonly Said[], outcomes: Uint8Array): number {
  const order = said
    .map((_, nr) => nr)
    .sort((a, b) => (said[a]?.probability ?? 0) - (said[b]?.probability ?? 0));
  let held = 0;
  for (let group = 0; group < groups; group++) {
    const from = Math.round((group * order.length) / groups);
    const some = order.slice(from, Math.round(((group + 1) * order.length) / groups));
    const mean = (value: (nr: number) => number) =>
      some.reduce((sum, nr) => sum + value(nr), 0) / some.length;
    const share = mean((nr) => outcomes[nr] ?? 0);
    const low = mean((nr) => said[nr]?.interval[0] ?? 0);
    const high = mean((nr) => said[nr]?.interval[1] ?? 0);
    held += low <= share && share <= high ? 1 : 0;
  }
  return held / groups;
}
