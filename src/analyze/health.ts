// The health index of a customer: weighted parts, each against what is usual for this customer.
import type { OutcomeRules } from '#sense/tenant.ts';
import { day } from './activity.ts';
import { isWorkable } from './changeable.ts';
import type { Circle } from './circle.ts';
import { freshnessOf } from './confidence.ts';
import { type Finding, type Part, partCodes, type Reason } from './finding.ts';
import { type HealthChoices, healthFacts, isCustomer } from './health-facts.ts';
import { mostReasons } from './health-moved.ts';
import { type JudgedPart, judgeParts } from './health-parts.ts';
import { type HealthWeights, knownShare, preset, sharesOf } from './health-weights.ts';

/** A customer below 33 is at risk, below 66 to be watched: the borders of the ring that HubSpot draws. Preset until outcomes have taught better ones. */
const bands = { at_risk: 33, watch: 66 } as const;
const trendDays = 28;

export type Heard = Readonly<Partial<Record<Reason['source'], number>>>;

export function healthBandOf(score: number): 'at_risk' | 'watch' | 'healthy' {
  return score < bands.at_risk ? 'at_risk' : score < bands.watch ? 'watch' : 'healthy';
}

/**
 * The health of a customer at `now` (ms); null for a company that is no customer, or of which nothing is known.
 * `heard`: when each source was last known to be up to date; a source silent for over 48 hours lowers the confidence.
 */
export function health(
  circle: Circle,
  rules: OutcomeRules,
  now: number,
  platform: Reason['source'],
  heard: Heard = {},
  choices: Partial<HealthChoices> = {},
  weights: HealthWeights = preset,
): Finding | null {
  if (!isCustomer(circle, rules)) return null;
  const facts = healthFacts(circle, rules, now, choices);
  const judged = judgeParts(facts, platform);
  if (judged.length === 0) return null;
  const before = judgeParts(healthFacts(circle, rules, now - trendDays * day, choices), platform);
  const parts = toParts(judged, before, weights);
  const score = Math.round(parts.reduce((sum, { value, weight }) => sum + (value ?? 0) * weight, 0));
  const dates = Object.values(facts).flatMap((one) => (one?.asOf == null ? [] : [one.asOf]));
  const silent = Math.max(0, ...Object.values(heard).map((time) => (now - time) / 3_600_000));
  const fresh = freshnessOf(silent);
  const stale = fresh < 1;
  const known = knownShare(
    weights.parts,
    judged.map(({ code }) => code),
  );
  return {
    kind: 'health',
    score,
    band: healthBandOf(score),
    probability: null,
    interval: null,
    // The share of the index that is known, less by the silence of the source that is late longest: as measured with late
    // data (docs/scoring.md). At most .9: how well it foretells is told for all customers, not for one.
    confidence: Math.round(0.9 * known * fresh * 100) / 100,
    sureness: { known: Math.round(known * 100) / 100, fresh: Math.round(fresh * 100) / 100 },
    doubts: [...(known < 0.99 ? ['missing' as const] : []), ...(stale ? ['stale' as const] : [])],
    reasons: toReasons(judged, parts),
    parts,
    basis: 'index',
    history: null,
    dataAsOf: dates.sort().at(-1) ?? null,
    weightsVersion: weights.version,
  };
}

/** All parts, those of which nothing is known without a value; nobody has to answer surveys, so that one may be absent. */
function toParts(
  judged: readonly JudgedPart[],
  before: readonly JudgedPart[],
  weights: HealthWeights,
): Part[] {
  const shares = sharesOf(weights.parts, judged);
  return partCodes.flatMap((code): Part[] => {
    const now = judged.find((part) => part.code === code);
    const then = before.find((part) => part.code === code);
    if (now === undefined && code === 'sentiment') return [];
    return [
      {
        code,
        value: now === undefined ? null : Math.round(now.value),
        weight: shares.get(code) ?? 0,
        trend: now === undefined || then === undefined ? null : Math.round(now.value - then.value),
      },
    ];
  });
}

/**
 * Points: how far the part moves the index away from 66, where nobody worries; shared by the part's reasons. What can only
 * lower the part has what it costs, however well the part stands beside it, and the others have the rest.
 */
function toReasons(judged: readonly JudgedPart[], parts: readonly Part[]): Reason[] {
  const reasons = judged.flatMap(({ code, value, reasons: own }) => {
    const weight = parts.find((part) => part.code === code)?.weight ?? 0;
    const whole = value - bands.watch;
    const costs = own.reduce((sum, { against = 0 }) => sum + against, 0);
    // A part ends at 0: what costs more than all of it costs all of it.
    const cost = Math.min(100, costs);
    const others = own.filter(({ against }) => against === undefined).length;
    // Where nothing speaks for a part that is low, what lowers it has all of it.
    const share = costs === 0 ? 0 : (others === 0 && whole < 0 ? -whole : cost) / costs;
    return own.map(({ against, ...one }): Reason => {
      const points = against === undefined ? (whole + cost) / others : -against * share;
      const changeable = points < 0 && isWorkable(one.code, one.value);
      return { ...one, points: Math.round(points * weight * 10) / 10, changeable };
    });
  });
  return reasons.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, mostReasons);
}
