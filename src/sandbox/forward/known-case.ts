// The known case: the demo company lives on day by day with the default journey, and people act on some of its alerts.
import { createHash } from 'node:crypto';
import { openAnswers } from '#act/answer-advice.ts';
import type { Template } from '#advise/journey/template.ts';
import { learnStagnation } from '#learn/learn-stagnation.ts';
import type { Ports } from '#ports.ts';
import { type Forward, runForward } from '#sandbox/world/forward.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';
import { absorb } from '#sense/absorb.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { OpenStore } from '#store/open.ts';
import { readTemplate } from '#templates/templates.ts';
import {
  type CaseRun,
  judgeCase,
  type KnownCase,
  measureDays,
  openTruth,
  type Played,
} from './case-truth.ts';
import { type ForwardHouse, openForwardHouse } from './forward-house.ts';
import { firstRecords, openPortal } from './forward-records.ts';
import { productSignals } from './product-signals.ts';
import { takenOn } from './taken-on.ts';

const day = 86_400_000;

export async function playKnownCase(
  needs: { readonly store: OpenStore; readonly log: Ports['log']; readonly time: { now: Date } },
  plan: KnownCase,
  say: (line: string) => void = () => undefined,
): Promise<Played> {
  const { seed, start, days, step, size, heals, acts } = plan;
  const { time } = needs;
  time.now = start;
  const house = await openForwardHouse(needs.store, needs.log, time);
  const lived = days + measureDays + step;
  const forward = runForward({ seed, start, days: lived, size, planted: { heals } });
  const truth = openTruth(plan);
  const first = firstRecords(forward.world);
  const portal = openPortal(first);
  const hear = async (records: readonly CrmRecord[], events: readonly ProductEvent[]) => {
    const told = productSignals(events, house.source, time.now);
    await house.asTenant(async (rows) => {
      for (const part of parts(records)) await absorb(rows, house.crm, part, time.now);
      for (const part of parts(told)) await rows.signals.keep(part);
    });
  };
  await hear(first, forward.world.events);
  await needs.store.doors.keepStatistics();
  await house.settle();
  await learnStagnation(house.ports, house.tenant);
  const journey = await live(house, journeyId(seed), readTemplate('software-customer-slips'));
  const people = openPeople(house, forward, { journey, seed, acts });
  for (let nr = 0; nr < days + measureDays; nr += step) {
    time.now = new Date(Math.floor(start.getTime() / day) * day + (nr + step) * day - 1);
    const today = Array.from({ length: step }, (_, one) => forward.day(nr + one));
    for (const one of today.keys()) truth.live(nr + one);
    await hear(
      portal.changes(today, time.now),
      today.flatMap(({ events }) => events),
    );
    await house.settle();
    await people.act(nr + step);
    // As every night.
    await learnStagnation(house.ports, house.tenant);
    if (nr % 28 < step) say(`day ${nr + step} of ${days + measureDays}`);
  }
  await house.settle();
  return judgeCase({ forward, truth, plan }, await runsOf(house, journey, start), people.helped());
}

function* parts<T>(list: readonly T[], most = 2_000): Generator<T[]> {
  for (let at = 0; at < list.length; at += most) yield list.slice(at, at + most);
}

/** Who is held out is drawn by the journey's id and the customer's: the same seed plays the same case. */
function journeyId(seed: number): string {
  const hex = createHash('sha256').update(`known case ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function live(
  house: ForwardHouse,
  id: string,
  { name, journey: graph, id: template }: Template,
): Promise<string> {
  const at = house.time.now;
  await house.asTenant(async (rows) => {
    await rows.journeys.make({ id, name, kind: graph.kind, template, madeAt: at, madeBy: 'demo' });
    const { version } = await rows.journeys.saveVersion(id, { graph }, 'demo', at);
    const why = { what: 'published', who: 'demo', detail: { version }, at } as const;
    await rows.journeys.change(id, { state: 'live', liveVersion: version }, why);
    await rows.subjects.markKindDirty('company', 'journey published');
  });
  return id;
}

/** Customer success managers: each takes on a share of the journey's alerts within one to six days, and then helps. */
function openPeople(
  house: ForwardHouse,
  forward: Forward,
  { journey, seed, acts }: { journey: string; seed: number; acts: number },
) {
  const answer = openAnswers(house.ports);
  const due = new Map<string, { nr: number; company: string } | null>();
  let helped = 0;
  return {
    helped: () => helped,
    async act(nr: number): Promise<void> {
      const open = await house.asTenant((rows) => rows.advice.list(['open'], 10_000));
      const mine = open.filter(({ situation }) => situation.includes(journey));
      const refs = await house.asTenant((rows) => rows.subjects.refs(mine.map(({ subject }) => subject)));
      for (const { id, subject } of mine) {
        const company = refs.find(
          (one) => one.subject === subject && one.origin === house.crm.id,
        )?.externalId;
        if (company === undefined) continue;
        if (!due.has(id)) {
          const taken = takenOn({ seed, acts }, company, nr);
          due.set(id, taken === null ? null : { nr: taken, company });
        }
        const plan = due.get(id);
        if (plan === null || plan === undefined || plan.nr > nr) continue;
        await answer({
          ...{ tenant: house.tenant, key: `known/${id}`, advice: id, subject, kind: 'done', via: 'console' },
          ...{ by: 'csm@lumenworks.example', snoozeDays: null, note: null },
        });
        if (forward.help(plan.company, nr)) helped += 1;
      }
    },
  };
}

async function runsOf(house: ForwardHouse, journey: string, start: Date): Promise<CaseRun[]> {
  const runs = await house.asTenant((rows) => rows.runs.ofJourney(journey, { before: null, limit: 100_000 }));
  const refs = await house.asTenant((rows) => rows.subjects.refs(runs.map(({ subject }) => subject)));
  const names = new Map(
    refs.filter(({ origin }) => origin === house.crm.id).map((one) => [one.subject, one.externalId]),
  );
  return runs.flatMap(({ subject, held, enteredAt, outcome }) => {
    const company = names.get(subject);
    const nr = (enteredAt.getTime() - start.getTime()) / day;
    return company === undefined ? [] : [{ company, held, nr, outcome }];
  });
}
