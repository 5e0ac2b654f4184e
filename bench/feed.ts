// Following a Salesforce org with workers that are killed and streams that are cut: what is lost, and what comes twice.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import { silentLog } from '#kit/log.ts';
import { type RevloopProcess, startProcess } from '#kit/processes.ts';
import { seededRandom } from '#learn/random.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import type { Bench, Row, Stage } from './bench.ts';
import { type Engine, openEngine } from './engine.ts';
import { type BenchOrg, openBenchOrg } from './salesforce-org.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  events: { type: 'string', default: '1000' },
  leads: { type: 'string', default: '200' },
  kills: { type: 'string', default: '8' },
  cuts: { type: 'string', default: '40' },
  seed: { type: 'string', default: '1' },
} as const;

type Plan = {
  readonly events: number;
  readonly leads: number;
  readonly kills: number;
  readonly cuts: number;
  readonly random: () => number;
};
const patience = 600;

export const bench: Bench = {
  summary: 'change events of Salesforce over cut streams and killed workers: lost and doubled',
  usage:
    '[--events 1000] [--leads 200] [--kills 8] [--cuts 40] [--seed 1], with PostgreSQL and Redis at hand',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const plan = {
      ...{ events: Number(values.events), leads: Number(values.leads) },
      ...{
        kills: Number(values.kills),
        cuts: Number(values.cuts),
        random: seededRandom(Number(values.seed)),
      },
    };
    const engine = await openEngine('server');
    const org = await openBenchOrg(plan.leads);
    try {
      const row = await measure(engine, org, plan, stage);
      return {
        tables: [{ title: 'Change events from the org to our records', rows: [row] }],
        notes: [
          'two workers of their own processes; each kill is SIGKILL to one of them, which is then started again',
          'streams are cut at random moments, besides one answer in ten; three events in ten come twice',
          'hints: signals that a record changed, one for each event however often it came; the poll makes none',
        ],
        details: { seed: values.seed },
      };
    } finally {
      await org.close();
      await engine.close();
    }
  },
};

async function measure(engine: Engine, org: BenchOrg, plan: Plan, { say }: Stage): Promise<Row> {
  const keys = `bench:${randomBytes(32).toString('base64')}`;
  const clock = { now: () => new Date() };
  const { DATABASE_URL: connectionString = '' } = engine.env;
  const store = await openStore({
    pool: { connectionString },
    seal: openSeal(keys),
    clock,
    log: silentLog(),
  });
  const tenant = await store.doors.makeTenant('bench');
  const grant = await org.grant();
  const { id } = await store.asTenant(tenant, ({ connections }) =>
    connections.save({ platform: 'salesforce', ...grant }),
  );
  const env = {
    ...engine.env,
    ...org.env,
    ...{
      REVLOOP_DATA_DIR: engine.dataDir,
      REVLOOP_ENCRYPTION_KEYS: keys,
      REVLOOP_ROLE: 'worker',
      LOG_LEVEL: 'error',
    },
  };
  const workers: RevloopProcess[] = [];
  const begin = () => void workers.push(startProcess(env));
  try {
    begin();
    begin();
    say('first reading');
    await until(store.pool, (now) => now.backfilling === 0 && isQuiet(now), patience);
    await placed(store.pool);
    const before = await hints(store.pool, id);
    const holders = new Set<string>();
    say('edits');
    const began = performance.now();
    org.unkind();
    const at = new Set(
      Array.from({ length: plan.kills }, (_, nr) => Math.floor(((nr + 0.5) * plan.events) / plan.kills)),
    );
    const cutAt = new Set(Array.from({ length: plan.cuts }, () => Math.floor(plan.random() * plan.events)));
    for (let nr = 0; nr < plan.events; nr += 1) {
      org.edit(Math.floor(plan.random() * plan.leads), `edit ${nr}`);
      if (cutAt.has(nr)) org.cut(plan.random() < 0.5);
      if (at.has(nr)) {
        await workers.splice(Math.floor(plan.random() * workers.length), 1)[0]?.end('SIGKILL', true);
        begin();
        say(`killed one after ${nr} edits`);
      }
      if (nr % 25 === 0) holders.add(await holder(store.pool));
      await sleep(plan.random() * 60);
    }
    for (let left = patience; (await hints(store.pool, id)) - before < plan.events && left > 0; left -= 1) {
      await sleep(1_000);
      holders.add(await holder(store.pool));
    }
    await until(store.pool, isQuiet, patience);
    holders.delete('');
    return {
      ...{ events: plan.events, kills: plan.kills, cuts: plan.cuts, 'processes that followed': holders.size },
      'events received': await received(store.pool),
      hints: (await hints(store.pool, id)) - before,
      'records that differ': await differing(store.pool, org),
      seconds: Math.round((performance.now() - began) / 1000),
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL', true)));
    await store.close();
  }
}

const count = z.object({ n: z.coerce.number() });
async function counted(pool: pg.Pool, statement: string, ...params: string[]): Promise<number> {
  const { rows } = await pool.query(statement, params);
  return count.parse(rows[0]).n;
}

const hints = (pool: pg.Pool, connection: string) =>
  counted(pool, "select count(*) as n from signal where kind = 'crm.changed' and origin = $1", connection);
const received = (pool: pg.Pool) =>
  counted(
    pool,
    `select coalesce(sum(jsonb_array_length(convert_from(body, 'UTF8')::jsonb)), 0) as n from delivery
     where source = 'salesforce'`,
  );

async function holder(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query('select owner::text from feed');
  return z.object({ owner: z.string().nullable() }).parse(rows[0]).owner ?? '';
}

async function placed(pool: pg.Pool): Promise<void> {
  for (let left = patience; left > 0; left -= 1) {
    if ((await counted(pool, 'select count(*) as n from feed where position is not null')) > 0) return;
    await sleep(1_000);
  }
  throw new Error('the feed got no place');
}

const title = z.object({ external_id: z.string(), title: z.string().nullable() });
async function differing(pool: pg.Pool, org: BenchOrg): Promise<number> {
  const { rows } = await pool.query(
    "select external_id, properties ->> 'Title' as title from record where object_type = 'lead'",
  );
  const ours = new Map(
    z
      .array(title)
      .parse(rows)
      .map((row) => [row.external_id, row.title]),
  );
  return org.titles().filter(([id, there]) => ours.get(id) !== there).length;
}
