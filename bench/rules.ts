// How many times a second a rule is answered, beside other engines in the same run; and whether the four targets agree.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { compileTrace } from '#advise/rule/explain.ts';
import { readCel } from '#advise/rule/read-cel.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { openEngines } from '#engines.ts';
import { seededRandom } from '#learn/random.ts';
import { openLog } from '#log.ts';
import type { Bench, Row } from './bench.ts';
import { median, rounded } from './numbers.ts';
import { agreement } from './rule-agreement.ts';
import { type Customer, plainAnswer, type Rival, rivals } from './rule-engines.ts';

const options = {
  cases: { type: 'string', default: '1000000' },
  rounds: { type: 'string', default: '5' },
  url: { type: 'string' },
} as const;
const customersCount = 512;
const roundMs = 400;

const source =
  'events("Logged In", 7) < 0.5 * events.before("Logged In", 28) && property("plan") in ["pro", "enterprise"] && score < 60 && (tickets.open >= 2 || property.number("nps") < 7) && days_since.created <= 180';

export const bench: Bench = {
  summary: 'answers of a rule a second, beside other engines; agreement of the four targets',
  usage: '[--cases 1000000] [--rounds 5] [--url postgres://...]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const others = await rivals();
    const speeds = await race([...ours(), ...others], Number(values.rounds));
    stage.say(JSON.stringify(speeds));
    const side = Math.ceil(Math.sqrt(Number(values.cases)));
    const agreed = await onPostgres(values.url, (pool) =>
      agreement(pool, { trees: side, facts: side, seed: 7 }),
    );
    return {
      tables: [
        {
          title: `One rule of five conditions over ${customersCount} customers, everything known`,
          rows: speeds,
        },
        {
          title: `Agreement with the closure: ${side} rules x ${side} sets of facts, a third of them not known`,
          rows: agreed,
        },
      ],
      notes: ['every engine is checked against plain code; the median of the rounds, engines in turn'],
      details: {},
    };
  },
};

function ours(): Rival[] {
  const tree = readCel(source, 'company');
  const ask = compileRule(tree);
  const trace = compileTrace(tree);
  const known = new Map<Customer, Facts>();
  const factsOf = (customer: Customer): Facts => {
    const facts = known.get(customer) ?? toFacts(customer);
    known.set(customer, facts);
    return facts;
  };
  const origin = { source: 'product', asOf: null } as const;
  return [
    { name: 'plain code (upper bound)', ask: plainAnswer },
    { name: 'Revloop, closure', ask: (customer) => ask(factsOf(customer)) === true },
    {
      name: 'Revloop, with the trace',
      ask: (customer) => trace(factsOf(customer), () => origin).result === true,
    },
  ];
}

function toFacts({ logins7, logins28avg, plan, score, open, nps, days }: Customer): Facts {
  return {
    ...{
      'events:Logged In@7': logins7,
      'events.before:Logged In@28': logins28avg,
      'property:plan': plan,
      score,
    },
    ...{ 'tickets.open': open, 'property.number:nps': nps, 'days_since.created': days, now: 0 },
  };
}

function customers(): Customer[] {
  const random = seededRandom(3);
  const whole = (most: number) => Math.floor(random() * most);
  return Array.from({ length: customersCount }, () => ({
    ...{
      logins7: whole(20) + 0.5,
      logins28avg: whole(40) + 0.5,
      score: whole(100) + 0.5,
      open: whole(4) + 0.5,
    },
    ...{
      plan: ['free', 'pro', 'enterprise'][whole(3)] ?? 'free',
      nps: whole(11) + 0.5,
      days: whole(360) + 0.5,
    },
  }));
}

async function race(all: readonly Rival[], rounds: number): Promise<Row[]> {
  const asked = customers();
  for (const { name, ask } of all)
    for (const customer of asked)
      if ((await ask(customer)) !== plainAnswer(customer)) throw new Error(`${name} answers otherwise`);
  const speeds = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  for (let nr = 0; nr < rounds; nr += 1)
    for (const rival of all) speeds.get(rival.name)?.push(await speedOf(rival, asked));
  const own = median(speeds.get('Revloop, closure') ?? []);
  return all.map(({ name }) => {
    const speed = median(speeds.get(name) ?? []);
    return {
      engine: name,
      'answers/s': rounded(speed),
      'us each': rounded(1e6 / speed, 3),
      'closure against it': rounded(own / speed, 1),
    };
  });
}

async function speedOf({ ask }: Rival, asked: readonly Customer[]): Promise<number> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < roundMs)
    for (const customer of asked) {
      const answer = ask(customer);
      if (typeof answer !== 'boolean') await answer;
      count += 1;
    }
  return count / ((performance.now() - began) / 1000);
}

async function onPostgres<T>(
  url: string | undefined,
  work: (pool: Parameters<typeof agreement>[0]) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
  const config = {
    ...{ DATABASE_URL: url, REDIS_URL: undefined, REVLOOP_ENCRYPTION_KEYS: undefined },
    REVLOOP_DATA_DIR: directory,
  };
  const engines = await openEngines({ config, clock: { now: () => new Date() }, log: openLog('silent') });
  try {
    return await work(engines.store.pool);
  } finally {
    await engines.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
