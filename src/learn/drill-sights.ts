// What the machine sees beside the record of a case, as it scores it: the course of a customer, a deal's with its company.
import { circlesOf } from '#analyze/analyze.ts';
import type { Circle } from '#analyze/circle.ts';
import { companyOf, dealScenes } from '#analyze/deal-look.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { toOrigins } from '#analyze/places.ts';
import type { TenantStore } from '#ports/store.ts';
import type { DrillFact, DrillTarget } from './drill.ts';
import { customerFacts } from './drill-facts.ts';
import { dealSight, type Known } from './drill-of-deal.ts';

type Rows = Pick<TenantStore, 'settings' | 'history' | 'twins' | 'connections'>;

/** The facts of each subject that its record alone does not hold; leads have none, for what is looked at stands in theirs. */
export async function drillSights(
  rows: Rows,
  target: DrillTarget,
  circles: readonly Circle[],
  known: Known,
): Promise<ReadonlyMap<string, readonly DrillFact[]>> {
  if (target === 'lead') return new Map();
  const { settings } = await rows.settings.read();
  const state = await rows.history.state(circles.map(({ subject }) => subject));
  if (target === 'churn') {
    const bySubject = Map.groupBy(state, ({ subject }) => subject);
    return new Map(
      circles.map((circle) => {
        const own = bySubject.get(circle.subject) ?? [];
        const timeline = drawTimeline({ circle, state: own, outcomes: settings.outcomes, settings });
        return [circle.subject, customerFacts({ circle, timeline }, known.now)];
      }),
    );
  }
  const origins = toOrigins(await rows.connections.all());
  const companies = await rows.twins.load([...new Set(circles.flatMap((one) => companyOf(one) ?? []))]);
  const around = await circlesOf(rows, new Map([...companies].map(([subject, { twin }]) => [subject, twin])));
  const scenes = dealScenes(circles, state, around);
  const see = dealSight(known, settings, origins);
  return new Map([...scenes].map(([subject, scene]) => [subject, see(scene)]));
}
