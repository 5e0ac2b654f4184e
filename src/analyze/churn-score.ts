// What the weights say of a customer: how probably it leaves within 90 days, why, and how sure that is.
import { derivedOfChurn } from './churn-sources.ts';
import type { Finding, Foretold } from './finding.ts';
import { type Heard, judgeBy } from './judge.ts';
import type { Facts } from './lead-facts.ts';
import { leadReasons } from './lead-reasons.ts';
import { withDerivedCodes } from './named-features.ts';
import { percentPerLogOdds } from './percent-points.ts';
import type { ScoredRow } from './score-row.ts';
import { type Shares, sharesOf } from './shares.ts';
import type { Weights } from './weights.ts';

/** How many leave anyway, as a share beside those of the features; text: `reason.customer_usual`. */
const usual = 'customer_usual';
const derived = new Set<string>([...derivedOfChurn.map(({ name }) => name), usual]);
/** Is told under a name of its own in the catalogue. */
export const isChurnFact = (feature: string): boolean => derived.has(feature);

/** Unlike a lead's score the probability holds what is usual too, so that belongs to what it is made of. */
export function churnShares(weights: Pick<Weights, 'model' | 'features'>, scored: ScoredRow): Shares {
  return { ...sharesOf(weights, scored), [usual]: scored.intercept };
}

/**
 * A function that foretells of customers at the moment `now` (ms). The points of all reasons are percentage points: they add
 * up to the probability less the share of customers that leave anyway, before rounding. Weights that are a prior say how many
 * leave and not who: then there are no reasons, and nothing is said of the customer itself.
 */
export function churnScorer(weights: Weights, version: number | null, now: number) {
  const judge = judgeBy(weights, version, now);
  return (facts: Facts, heard: Heard = {}): Foretold => {
    const known = Object.fromEntries(facts);
    const { scored, learned, told } = judge(known, heard);
    const reasons = leadReasons(weights, scored, known, (sum) => percentPerLogOdds(scored.intercept, sum));
    return {
      probability: learned ? scored.probability : null,
      usual: weights.baseRate,
      interval: learned ? [scored.interval[0], scored.interval[1]] : null,
      ...(learned ? { shares: churnShares(weights, scored) } : {}),
      reasons: learned ? withDerivedCodes({ reasons }, derived).reasons : [],
      ...told,
    };
  };
}

/** The health of a customer with what is foretold of it. */
export function withForetold(health: Finding, churn: Foretold | null): Finding {
  if (churn === null) return health;
  return { ...health, churn, probability: churn.probability, interval: churn.interval };
}
