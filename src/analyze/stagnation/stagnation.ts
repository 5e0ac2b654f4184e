// The finding of stagnation: a customer has stopped trying anything new, and how many like that left.
import { type Circle, linked } from '#analyze/circle.ts';
import { confidenceOf } from '#analyze/confidence.ts';
import type { Finding, Reason } from '#analyze/finding.ts';
import { isCustomer } from '#analyze/health-facts.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { triersOf } from './first-tries.ts';
import { heardBy, type StagnationLook } from './stagnation-look.ts';
import type { StagnationWeights } from './stagnation-weights.ts';
import { type Stillness, stillnessAt } from './stillness.ts';

/** Null for who is no customer, and while too little was seen of it in the product. */
export function stagnation(
  circle: Circle,
  rules: OutcomeRules,
  look: StagnationLook,
  now: number,
): Finding | null {
  if (!isCustomer(circle, rules)) return null;
  const { weights, version } = look;
  const still = stillnessAt(triersOf(circle), weights, heardBy(look, now));
  if (still === null) return null;
  const { probability, interval, seen } = alike(weights, still.evidence);
  const sure = confidenceOf({
    interval: interval ?? [0, 1],
    support: seen,
    missing: 0,
    staleHours: look.heard === null ? 0 : Math.max(0, (now - look.heard) / 3_600_000),
    closed: weights.history.left + weights.history.stayed,
    learned: weights.learned,
  });
  const share = shareOf(still, weights);
  return {
    kind: 'stagnation',
    score: Math.max(0, Math.min(100, Math.round(share * 50))),
    band: still.stagnant ? 'stalled' : share >= 0.5 ? 'slowing' : 'moving',
    probability,
    interval,
    ...sure,
    reasons: reasonsOf(still, weights, asOfProduct(circle)),
    parts: [],
    basis: weights.learned ? 'model' : 'prior',
    history: {
      closed: weights.history.left + weights.history.stayed,
      won: weights.history.left,
      needed: weights.history.needed,
    },
    // Silence is news too: the data is as old as the newest event of anybody.
    dataAsOf: look.heard === null ? asOfProduct(circle) : new Date(look.heard).toISOString(),
    weightsVersion: version,
  };
}

/** 1 is the threshold. */
function shareOf(still: Stillness, { learned, least }: StagnationWeights): number {
  if (learned) return still.evidence / least;
  return still.usual === null ? 0 : still.days / still.threshold;
}

/** Of the tenant's customers that once stood still as much: how many left within 90 days; 80 % interval. */
function alike({ likes }: StagnationWeights, evidence: number) {
  const found = likes.findLast((one) => evidence >= one.evidence);
  if (found === undefined || found.seen === 0) return { probability: null, interval: null, seen: 0, left: 0 };
  const { seen, left } = found;
  const [low, high] = wilson(left, seen);
  const probability = Math.round((left / seen) * 1000) / 1000;
  return { probability, interval: [low, high] as [number, number], seen, left };
}

const z = 1.2816;
function wilson(left: number, seen: number): readonly [number, number] {
  const rate = left / seen;
  const middle = (rate + (z * z) / (2 * seen)) / (1 + (z * z) / seen);
  const half =
    (z / (1 + (z * z) / seen)) * Math.sqrt((rate * (1 - rate)) / seen + (z * z) / (4 * seen * seen));
  const thousandths = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return [thousandths(middle - half), thousandths(middle + half)];
}

/** Points are of the 50 that are the threshold: how far each moves it there. */
function reasonsOf(still: Stillness, weights: StagnationWeights, asOf: string | null): Reason[] {
  const one = (code: string, value: Reason['value'], usual: Reason['usual'], points: number): Reason => ({
    ...{ code, feature: code, label: '', value, usual, points: round(points) },
    ...{ source: 'product', asOf },
  });
  const { days, last, usual, use, threshold } = still;
  const perEvidence = -50 / weights.least;
  const missing = usual === null ? 0 : days / usual;
  const dated = { asOf: new Date(last.at).toISOString() };
  const found = alike(weights, still.evidence);
  return [
    usual === null
      ? one('stagnation_complete', days, null, 0)
      : {
          ...one(
            'stagnation_days',
            days,
            round(usual),
            weights.learned ? missing * perEvidence : -(50 * days) / threshold,
          ),
          ...dated,
        },
    ...(use !== null && use.now < use.usual
      ? [
          one(
            `stagnation_use_${use.days}`,
            use.now,
            round(use.usual),
            weights.learned ? Math.max(0, still.evidence - missing) * perEvidence : 0,
          ),
        ]
      : []),
    { ...one('stagnation_last', last.feature, null, 0), ...dated },
    ...(usual === null ? [] : [one('stagnation_limit', threshold, null, 0)]),
    ...(found.seen === 0
      ? []
      : [one('stagnation_like', found.seen, null, 0), one('stagnation_left', found.left, null, 0)]),
  ];
}

function asOfProduct(circle: Circle): string | null {
  const twins = [circle.twin, ...linked(circle, 'contact').map(({ twin }) => twin)];
  return (
    twins
      .flatMap(({ asOf }) => asOf.product ?? [])
      .sort()
      .at(-1) ?? null
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
