// Looks at deals: what is needed to see each as its weights ask for it, read for a whole batch at once.
import type { TenantStore } from '#ports/store.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { Signal } from '#sense/signal.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { type Circle, linked } from './circle.ts';
import { type DealScene, dealFacts } from './deal-facts.ts';
import { dealScorer } from './deal-score.ts';
import { derivedOfDeal } from './deal-sources.ts';
import { pastProperties } from './field/draw-timeline.ts';
import type { Finding } from './finding.ts';
import type { Heard } from './health.ts';
import { mayScore, withDerivedCodes } from './named-features.ts';
import type { Origins } from './places.ts';
import { dealStanding } from './standing.ts';
import { toWeights } from './weights.ts';

type Needs = Pick<TenantStore, 'history' | 'weights'>;
type CirclesOf = (subjects: readonly string[]) => Promise<readonly Circle[]>;

/** `companies` gives the circles of companies. Null where nothing was learned of deals yet. */
export async function openDealLook(
  rows: Needs,
  deals: readonly Circle[],
  told: {
    readonly rules: OutcomeRules;
    readonly origins: Origins;
    readonly heard: Heard;
    readonly gate: FieldGate;
    readonly now: number;
  },
  companies: CirclesOf,
): Promise<((circle: Circle) => Finding | null) | null> {
  if (deals.length === 0) return null;
  const row = await rows.weights.live('deal');
  if (row === null) return null;
  const { rules, origins, heard, gate, now } = told;
  const weights = toWeights(row.body);
  const score = dealScorer(weights, row.version, now);
  const sources = [
    ...mayScore(gate, 'deal', weights.features),
    ...missingOf(weights.features.map(({ name }) => name)),
  ];
  const open = deals.filter(({ twin }) => dealStanding(twin, rules).is === 'open');
  const scenes = dealScenes(
    open,
    await rows.history.state(open.map(({ subject }) => subject)),
    await companies([...new Set(open.flatMap((circle) => companyOf(circle) ?? []))]),
  );
  return ({ subject }) => {
    const scene = scenes.get(subject);
    if (scene === undefined) return null;
    const facts = dealFacts(scene, now, sources, { rules, origins });
    return withDerivedCodes(score(facts, heard), derivedNames);
  };
}

/** The deals' scenes by subject. `state`: signals of their records; `companies`: the circles of those that they are with. */
export function dealScenes(
  deals: readonly Circle[],
  state: readonly Signal[],
  companies: readonly Circle[],
): Map<string, DealScene> {
  const past = Map.groupBy(state, ({ subject }) => subject);
  const byId = new Map(companies.map((one) => [one.subject, one]));
  return new Map(
    deals.map((circle): [string, DealScene] => {
      const properties = pastProperties(past.get(circle.subject) ?? []);
      const company = byId.get(companyOf(circle) ?? '') ?? null;
      return [circle.subject, { circle, course: { properties }, company }];
    }),
  );
}

export function companyOf(circle: Circle): string | undefined {
  return linked(circle, 'company')[0]?.subject;
}

const derivedNames = new Set<string>(derivedOfDeal.map(({ name }) => name));

/** Where it stands is asked for also where the weights do not look at it: the expected close hangs on it. */
function missingOf(names: readonly string[]) {
  return derivedOfDeal.filter(
    ({ name }) => ['deal_stage', 'deal_stage_days', 'deal_age'].includes(name) && !names.includes(name),
  );
}
