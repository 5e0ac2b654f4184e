// Learning how long nothing new may last: from the tenant's own customers, those who left and those who stayed.
import { isDeepStrictEqual } from 'node:util';
import type { Circle } from '#analyze/circle.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { isCustomer } from '#analyze/health-facts.ts';
import { triersOf } from '#analyze/stagnation/first-tries.ts';
import { usualDays, usualPeople } from '#analyze/stagnation/quiet-days.ts';
import { type StagnationWeights, toStagnationWeights } from '#analyze/stagnation/stagnation-weights.ts';
import type { Ports } from '#ports.ts';
import type { OutcomeRules, TenantId } from '#sense/tenant.ts';
import { storyEnds } from './backtest/story-ends.ts';
import { circlePages } from './circle-pages.ts';
import { type PastCustomer, stagnationFrom } from './stagnation-from.ts';

const youngMs = 24 * 60 * 60_000;

/** Null, and nothing is done, while what was learned is younger than a day. */
export async function learnStagnation(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tenant: TenantId,
): Promise<{ readonly version: number; readonly weights: StagnationWeights } | null> {
  const { store, queue, clock, log } = ports;
  const now = clock.now();
  const told = await store.asTenant(tenant, async (rows) => ({
    live: await rows.weights.live('stagnation'),
    heard: await rows.signals.heardOfProduct(),
    outcomes: (await rows.settings.read()).settings.outcomes,
  }));
  const { live, heard, outcomes } = told;
  // Without product events there is nothing to learn from, and nobody to look at.
  if (heard === null || (live !== null && now.getTime() - live.trainedAt.getTime() < youngMs)) return null;
  const customers: PastCustomer[] = [];
  for await (const circles of circlePages(ports, tenant, 'company'))
    for (const circle of circles) customers.push(...pastOf(circle, outcomes, heard.getTime()));
  const today = Math.floor(heard.getTime() / dayMs);
  const seen = await store.asTenant(tenant, (rows) =>
    rows.signals.seenInProduct(new Date((today - usualDays) * dayMs)),
  );
  const weights = stagnationFrom(customers, usualPeople(seen, today));
  const { version, fresh } = await store.asTenant(tenant, async (rows) => {
    if (live !== null && isDeepStrictEqual(toStagnationWeights(live.body), weights)) {
      await rows.weights.confirm('stagnation', live.version, now);
      return { version: live.version, fresh: false };
    }
    const row = await rows.weights.save(
      { target: 'stagnation', body: weights, report: weights.report ?? {}, state: 'live' },
      now,
    );
    await rows.subjects.markKindDirty('company', 'weights');
    return { version: row.version, fresh: true };
  });
  log.info({ tenant, version, fresh, learned: weights.learned, ...weights.history }, 'learned stagnation');
  if (fresh) await queue.wake({ kind: 'turn', tenant });
  return { version, weights };
}

/** Who never was a customer, or left at a time that nobody knows, teaches nothing. */
export function pastOf(circle: Circle, rules: OutcomeRules, until: number): PastCustomer[] {
  const triers = triersOf(circle);
  if (circle.twin.erased || triers.length === 0) return [];
  if (isCustomer(circle, rules)) return [{ triers, until, left: null }];
  const ends = storyEnds(circle, drawTimeline({ circle, outcomes: rules }), rules);
  const left = Math.max(...ends.flatMap(({ at, kind }) => (kind === 'churned' ? [at] : [])));
  return Number.isFinite(left) ? [{ triers, until: Math.min(left, until), left }] : [];
}
