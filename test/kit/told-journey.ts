// A journey of a told tenant in the middle of its life: its five companies are on the way, one is held out, some are done.
import { randomUUID } from 'node:crypto';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { walkJourneys } from '#walk.ts';
import { aGraph, anAlert, aTask, rule, say } from './a-graph.ts';
import type { HttpHouse } from './http-house.ts';
import type { ToldTenant } from './told-tenant.ts';

const day = 86_400_000;

/** Whoever has a low score is asked about, called, waited for, and told about. */
export const toldGraph: JourneyGraph = aGraph(
  {
    may: {
      ...{ kind: 'approve', ask: say('Offer {name} a review?'), atMost: { days: 3 } },
      ...{ next: 'fork', refused: 'end' },
    },
    fork: {
      ...{ kind: 'branch', arms: [{ when: rule('score', '<', 50), next: 'look' }], otherwise: 'nap' },
    },
    look: anAlert('answer'),
    answer: {
      ...{ kind: 'escalate', after: { days: 2 }, to: 'manager', text: say('Nobody looked at {name}') },
      ...{ next: 'nap', late: 'call' },
    },
    call: aTask('nap', { dryRun: true }),
    nap: { kind: 'wait', for: { days: 3 }, next: 'hope' },
    hope: {
      ...{ kind: 'until', when: rule('score', '>=', 60), atMost: { days: 14 }, next: 'done', late: 'end' },
    },
    done: { kind: 'goal' },
    end: { kind: 'exit' },
  },
  {
    enter: rule('score', '<', 60),
    goal: { when: rule('score', '>=', 60), within: { days: 60 }, at: 'ever' },
  },
);

export type ToldJourney = { readonly journey: string; readonly runs: readonly string[] };

/**
 * Live; 5001 waits for a yes or no, 5002 was let on and waits for an answer to its alert, two have reached the goal
 * already, and the last one is held out. `runs` by the order of the records.
 */
export async function toldJourney(house: HttpHouse, { tenant, subjects }: ToldTenant): Promise<ToldJourney> {
  const { store, clock } = house;
  const journey = randomUUID();
  const now = clock.now();
  const ids = ['5001', '5002', '5003', '5004', '5005'].map((id) => subjects.get(id) ?? '');
  await store.asTenant(tenant, async (rows) => {
    const { settings } = await rows.settings.read();
    const anyHour = {
      ...settings.journeys,
      hours: { from: '00:00', to: '00:00' },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    };
    await rows.settings.save(tenantSettings.parse({ ...settings, journeys: anyHour }));
    const name = { en: 'Scores that fall', 'zh-CN': '评分下降的客户' };
    await rows.journeys.make({
      ...{ id: journey, name, kind: 'company', template: null, madeAt: now, madeBy: 'Mia Keller' },
    });
    await rows.journeys.saveVersion(journey, { graph: toldGraph }, 'Mia Keller', now);
    const why = { what: 'published', who: 'Mia Keller', detail: { version: 1, count: 5 }, at: now } as const;
    await rows.journeys.change(journey, { state: 'live', liveVersion: 1 }, why);
    await rows.runs.enter(
      ids.map((subject, nr) => ({
        ...{ journey, version: 1, subject, entryKey: '1', held: nr === 4, dry: false, node: 'may' },
        measureAt: new Date(now.getTime() + 60 * day),
      })),
      now,
    );
  });
  const walk = () => walkJourneys({ ...house.deps, log: house.deps.log }, tenant);
  await walk();
  const runs = await store.asTenant(tenant, (rows) =>
    rows.runs.ofJourney(journey, { before: null, limit: 10 }),
  );
  const byPlace = ids.map((subject) => runs.find((run) => run.subject === subject)?.id ?? '');
  await house.deps.journeys.approve(tenant, 'Sam Ortiz', byPlace[1] ?? '', 'yes');
  await walk();
  return { journey, runs: byPlace };
}
