// The health index of a customer: weighted parts, each against what is usual for this customer.
import type { OutcomeRules } from '#sense/tenant.ts';
import { day } from './activity.ts';
import type { Circle } from './circle.ts';
import type { Finding, Part, Reason } from './finding.ts';
import { healthFacts, isCustomer } from './health-facts.ts';
import { type JudgedPart, judgeParts, partWeights } from './health-parts.ts';

/** A customer below 33 is at risk, below 66 to be watched: the borders of the ring that HubSpot draws. Preset until outcomes have taught better ones. */
const bands = { at_risk: 33, watch: 66 } as const;
const staleHours = 48;
const trendDays = 28;

export type Heard = Readonly<Partial<Record<Reason['source'], number>>>;

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
): Finding | null {
  if (!isCustomer(circle, rules)) return null;
  const facts = healthFacts(circle, rules, now);
  const judged = judgeParts(facts, platform);
  if (judged.length === 0) return null;
  const before = judgeParts(healthFacts(circle, rules, now - trendDays * day), platform);
  const parts = toParts(judged, before);
  const score = Math.round(parts.reduce((sum, { value, weight }) => sum + (value ?? 0) * weight, 0));
  const dates = Object.values(facts).flatMap((one) => (one?.asOf == null ? [] : [one.asOf]));
  const stale = Object.entries(heard).some(([, time]) => now - time > staleHours * 3_600_000);
  const known = judged.reduce((sum, { code }) => sum + partWeights[code], 0);
  return {
    kind: 'health',
    score,
    band: score < bands.at_risk ? 'at_risk' : score < bands.watch ? 'watch' : 'healthy',
    probability: null,
    interval: null,
    // The share of the index that is known, less a third where a source is late: a stated rule, not a measurement. At
    // most .9: no outcome has tested the preset.
    confidence: Math.round(0.9 * known * (stale ? 2 / 3 : 1) * 100) / 100,
    sureness: { known: Math.round(known * 100) / 100, fresh: stale ? 0.67 : 1 },
    doubts: [...(known < 0.99 ? ['missing' as const] : []), ...(stale ? ['stale' as const] : [])],
    reasons: toReasons(judged, parts),
    parts,
    basis: 'index',
    history: null,
    dataAsOf: dates.sort().at(-1) ?? null,
    weightsVersion: null,
  };
}

/**
 * All four parts; the weights of those that are known sum to 1. Half of the weight goes by the preset, half to the worst
 * part: a customer who stopped using the product is endangered, however friendly the calls are.
 */
function toParts(judged: readonly JudgedPart[], before: readonly JudgedPart[]): Part[] {
  const known = judged.reduce((sum, { code }) => sum + partWeights[code], 0);
  const worst = worstOf(judged);
  return (['use', 'support', 'relationship', 'commercial'] as const).map((code): Part => {
    const now = judged.find((part) => part.code === code);
    const then = before.find((part) => part.code === code);
    const preset = partWeights[code] / known;
    return {
      code,
      value: now === undefined ? null : Math.round(now.value),
      weight: now === undefined ? 0 : worst === undefined ? preset : preset / 2 + (code === worst ? 0.5 : 0),
      trend: now === undefined || then === undefined ? null : Math.round(now.value - then.value),
    };
  });
}

/** Deals alone endanger nobody: what the customer does, suffers or says comes first. */
function worstOf(judged: readonly JudgedPart[]): Part['code'] | undefined {
  const lived = judged.filter(({ code }) => code !== 'commercial');
  return lived.sort((one, other) => one.value - other.value)[0]?.code;
}

/** Points: how far the part moves the index away from 66, where nobody worries; shared by the part's reasons. */
function toReasons(judged: readonly JudgedPart[], parts: readonly Part[]): Reason[] {
  const reasons = judged.flatMap(({ code, value, reasons: own }) => {
    const weight = parts.find((part) => part.code === code)?.weight ?? 0;
    const points = ((value - bands.watch) * weight) / Math.max(1, own.length);
    return own.map((one): Reason => ({ ...one, points: Math.round(points * 10) / 10 }));
  });
  return reasons.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, 10);
}
