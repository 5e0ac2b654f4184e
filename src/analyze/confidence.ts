// Confidence: how far a score can be trusted, from 0 to 1, and why it is not higher.
import type { Finding } from './finding.ts';

type Doubt = Finding['doubts'][number];
type Sure = {
  readonly confidence: number;
  readonly doubts: Doubt[];
  readonly sureness: NonNullable<Finding['sureness']>;
};

/**
 * `interval`: of the probability, 80 %. `support`: closed records like this one, see `supportOf`. `missing`:
 * share of what the weights look at that is not known in a way that closed records taught nothing of (`gaps.ts`).
 * `staleHours`: age of the source that has been silent longest (0 where none is known). `closed`: closed records that the
 * weights were made from.
 */
export type Grounds = {
  readonly interval: readonly [number, number];
  readonly support: number;
  readonly missing: number;
  readonly staleHours: number;
  readonly closed: number;
  readonly learned: boolean;
};

const freshHours = 48;
/** A prior knows how many convert, not which: it is never surer than this. */
export const mostOfPrior = 0.2;

const halfLifeHours = 28 * 24;
const leastFreshness = 0.25;

/**
 * confidence = width x support x known x fresh, rounded to hundredths, where
 * width = 1 - (high - low) of the 80 % interval; support = s / (s + 10) for s records alike;
 * known = 1 - missing / 2; fresh = 1 up to 48 hours of silence, then 0.9, halving every 28 days, never below a
 * quarter. A prior: min(0.2, 0.05 + 0.1 x closed / 50) x fresh.
 */
export function confidenceOf(grounds: Grounds): Sure {
  const fresh = freshnessOf(grounds.staleHours);
  const stale: Doubt[] = fresh < 1 ? ['stale'] : [];
  if (!grounds.learned) {
    const confidence = Math.min(mostOfPrior, 0.05 + (0.1 * grounds.closed) / 50) * fresh;
    return {
      confidence: hundredths(confidence),
      doubts: ['prior', ...stale],
      sureness: { fresh: hundredths(fresh) },
    };
  }
  const width = 1 - (grounds.interval[1] - grounds.interval[0]);
  // The same as s / (s + 10), and 1 where nothing moved the score at all (`supportOf` is endless then).
  const support = 1 / (1 + 10 / grounds.support);
  const known = 1 - grounds.missing / 2;
  const doubts: Doubt[] = [];
  if (width < 0.8) doubts.push('wide');
  if (support < 0.8) doubts.push('unlike');
  if (grounds.missing > 0.3) doubts.push('missing');
  const factors = { width, support, known, fresh };
  return {
    confidence: hundredths(width * support * known * fresh),
    doubts: [...doubts, ...stale],
    sureness: Object.fromEntries(Object.entries(factors).map(([name, factor]) => [name, hundredths(factor)])),
  };
}

/** 1 while the source was heard of within 48 hours; then less by age, for ever. */
export function freshnessOf(staleHours: number): number {
  if (staleHours <= freshHours) return 1;
  return Math.max(leastFreshness, 0.9 * 2 ** (-(staleHours - freshHours) / halfLifeHours));
}

/**
 * How many closed records lie in the same bins: the mean over the parts of a score, each weighed by how much it
 * moves the score. The harmonic mean, so that one strong part that rests on nothing is not averaged away.
 */
export function supportOf(contributions: ArrayLike<number>, support: ArrayLike<number>): number {
  let moved = 0;
  let thin = 0;
  for (let part = 0; part < contributions.length; part++) {
    const weight = Math.abs(contributions[part] ?? 0);
    moved += weight;
    // One half stands for no record at all: nothing may be divided by nothing.
    thin += weight / Math.max(0.5, support[part] ?? 0);
  }
  return moved === 0 ? Number.POSITIVE_INFINITY : moved / thin;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
