// Shares: what each feature adds to the log-odds behind a score, and how a change of the score is shared out among them.
import type { ScoredRow } from './score-row.ts';
import type { Weights } from './weights.ts';

/** Log-odds by name of feature, or by `a + b` where two say something together. They add up to what the score is made of. */
export type Shares = Readonly<Record<string, number>>;

/** Millionths of log-odds: forty of them rounded are off by less than a thousandth of a point. */
const round = (value: number) => Math.round(value * 1e6) / 1e6;

/** Every input's contribution to its feature. Features that add nothing are left away. */
export function sharesOf(
  { model, features }: Pick<Weights, 'model' | 'features'>,
  scored: ScoredRow,
): Shares {
  const sums = new Map<string, number>();
  const nameOf = (term: number) => features[model.terms[term]?.input.feature ?? -1]?.name ?? '';
  scored.contributions.forEach((part, place) => {
    const pair = model.pairs[place - model.terms.length];
    const name = pair === undefined ? nameOf(place) : `${nameOf(pair.left)} + ${nameOf(pair.right)}`;
    sums.set(name, (sums.get(name) ?? 0) + part);
  });
  return Object.fromEntries(
    [...sums].map(([name, sum]) => [name, round(sum)] as const).filter(([, sum]) => sum !== 0),
  );
}

export type Moved = { readonly feature: string; readonly points: number };

/**
 * Why a score went from 100 / (1 + e^-(sum before)) to the same of now: each feature's difference in log-odds, in points.
 * All have the same rate, that of the whole way, so the points add up to the difference of the scores exactly, and a
 * feature that says what it said gets none. Strongest first.
 */
export function movedBy(before: Shares, now: Shares): Moved[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const steps = names.map((feature) => ({ feature, step: (now[feature] ?? 0) - (before[feature] ?? 0) }));
  const rate = pointsPerStep(sumOf(before), sumOf(now));
  return steps
    .filter(({ step }) => step !== 0)
    .map(({ feature, step }) => ({ feature, points: step * rate }))
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.feature < b.feature ? -1 : 1));
}

/** The score that shares add up to, not rounded. */
export function scoreOfShares(shares: Shares): number {
  return 100 / (1 + Math.exp(-sumOf(shares)));
}

function sumOf(shares: Shares): number {
  return Object.values(shares).reduce((sum, one) => sum + one, 0);
}

function pointsPerStep(from: number, to: number): number {
  const slope = (at: number) => 100 / (2 + Math.exp(at) + Math.exp(-at));
  if (Math.abs(to - from) < 1e-9) return slope(from);
  return (100 / (1 + Math.exp(-to)) - 100 / (1 + Math.exp(-from))) / (to - from);
}
