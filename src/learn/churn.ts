// What there is to be learned of churn: pictures of each customer while it was one, and whether it left within 90 days of each.
import { churnFacts } from '#analyze/churn-facts.ts';
import { churnSources } from '#analyze/churn-sources.ts';
import { type Circle, isGone } from '#analyze/circle.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { isCustomer } from '#analyze/health-facts.ts';
import { homeOf } from '#analyze/places.ts';
import { churnPictures } from './churn-pictures.ts';
import { circlePages } from './circle-pages.ts';
import { type ClosedRecord, newestRecords } from './closed-records.ts';
import type { Picture } from './drift.ts';
import type { Lesson, Told } from './lesson.ts';
import { countOpen, type OpenShares, withoutNew } from './open-shares.ts';

export const churn: Lesson = {
  target: 'churn',
  kinds: ['company'],
  /** Between 1 and 2 % of business customers leave in a month; twenty of a tenant's own outweigh this guess. */
  prior: { rate: 0.05, weight: 20 },
  async sources(definitions, settings) {
    const company = [
      ...(await definitions('hubspot', 'company')),
      ...(await definitions('salesforce', 'company')),
    ];
    // What says that somebody left is the outcome.
    const outcome = settings.usage.left.map((name) => `company.${name}`);
    return churnSources(company, [...settings.leftOutFeatures, ...outcome]);
  },
  async closed(ports, tenant, told) {
    let closed: ClosedRecord[] = [];
    const open: OpenShares = new Map();
    for await (const circles of circlePages(ports, tenant, 'company')) {
      const now = ports.clock.now().getTime();
      for (const circle of circles.filter((one) => isOpen(one, told)))
        countOpen(open, factsOf(circle, now, told));
      const pictures = await ports.store.asTenant(tenant, (rows) => churnPictures(rows, circles, told, now));
      closed = newestRecords([...closed, ...pictures]);
    }
    return withoutNew(closed, open);
  },
  async open(ports, tenant, told, most) {
    const pictures: Picture[] = [];
    for await (const circles of circlePages(ports, tenant, 'company')) {
      const at = ports.clock.now().getTime();
      for (const circle of circles.filter((one) => isOpen(one, told))) {
        const facts = [...factsOf(circle, at, told)];
        const values = Object.fromEntries(facts.map(([name, { value }]) => [name, value]));
        pictures.push({ subject: circle.subject, at, values });
      }
      if (pictures.length >= most) return pictures.slice(0, most);
    }
    return pictures;
  },
};

/** A customer of today, of whom nobody knows yet whether it leaves. */
function isOpen(circle: Circle, { settings }: Told): boolean {
  return !isGone(circle.twin) && isCustomer(circle, settings.outcomes);
}

function factsOf(circle: Circle, at: number, { settings, sources, origins }: Told) {
  const timeline = drawTimeline({ circle, outcomes: settings.outcomes, settings });
  return churnFacts({ circle, timeline }, at, sources, homeOf(circle.twin, origins));
}
