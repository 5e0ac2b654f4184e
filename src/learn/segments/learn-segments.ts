// Looking for segments among the customers of a tenant: every week, and more often in the beginning.
import { isGone } from '#analyze/circle.ts';
import { isCustomer } from '#analyze/health-facts.ts';
import { nextLookMs } from '#analyze/segment/next-look.ts';
import { circlePages } from '#learn/circle-pages.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type Customer, conductReader } from './behaviour-of.ts';
import { type Before, segmentsFrom } from './segments-from.ts';

/** Null, and nothing is done, while the last look is young. */
export async function learnSegments(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tenant: TenantId,
): Promise<number | null> {
  const { store, queue, clock, log } = ports;
  const now = clock.now();
  const { live, members, settings } = await store.asTenant(tenant, async (rows) => ({
    live: await rows.segments.live(),
    members: await rows.segments.all(),
    settings: (await rows.settings.read()).settings,
  }));
  if (live !== null && now.getTime() - live.madeAt.getTime() < nextLookMs(live.version)) return null;
  const conduct = conductReader(settings, now);
  const customers: Customer[] = [];
  for await (const circles of circlePages(ports, tenant, 'company'))
    for (const circle of circles)
      if (!isGone(circle.twin) && isCustomer(circle, settings.outcomes))
        customers.push({ subject: circle.subject, conduct: conduct(circle) });
  const before: Before | null =
    live?.found == null
      ? null
      : { version: live.found, members: new Map(members.map((one) => [one.subject, one])) };
  const found = segmentsFrom(customers, before, now);
  const wasIn = new Map(members.map(({ subject, segment }) => [subject, segment]));
  const isIn = new Map(found.members.map(({ subject, segment }) => [subject, segment]));
  const changed = [...new Set([...wasIn.keys(), ...isIn.keys()])].filter(
    (subject) => wasIn.get(subject) !== isIn.get(subject),
  );
  const version = await store.asTenant(tenant, async (rows) => {
    const saved = await rows.segments.save(found.version, found.members, now);
    await rows.subjects.markDirty(changed, 'segment');
    return saved;
  });
  const { none, segments, customers: of, moved } = found.version;
  log.info(
    { tenant, version, none, segments: segments.length, customers: of, ...moved },
    'looked for segments',
  );
  if (changed.length > 0) await queue.wake({ kind: 'turn', tenant });
  return version;
}
