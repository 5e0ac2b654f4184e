// Late data: what was known 1, 2, 7 and 30 days ago is taken for today, and findings are held against the truth.
import { parseArgs } from 'node:util';
import { health } from '#analyze/health.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { leadScorer } from '#analyze/lead-score.ts';
import { stagnation } from '#analyze/stagnation/stagnation.ts';
import { toStagnationWeights } from '#analyze/stagnation/stagnation-weights.ts';
import { toWeights } from '#analyze/weights.ts';
import { circlesAsOf } from '#learn/circles-as-of.ts';
import { leads } from '#learn/leads.ts';
import { learnStagnation } from '#learn/learn-stagnation.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { train } from '#learn/train.ts';
import { openLog } from '#log.ts';
import { turn } from '#loop.ts';
import { type ForwardHouse, openForwardHouse } from '#sandbox/forward/forward-house.ts';
import { allRecords, openPortal } from '#sandbox/forward/forward-records.ts';
import { productSignals } from '#sandbox/forward/product-signals.ts';
import { type Forward, runForward } from '#sandbox/world/forward.ts';
import { absorb } from '#sense/absorb.ts';
import type { CrmRecord } from '#sense/record.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { type BarChart, drawTo } from './bar-chart.ts';
import type { Bench, Row } from './bench.ts';
import { type Judged, rowOf, type Said } from './late-row.ts';
import { openDatabase } from './sleepers.ts';

const day = 86_400_000;
const lateness = [0, 1, 2, 7, 30] as const;
/** So many days are lived before the data begins to be late: long enough that customers have left to learn from. */
const lived = 56;
const horizon = 90;

const options = {
  seeds: { type: 'string', default: '7,11,13' },
  customers: { type: 'string', default: '400' },
  figure: { type: 'string' },
} as const;

export const bench: Bench = {
  summary: 'data 0, 1, 2, 7 and 30 days late: accuracy and shown confidence of leads, health and stagnation',
  usage: '[--seeds 7,11,13] [--customers 400] [--figure file.svg]',
  async run(args, { say }) {
    const { values } = parseArgs({ args: [...args], options });
    const all = new Map<number, Judged[]>(lateness.map((late) => [late, []]));
    for (const seed of values.seeds.split(',').map(Number)) {
      const database = await openDatabase('embedded');
      const time = { now: new Date() };
      const seal = openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
      const log = openLog('silent');
      // Minutes are computed within one transaction, more of them on a slow machine.
      const patient = { statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
      const pool = { ...database.address, max: 6, ...patient };
      const store = await openStore({ pool, seal, clock: { now: () => time.now }, log });
      try {
        const customers = Number(values.customers);
        const size = { closed: customers * 8, open: 900, customers, prospects: 20 };
        const start = new Date('2027-06-28T00:00:00Z');
        const forward = runForward({ seed, start, days: lived + horizon, size, planted: { heals: 0 } });
        time.now = start;
        const house = await openForwardHouse(store, log, time);
        await furnish(house, forward);
        const learnedLeads = await learnTarget(house.ports, house.tenant, leads, async (asked) =>
          train(asked),
        );
        const leadsAt = time.now;
        say(`seed ${seed}: ${learnedLeads?.weights.history.closed} closed leads learned`);
        const byLead = new Map(
          await Promise.all(
            lateness.map(async (late) => [late, await judgeLeads(house, forward, leadsAt, late)] as const),
          ),
        );
        await live(house, forward);
        await learnStagnation(house.ports, house.tenant);
        say(`seed ${seed}: ${lived} days lived`);
        for (const late of lateness) {
          const of = await judgeCompanies(house, forward, late);
          all.get(late)?.push({ lead: byLead.get(late) ?? [], ...of });
        }
      } finally {
        await store.close();
        await database.close();
      }
    }
    const rows = lateness.map((late) => rowOf(late, all.get(late) ?? []));
    drawTo(values.figure, chartOf(rows));
    return {
      tables: [
        { title: `${values.seeds.split(',').length} seeds, ${values.customers} companies each`, rows },
      ],
      notes: [
        'lead: open leads that were known 30 days ago, against the true probability (every lead stands for its expectation)',
        `health, stagnation: customers, against whether they left within ${horizon} days when nobody helped`,
        'found, right: of those who left those called stalled, and of those called stalled those who left',
      ],
      details: { rows },
    };
  },
};

function chartOf(rows: readonly Row[]): BarChart {
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    title: 'Late data: how well findings rank, and how sure they say they are',
    series: ['AUC', 'confidence shown'],
    rows: ['lead', 'health', 'stagnation'].flatMap((what) =>
      rows.map((row) => ({
        name: `${what}, ${row['days late']} days late`,
        values: [number(row[`${what} AUC`]), number(row[`${what} confidence`])],
      })),
    ),
    ...{ most: 1, aims: [] },
  };
}

async function absorbAll(house: ForwardHouse, records: readonly CrmRecord[]) {
  for (let at = 0; at < records.length; at += 1_000)
    await house.asTenant((rows) => absorb(rows, house.crm, records.slice(at, at + 1_000), house.time.now));
}

async function tellProduct(house: ForwardHouse, events: Parameters<typeof productSignals>[0]) {
  const signals = productSignals(events, house.source, house.time.now);
  for (let at = 0; at < signals.length; at += 2_000)
    await house.asTenant((rows) => rows.signals.keep(signals.slice(at, at + 2_000)));
}

async function furnish(house: ForwardHouse, { world }: Forward) {
  const records = allRecords(world);
  for (const kind of ['contact', 'company'] as const) {
    const mine = records.filter(({ objectType }) => objectType === kind);
    const list = definitionsFrom(mine, new Set(world.properties.map(({ name }) => name)));
    await house.asTenant((rows) =>
      rows.portalFacts.save(house.crm.id, `properties:${kind}`, { list }, house.time.now),
    );
  }
  await absorbAll(house, records);
  await tellProduct(house, world.events);
  while ((await turn(house.ports, house.tenant)).more);
  // The weights that only opened the loop are old enough to be learned anew.
  house.time.now = new Date(house.time.now.getTime() + 60 * 60_000);
}

/** What the portal says of its properties: numbers and choices by their values, texts where nearly all differ. */
function definitionsFrom(records: readonly CrmRecord[], own: ReadonlySet<string>) {
  const values = new Map<string, Set<string>>();
  for (const { properties } of records)
    for (const [name, value] of Object.entries(properties))
      if (value !== null && value !== '') values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values].map(([name, seen]) => {
    const isNumber = [...seen].every((one) => /^-?\d+(\.\d+)?$/.test(one));
    const type = isNumber ? 'number' : seen.size <= 40 ? 'enumeration' : 'string';
    return { name, label: name, type, calculated: false, builtIn: !own.has(name) };
  });
}

async function live(house: ForwardHouse, forward: Forward) {
  const portal = openPortal(allRecords(forward.world));
  const start = forward.world.now.getTime();
  for (let nr = 0; nr < lived; nr += 1) {
    house.time.now = new Date(start + (nr + 1) * day - 1);
    const today = forward.day(nr);
    await absorbAll(house, portal.changes([today], house.time.now));
    await tellProduct(house, today.events);
  }
  while ((await turn(house.ports, house.tenant)).more);
}

async function subjectsOf(house: ForwardHouse, kind: 'contact' | 'company', ids: readonly string[]) {
  const found = await house.asTenant((rows) => rows.subjects.find(house.crm.id, kind, ids));
  return new Map([...found].map(([id, subject]) => [subject, id]));
}

/** Only leads that were known at the longest lateness, so that all are judged on the same ones. */
async function judgeLeads(house: ForwardHouse, { world }: Forward, now: Date, late: number): Promise<Said[]> {
  const since = now.getTime() - Math.max(...lateness) * day;
  const open = world.leads.filter(({ outcome, created }) => outcome === 'open' && created.getTime() < since);
  const names = await subjectsOf(
    house,
    'contact',
    open.map(({ id }) => id),
  );
  const at = now.getTime() - late * day;
  return house.asTenant(async (rows) => {
    const row = await rows.weights.live('lead');
    const weights = toWeights(row?.body);
    const circles = await circlesAsOf(
      rows,
      [...names.keys()].map((subject) => ({ subject, at })),
    );
    const score = leadScorer(weights, row?.version ?? null, now.getTime());
    const origins = new Map([[house.crm.id, 'hubspot' as const]]);
    const sources = weights.features.map(({ name }) => ({ name, type: 'other' as const }));
    return circles.flatMap((circle): Said[] => {
      const truth = world.truth.contacts.get(names.get(circle.subject) ?? '')?.probability;
      const facts = leadFacts(circle, now.getTime(), sources, origins);
      const found = score({ known: Object.fromEntries(facts), heard: { hubspot: at } });
      return truth === undefined || found.probability === null
        ? []
        : [{ truth, said: found.probability, confidence: found.confidence }];
    });
  });
}

async function judgeCompanies(house: ForwardHouse, forward: Forward, late: number) {
  const now = house.time.now.getTime();
  const at = now - late * day;
  const here = forward.companies.filter(({ id }) => (forward.unhelped(id)?.at.getTime() ?? Infinity) > now);
  const names = await subjectsOf(
    house,
    'company',
    here.map(({ id }) => id),
  );
  return house.asTenant(async (rows) => {
    const { settings } = await rows.settings.read();
    const weights = toStagnationWeights((await rows.weights.live('stagnation'))?.body);
    const circles = await circlesAsOf(
      rows,
      [...names.keys()].map((subject) => ({ subject, at })),
    );
    const judged = { health: [] as Said[], stagnation: [] as Said[], stalled: [] as Judged['stalled'] };
    for (const circle of circles) {
      const leaves = forward.unhelped(names.get(circle.subject) ?? '');
      const truth = leaves !== undefined && leaves.at.getTime() <= now + horizon * day ? 1 : 0;
      const index = health(circle, settings.outcomes, now, 'hubspot', { hubspot: at });
      const look = { weights, version: 1, heard: at };
      const still = stagnation(circle, settings.outcomes, look, now);
      if (index?.score != null)
        judged.health.push({ truth, said: 100 - index.score, confidence: index.confidence });
      if (still?.score == null) continue;
      judged.stagnation.push({ truth, said: still.score, confidence: still.confidence });
      judged.stalled.push({ right: truth === 1, found: still.band === 'stalled' });
    }
    return judged;
  });
}
