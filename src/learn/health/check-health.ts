// Checks a tenant's health index against what became of its customers, from stored history.
import { dayMs } from '#analyze/field/day-counter.ts';
import { weightsIn } from '#analyze/health-weights.ts';
import { mayAsk } from '#analyze/sentiment-facts.ts';
import { readPastSubjects } from '#learn/backtest/past-reading.ts';
import type { PastSubject } from '#learn/backtest/past-subject.ts';
import { conductAt } from '#learn/segments/behaviour-of.ts';
import { placeIn } from '#learn/segments/place-in.ts';
import type { KeptHealthCheck } from '#ports/store-health.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { checkIndex } from './check-index.ts';
import { checkSegments, type PastCustomer, underWeights } from './check-segments.ts';
import { horizonDays } from './health-check.ts';
import { weighAnew } from './weigh-anew.ts';

/** A year of moments, each with its whole horizon after it. */
const lookBackDays = 365 + horizonDays;
const youngMs = 20 * 3_600_000;

type Needs = Pick<Ports, 'store' | 'clock'> & Partial<Pick<Ports, 'queue'>>;

export async function checkHealth(needs: Needs, tenant: TenantId): Promise<KeptHealthCheck> {
  const { store, clock } = needs;
  const now = clock.now();
  const to = Math.floor(now.getTime() / dayMs);
  const span = { from: to - lookBackDays, to };
  const told = await store.asTenant(tenant, async (rows) => {
    const { settings: all } = await rows.settings.read();
    return {
      settings: { ...all, sentiment: mayAsk(await rows.fields.gate(), all.sentiment) },
      choices: await rows.health.weights(),
      version: (await rows.segments.live())?.found ?? null,
      members: new Map((await rows.segments.all()).map((one) => [one.subject, one.segment])),
    };
  });
  const { settings, choices, version, members } = told;
  const conduct = conductAt(settings.timeZone);
  /** Of who has left: by what it did as long before as the index is to foretell. */
  const segmentOf = ({ subject, timeline }: PastSubject, left: number | undefined) => {
    const here = members.get(subject) ?? null;
    if (here !== null || version === null || left === undefined) return here;
    return placeIn(version, conduct(timeline, left - horizonDays * dayMs));
  };
  const customers: PastCustomer[] = [];
  await readPastSubjects(
    (work) => store.asTenant(tenant, work),
    {
      ...{ kind: 'company', outcomes: settings.outcomes, settings, span, worth: () => true, anew: true },
      needs: { references: ['score'], state: true, findings: true, stagnation: false, segment: false },
    },
    (past) => {
      const { subject, name, timeline, foundSince, outcomes } = past;
      const course = timeline.findings;
      if (!course.values.some(({ score }) => score !== null)) return;
      const left = outcomes.flatMap(({ at, kind }) => (kind === 'churned' ? [at] : []));
      const segment = segmentOf(past, left.at(-1));
      customers.push({
        ...{ subject, name, left, live: foundSince, segment, anew: past.anew ?? course },
        course: underWeights(course, foundSince, weightsIn(choices, segment).parts),
      });
    },
  );
  const whole = checkIndex(customers, span);
  const ids = (version?.segments ?? []).map(({ id }) => id);
  const check = { ...whole, segments: checkSegments(customers, whole, ids, span) };
  const night = now.toISOString().slice(0, 10);
  await store.asTenant(tenant, async (rows) => {
    await rows.health.saveCheck(night, check, now);
    await weighAnew(rows, check, now);
  });
  await needs.queue?.wake({ kind: 'turn', tenant });
  return { at: now, check };
}

/** Once a night. */
export async function checkHealthWhenDue(needs: Needs, tenant: TenantId): Promise<void> {
  const last = await needs.store.asTenant(tenant, ({ health }) => health.lastCheck());
  if (last !== null && needs.clock.now().getTime() - last.at.getTime() < youngMs) return;
  await checkHealth(needs, tenant);
}
