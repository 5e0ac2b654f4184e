// Sleeping runs of journeys: what they cost, how fast those that are due go on, and how late; beside bare statements.
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { openLog } from '#log.ts';
import type { Clock } from '#ports.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';
import { walkJourneys } from '#walk.ts';
import type { Bench, Stage } from './bench.ts';
import { median, percentile, rounded } from './numbers.ts';
import { furnish, openDatabase, subjects } from './sleepers.ts';

const options = {
  engine: { type: 'string', default: 'embedded' },
  sleepers: { type: 'string', default: '1000000' },
  due: { type: 'string', default: '20000' },
  seconds: { type: 'string', default: '20' },
} as const;
const day = 86_400_000;

export const bench: Bench = {
  summary: 'a million sleeping runs of journeys: wake-ups a second, lateness, memory',
  usage: '[--engine embedded|server] [--sleepers 1000000] [--due 20000] [--seconds 20]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const [sleepers, due, seconds] = [Number(values.sleepers), Number(values.due), Number(values.seconds)];
    const database = await openDatabase(values.engine === 'server' ? 'server' : 'embedded');
    const clock: Clock = { now: () => new Date() };
    const log = openLog('warn');
    const seal = openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
    const store = await openStore({ pool: { ...database.address, max: 6 }, seal, clock, log });
    const ports = { store, queue: { wake: async () => undefined }, clock, log };
    try {
      const { tenant, journey } = await furnish(store);
      const [empty, emptySweep] = [memory(), await sweep(store)];
      const began = performance.now();
      await load(store.pool, { tenant, journey, count: sleepers, kind: 'asleep' });
      await store.pool.query('analyze journey_run');
      stage.say(`${sleepers} sleeping runs loaded in ${rounded((performance.now() - began) / 1000)} s`);
      const [full, fullSweep] = [memory(), await sweep(store)];
      const bare = await yardstick(store.pool, due, stage);
      await load(store.pool, { tenant, journey, count: due, kind: 'due' });
      const walking = performance.now();
      let walked = 0;
      for (let more = true; more; ) {
        const report = await walkJourneys(ports, tenant);
        walked += report.runs;
        more = report.more;
      }
      const rate = walked / ((performance.now() - walking) / 1000);
      const after = memory();
      const late = await lateness({ store, ports, tenant, journey, seconds });
      return {
        tables: [
          {
            title: `${walked} due among ${sleepers} asleep (${values.engine})`,
            rows: [
              { what: 'walk: facts, rules, step, log, task in the outbox, commit', 'runs/s': rounded(rate) },
              { what: 'bare: skip locked, update, two inserts, 200 a transaction', 'runs/s': rounded(bare) },
            ],
          },
          {
            title: `${late.count} due one by one over ${seconds} s: lateness in ms`,
            rows: [{ p50: rounded(late.p50), p99: rounded(late.p99), most: rounded(late.most) }],
          },
          {
            title: 'what sleepers cost',
            rows: [
              { what: 'no runs', 'memory of the process, MB': empty, 'a sweep, ms': emptySweep },
              { what: `${sleepers} asleep`, 'memory of the process, MB': full, 'a sweep, ms': fullSweep },
              {
                what: 'after the walk',
                'memory of the process, MB': after,
                'a sweep, ms': await sweep(store),
              },
            ],
          },
        ],
        notes: ['one worker on one tenant; a sweep is the look for everything that is due, median of 9'],
        details: { rate, bare, late },
      };
    } finally {
      await store.close();
      await database.close();
    }
  },
};

type Load = {
  tenant: string;
  journey: string;
  count: number;
  kind: 'asleep' | 'due' | 'one by one';
  seconds?: number;
};

async function load(pool: pg.Pool, { tenant, journey, count, kind, seconds = 0 }: Load): Promise<void> {
  const wakes = {
    asleep: `now() + interval '30 days' + n * interval '1 second'`,
    due: `now() - interval '1 second'`,
    'one by one': `now() + interval '3 seconds' + n * interval '1 second' * ${seconds / count}`,
  }[kind];
  await pool.query(
    `insert into journey_run (tenant_id, journey_id, version, subject_id, entry_key, status, held, dry, node, waits_for,
       waiting_since, wake_at, seq, entered_at, measure_at)
     select $1, $2, 1, 1 + n % ${subjects}, $3 || n, 'live', false, false, 'nap', 'time', at - interval '1 day', at, 1,
       at - interval '1 day', at + interval '299 days'
     from (select n, ${wakes} as at from generate_series(1, ${count}) n) x`,
    [tenant, journey, kind],
  );
}

/** What the statements alone take that any such worker must send. */
async function yardstick(pool: pg.Pool, count: number, stage: Stage): Promise<number> {
  await pool.query(`create table bare_run (id bigint primary key, wake_at timestamptz, node text)`);
  await pool.query(`create table bare_step (run_id bigint, seq int, body jsonb, primary key (run_id, seq))`);
  await pool.query(`create table bare_action (key text primary key, payload jsonb)`);
  await pool.query(`insert into bare_run select n, now(), 'nap' from generate_series(1, ${count}) n`);
  await pool.query('create index on bare_run (wake_at)');
  const client = await pool.connect();
  const began = performance.now();
  for (let taken = 1; taken > 0; ) {
    await client.query('begin');
    const { rows } = await client.query<{ id: string }>(
      `select id from bare_run where wake_at <= now() order by wake_at limit 200 for update skip locked`,
    );
    const ids = rows.map(({ id }) => id);
    await client.query(
      `update bare_run set wake_at = now() + interval '300 days', node = 'rest' where id = any($1)`,
      [ids],
    );
    await client.query(`insert into bare_step select unnest($1::bigint[]), 1, '{"say":"go"}'`, [ids]);
    await client.query(`insert into bare_action select 'a/' || unnest($1::bigint[]), '{"subject":"Call"}'`, [
      ids,
    ]);
    await client.query('commit');
    taken = ids.length;
  }
  const rate = count / ((performance.now() - began) / 1000);
  client.release();
  stage.say(`bare statements: ${rounded(rate)} runs a second`);
  return rate;
}

type Late = {
  store: OpenStore;
  ports: Parameters<typeof walkJourneys>[0];
  tenant: string;
  journey: string;
  seconds: number;
};

/** As a worker with its alarm does it: it walks when the next one is due. */
async function lateness({ store, ports, tenant, journey, seconds }: Late) {
  const count = seconds * 100;
  await load(store.pool, { tenant, journey, count, kind: 'one by one', seconds });
  const until = Date.now() + (seconds + 6) * 1000;
  while (Date.now() < until) {
    const next = await store.asTenant(tenant, (rows) => rows.runs.nextDue());
    const waitMs = Math.min(1_000, Math.max(1, (next?.getTime() ?? until) - Date.now()));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await walkJourneys(ports, tenant);
  }
  const { rows } = await store.pool.query<{ late: number }>(
    `select extract(epoch from s.at - r.entered_at) * 1000 - ${day} as late from journey_step s
     join journey_run r on r.id = s.run_id where r.entry_key like 'one by one%' and s.kind = 'task'`,
  );
  const all = rows.map(({ late }) => Number(late));
  return { count: all.length, p50: percentile(all, 0.5), p99: percentile(all, 0.99), most: Math.max(...all) };
}

async function sweep(store: OpenStore): Promise<number> {
  const times: number[] = [];
  for (let nr = 0; nr < 9; nr += 1) {
    const began = performance.now();
    await store.doors.waiting(new Date());
    times.push(performance.now() - began);
  }
  return rounded(median(times), 1);
}

function memory(): number {
  return rounded(process.memoryUsage().rss / 2 ** 20);
}
