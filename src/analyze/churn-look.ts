// Looks at customers for churn: what is needed to see each as its weights ask for it, for a whole batch at once.
import type { TenantStore } from '#ports/store.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { keptChurn, withChurnBecause } from './churn-because.ts';
import { churnFacts } from './churn-facts.ts';
import { churnScorer, churnShares } from './churn-score.ts';
import type { Circle } from './circle.ts';
import type { Value } from './feature.ts';
import { drawTimeline } from './field/draw-timeline.ts';
import type { Foretold, KeptFinding } from './finding.ts';
import type { Heard } from './health.ts';
import type { Facts } from './lead-facts.ts';
import { mayScore } from './named-features.ts';
import { homeOf, type Origins } from './places.ts';
import { compileWeights } from './score-row.ts';
import type { Shares } from './shares.ts';
import { rowOf } from './table.ts';
import { toWeights, type Weights, weights as weightsShape } from './weights.ts';

/** Null where nothing was learned of churn yet, or where no company is looked at. */
export async function openChurnLook(
  rows: Pick<TenantStore, 'weights'>,
  circles: readonly Circle[],
  told: {
    readonly settings: TenantSettings;
    readonly origins: Origins;
    readonly heard: Heard;
    readonly gate: FieldGate;
    readonly now: number;
    /** What was found of them last. */
    readonly kept: ReadonlyMap<string, KeptFinding>;
  },
): Promise<((circle: Circle) => Foretold) | null> {
  if (!circles.some(({ twin }) => twin.kind === 'company')) return null;
  const row = await rows.weights.live('churn');
  if (row === null) return null;
  const { settings, origins, heard, gate, now, kept } = told;
  const weights = toWeights(row.body);
  const score = churnScorer(weights, row.version, now);
  const labels = new Map(weights.features.map(({ name, label = name }) => [name, label]));
  const before = await openBefore(rows, kept, row.version);
  return (circle) => {
    const timeline = drawTimeline({ circle, outcomes: settings.outcomes, settings });
    const factsBy = (features: Weights['features']) =>
      churnFacts(
        { circle, timeline },
        now,
        mayScore(gate, 'company', features),
        homeOf(circle.twin, origins),
      );
    const last = kept.get(circle.subject);
    return withChurnBecause(
      score(factsBy(weights.features), heard),
      last === undefined ? null : keptChurn(last),
      (version) => before.get(version)?.(factsBy, now) ?? null,
      (feature) => labels.get(feature) ?? feature,
    );
  };
}

type SharesNow = (factsBy: (features: Weights['features']) => Facts, now: number) => Shares;

/** What weights that spoke before would say now, by their version: a change of weights is told from one of the customer. */
async function openBefore(
  rows: Pick<TenantStore, 'weights'>,
  kept: ReadonlyMap<string, KeptFinding>,
  live: number,
): Promise<Map<number, SharesNow>> {
  const versions = new Set([...kept.values()].map(({ finding }) => finding.churn?.weightsVersion ?? live));
  const before = new Map<number, SharesNow>();
  for (const version of versions) {
    if (version === live) continue;
    const read = weightsShape.safeParse((await rows.weights.version('churn', version))?.body);
    if (!read.success) continue;
    const weights = read.data;
    const score = compileWeights(weights);
    before.set(version, (factsBy, now) => {
      const values: Record<string, Value> = {};
      for (const [name, { value }] of factsBy(weights.features)) values[name] = value;
      return churnShares(weights, score(rowOf(weights.features, values), now));
    });
  }
  return before;
}
