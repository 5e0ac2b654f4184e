// What there is to be learned of leads: which of them converted, and what was known of each while it was open.
import { type Circle, isGone } from '#analyze/circle.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { leadSources } from '#analyze/lead-sources.ts';
import { isScoredAsLead } from '#analyze/places.ts';
import { personStanding } from '#analyze/standing.ts';
import { circlePages } from './circle-pages.ts';
import { type ClosedRecord, newestRecords } from './closed-records.ts';
import type { Picture } from './drift.ts';
import { leadPictures } from './lead-pictures.ts';
import type { Lesson, Told } from './lesson.ts';
import { countOpen, type OpenShares, withoutLate } from './open-shares.ts';

/** The kinds of subject that a lead can be. */
const kinds = ['contact', 'lead'] as const;

export const leads: Lesson = {
  target: 'lead',
  kinds,
  async sources(definitions, settings) {
    const all = {
      contact: await definitions('hubspot', 'contact'),
      company: await definitions('hubspot', 'company'),
      lead: await definitions('salesforce', 'lead'),
    };
    return leadSources(all, settings.outcomes, settings.leftOutFeatures);
  },
  async closed(ports, tenant, told) {
    let closed: ClosedRecord[] = [];
    const open: OpenShares = new Map();
    for (const kind of kinds)
      for await (const circles of circlePages(ports, tenant, kind)) {
        const now = ports.clock.now().getTime();
        const scored = circles.filter(({ twin }) => !twin.erased && isScoredAsLead(twin, told.origins));
        const { ended = [], going = [] } = Object.groupBy(scored, (circle) =>
          personStanding(circle, told.settings.outcomes).is === 'open' ? 'going' : 'ended',
        );
        for (const circle of going) countOpen(open, leadFacts(circle, now, told.sources, told.origins));
        const pictures = await ports.store.asTenant(tenant, (rows) => leadPictures(rows, ended, told, now));
        // So that a long history does not fill the memory before most of it is left out.
        closed = newestRecords([...closed, ...pictures]);
      }
    return withoutLate(closed, open);
  },
  async open(ports, tenant, told, most) {
    const pictures: Picture[] = [];
    for (const kind of kinds)
      for await (const circles of circlePages(ports, tenant, kind)) {
        const at = ports.clock.now().getTime();
        pictures.push(...circles.filter((one) => isOpen(one, told)).map((one) => pictureOf(one, at, told)));
        if (pictures.length >= most) return pictures.slice(0, most);
      }
    return pictures;
  },
};

function isOpen(circle: Circle, { settings, origins }: Told): boolean {
  if (isGone(circle.twin) || !isScoredAsLead(circle.twin, origins)) return false;
  return personStanding(circle, settings.outcomes).is === 'open';
}

function pictureOf(circle: Circle, at: number, { sources, origins }: Told): Picture {
  const facts = leadFacts(circle, at, sources, origins);
  const values = Object.fromEntries([...facts].map(([name, { value }]) => [name, value]));
  return { subject: circle.subject, at, values };
}
