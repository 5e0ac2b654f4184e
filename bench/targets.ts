// Deals and churn in the demo company, whose truth is known: what is learned from its history over HTTP, and how near it comes.
import { parseArgs } from 'node:util';
import { isBeside } from '#analyze/finding.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { churn } from '#learn/churn.ts';
import { deals } from '#learn/deals.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { frameLesson } from '#learn/lesson-frame.ts';
import { auc, brier, logLoss } from '#learn/metrics.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import { customerLife } from '#sandbox/world/causes.ts';
import { settle } from '#sandbox/world/settle.ts';
import { generateWorld, type World } from '#sandbox/world/world.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';
import type { Bench, Row } from './bench.ts';
import { closeDates, stageAlone } from './deal-yardsticks.ts';
import { ownDatabase } from './own-database.ts';

type House = Awaited<ReturnType<typeof sensingHouse>>;

export const bench: Bench = {
  summary: 'deals and churn in the demo company: live findings against what is true',
  usage: '[--seed 7]',
  async run(args, { say }) {
    const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string', default: '7' } } });
    const house = await sensingHouse({ database: await ownDatabase() });
    try {
      const now = house.clock.now();
      const world = generateWorld({ seed: Number(values.seed), now });
      settle(world, house.portal);
      say('the portal is read');
      await house.syncAll();
      await openLoop(house);
      await tellPast(house, world);
      await tellEvents(house, world);
      await turnAll(house);
      const rows: Row[] = [];
      // Learning leads costs the most, and has benchmarks of its own.
      for (const lesson of [deals, churn]) {
        const began = performance.now();
        const learned = await learnTarget(house.ports, house.tenant, lesson, async (asked) => train(asked));
        const seconds = Math.round((performance.now() - began) / 100) / 10;
        const { crossValidated: measures, newest } = learned?.weights.report ?? {};
        rows.push({
          target: lesson.target,
          learner: learned?.weights.learner ?? null,
          closed: learned?.weights.history.closed ?? null,
          won: learned?.weights.history.won ?? null,
          rows: measures?.rows ?? null,
          auc: rounded(measures?.auc),
          'log loss': rounded(measures?.logLoss),
          'of the base rate': rounded(measures?.baseLogLoss),
          'newest 30 %: auc': rounded(newest?.auc),
          'newest: log loss': rounded(newest?.logLoss),
          'newest: base rate': rounded(newest?.baseLogLoss),
          seconds,
        });
        const used = [...(learned?.weights.features ?? [])].sort((a, b) => b.importance - a.importance);
        say(
          `${lesson.target}: ${used
            .slice(0, 6)
            .map((one) => `${one.name} ${rounded(one.importance)}`)
            .join(', ')}`,
        );
        say(`${lesson.target} is learned`);
      }
      await turnAll(house);
      const told = await house.database.store.asTenant(house.tenant, (own) => frameLesson(own, deals));
      const records = await deals.closed(house.ports, house.tenant, told);
      return {
        tables: [
          { title: 'Learned from the history, judged on rows not seen', rows },
          { title: 'Deals by the stage alone', rows: stageAlone(records) },
          { title: 'When newest deals that were won closed', rows: closeDates(records) },
          {
            title: 'Live findings against the truth',
            rows: [await dealsAgainstTruth(house, world), await churnAgainstTruth(house, world)],
          },
        ],
        notes: [],
        details: {},
      };
    } finally {
      await house.close();
    }
  },
};

/** Nothing is looked at before there are weights of leads; a prior is enough. */
async function openLoop(house: House) {
  const now = house.clock.now();
  const body = train({ target: 'lead', sources: [], records: [], now: now.getTime(), seed: 1 });
  await house.database.store.asTenant(house.tenant, (rows) =>
    rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now),
  );
}

const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 1000) / 1000);

async function turnAll(house: House) {
  while ((await turn(house.ports, house.tenant)).more);
}

/** Open deals for more of the same: the probability that was found, and the true one. */
async function dealsAgainstTruth(house: House, world: World): Promise<Row> {
  const open = [...world.truth.deals].filter(([, { outcome }]) => outcome === 'open');
  const found = await findingsOf(
    house,
    'deal',
    open.map(([id]) => id),
  );
  const pairs = open.flatMap(([id, { probability }]) => {
    const said = found.get(id)?.probability;
    return said == null ? [] : [{ said, truth: probability }];
  });
  return { finding: 'deal is won', ...againstTruth(pairs) };
}

/** Customers of today: the probability that was found, and the true one to leave within 90 days. */
async function churnAgainstTruth(house: House, world: World): Promise<Row> {
  const customers = world.companies.filter((one) => one.customerSince && !one.churned);
  const found = await findingsOf(
    house,
    'company',
    customers.map(({ id }) => id),
  );
  const pairs = customers.flatMap((company) => {
    const said = found.get(company.id)?.churn;
    return said === undefined
      ? []
      : [{ said: said.probability ?? said.usual, truth: leaving(company, world.now) }];
  });
  return { finding: 'customer leaves', ...againstTruth(pairs) };
}

/** Who slips leaves on a day that is fixed already; everybody else may leave where the term ends. */
function leaving({ terms, slowSupport }: World['companies'][number], now: Date): number {
  const until = now.getTime() + 90 * 86_400_000;
  const term = terms.at(-1);
  if (term?.slip?.leaves && term.slip.leaves.getTime() <= until) return 1;
  if (!term || term.end.getTime() > until) return 0;
  return 1 - (slowSupport ? customerLife.renews.slow : customerLife.renews.fast);
}

/** The best that can be said is the truth itself: its own log loss is what chance leaves. */
function againstTruth(pairs: readonly { said: number; truth: number }[]): Row {
  // Every subject stands for a thousand that end as the truth has it.
  const weigh = (said: (one: (typeof pairs)[number]) => number) => {
    const outcomes: number[] = [];
    const told: number[] = [];
    for (const one of pairs)
      for (let nr = 0; nr < 100; nr++) {
        outcomes.push(nr < Math.round(100 * one.truth) ? 1 : 0);
        told.push(said(one));
      }
    return { auc: auc(outcomes, told), logLoss: logLoss(outcomes, told), brier: brier(outcomes, told) };
  };
  const [ours, best] = [weigh(({ said }) => said), weigh(({ truth }) => truth)];
  const mean = (of: (one: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, one) => sum + of(one), 0) / pairs.length;
  const base = mean(({ truth }) => truth);
  return {
    subjects: pairs.length,
    auc: rounded(ours.auc),
    'auc of the truth': rounded(best.auc),
    'log loss': rounded(ours.logLoss),
    'of the truth': rounded(best.logLoss),
    'of the base rate': rounded(weigh(() => base).logLoss),
    'mean said': rounded(mean(({ said }) => said)),
    'mean true': rounded(base),
    'mean difference': rounded(mean(({ said, truth }) => Math.abs(said - truth))),
  };
}

async function findingsOf(house: House, kind: SubjectKind, ids: readonly string[]) {
  return house.database.store.asTenant(house.tenant, async (rows) => {
    const subjects = await rows.subjects.find(house.connection.id, kind, ids);
    const kept = await rows.findings.current([...subjects.values()]);
    const bySubject = new Map(
      kept.flatMap(({ subject, finding }) => (isBeside(finding) ? [] : [[subject, finding] as const])),
    );
    return new Map(
      [...subjects].flatMap(([id, subject]) => {
        const finding = bySubject.get(subject);
        return finding === undefined ? [] : [[id, finding] as const];
      }),
    );
  });
}

const together = 500;
/** Said of whoever was a customer once, on the day it became one. */
const unknownPast = new Set(['customer_since']);

async function tellEvents(house: House, world: World) {
  for (let from = 0; from < world.events.length; from += together) {
    const batch = world.events.slice(from, from + together);
    const body = Buffer.from(JSON.stringify({ batch, sentAt: world.now.toISOString() }));
    const origin = '00000000-0000-4000-8000-000000000001';
    const reading = segmentAdapter({ origin, body, headers: {}, receivedAt: world.now } as never);
    await house.database.store.asTenant(house.tenant, ({ signals }) =>
      signals.keep(reading.heard.map(({ signal }) => signal)),
    );
  }
}
async function tellPast(house: House, world: World) {
  const kinds = { deals: 'deal', companies: 'company', contacts: 'contact' } as const;
  const signals = world.objects.flatMap((object) => {
    const kind = kinds[object.type as keyof typeof kinds];
    if (kind === undefined) return [];
    const history = (object.history ?? []).filter(({ property }) => !unknownPast.has(property));
    const properties = Object.entries(object.properties).filter(([name]) => !unknownPast.has(name));
    const told = new Set(history.map((one) => one.property));
    const at = new Map<string, Record<string, string>>();
    const say = (time: Date, name: string, value: string) => {
      const key = time.toISOString();
      at.set(key, { ...at.get(key), [name]: value });
    };
    for (const [name, value] of properties) if (!told.has(name)) say(object.createdAt, name, value);
    for (const one of history) say(one.at, one.property, one.value);
    for (const name of told)
      if (!history.some((one) => one.property === name && one.value === object.properties[name]))
        say(object.updatedAt, name, object.properties[name] ?? '');
    const states = [...at]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([time, properties]) => ({ at: time, properties }));
    return [
      {
        kind: 'crm.past' as const,
        key: `past:${kind}:${object.id}`,
        origin: house.connection.id,
        objectType: kind,
        externalId: object.id ?? '',
        occurredAt: object.createdAt,
        data: { states },
      },
    ];
  });
  for (let from = 0; from < signals.length; from += together)
    await house.database.store.asTenant(house.tenant, (rows) =>
      rows.signals.keep(signals.slice(from, from + together)),
    );
}
