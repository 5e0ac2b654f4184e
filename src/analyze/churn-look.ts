// Looks at customers for churn: what is needed to see each as its weights ask for it, for a whole batch at once.
import type { TenantStore } from '#ports/store.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { churnFacts } from './churn-facts.ts';
import { churnScorer } from './churn-score.ts';
import type { Circle } from './circle.ts';
import { drawTimeline } from './field/draw-timeline.ts';
import type { Foretold } from './finding.ts';
import type { Heard } from './health.ts';
import { mayScore } from './named-features.ts';
import { homeOf, type Origins } from './places.ts';
import { toWeights } from './weights.ts';

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
  },
): Promise<((circle: Circle) => Foretold) | null> {
  if (!circles.some(({ twin }) => twin.kind === 'company')) return null;
  const row = await rows.weights.live('churn');
  if (row === null) return null;
  const { settings, origins, heard, gate, now } = told;
  const weights = toWeights(row.body);
  const score = churnScorer(weights, row.version, now);
  const sources = mayScore(gate, 'company', weights.features);
  return (circle) => {
    const timeline = drawTimeline({ circle, outcomes: settings.outcomes, settings });
    return score(churnFacts({ circle, timeline }, now, sources, homeOf(circle.twin, origins)), heard);
  };
}
