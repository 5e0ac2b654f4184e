// Rollups: product events taken in a second, and a company with ten million behind it beside one with a thousand.
import { createSecretKey, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { keepEvents } from '#http/v1/keep-events.ts';
import { openLog } from '#log.ts';
import { turn } from '#loop.ts';
import type { Clock } from '#ports.ts';
import { collectionSettings } from '#sense/collection.ts';
import { intake } from '#sense/intake.ts';
import { openEventSources } from '#store/event-sources.ts';
import { type OpenStore, openStore } from '#store/open.ts';
import { openReports } from '#store/reports.ts';
import { openSeal } from '#store/seal.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';
import type { Bench, Row, Stage } from './bench.ts';
import { aBatch, aCompany, aTenant, type Company, type Tenant } from './long-history.ts';
import { machine } from './machine.ts';
import { median, rounded } from './numbers.ts';
import { openDatabase } from './sleepers.ts';
import { takenIn } from './taken-in.ts';

const options = {
  engine: { type: 'string', default: 'embedded' },
  events: { type: 'string', default: '10000000' },
  rounds: { type: 'string', default: '15' },
  seconds: { type: 'string', default: '4' },
} as const;
const clock: Clock = { now: () => new Date() };
const log = openLog('error');
const queue = { wake: async () => undefined };

export const bench: Bench = {
  summary: 'product events a second, and a company with ten million of them beside one with a thousand',
  usage: '[--engine embedded|server] [--events 10000000] [--rounds 15] [--seconds 4]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const engine = values.engine === 'server' ? 'server' : 'embedded';
    const [most, rounds, seconds] = [Number(values.events), Number(values.rounds), Number(values.seconds)];
    const accepted = await takenIn({ engine, rounds: 5, seconds }, stage);
    const database = await openDatabase(engine);
    const seal = openSeal(`bench:${Buffer.alloc(32, 1).toString('base64')}`);
    const pool = { ...database.address, max: 6, statement_timeout: 0 };
    const store = await openStore({ pool, seal, clock, log });
    try {
      const tenant = await aTenant(store);
      const kinds = [
        { name: 'thousand', events: 1000, users: 20 },
        { name: 'million', events: Math.min(1_000_000, most / 10), users: 400 },
        { name: 'ten million', events: most, users: 4000 },
      ];
      const companies: Company[] = [];
      for (const one of kinds) companies.push(await aCompany(store, tenant, one, stage.say));
      await store.pool.query('vacuum analyze');
      const times = await measure(store, tenant, companies, rounds, stage);
      const worked = await workOff(store, tenant, companies, stage);
      return {
        tables: [
          { title: `accepted by POST /v1/batch, 100 events a request (${engine})`, rows: accepted },
          { title: 'worked off by one worker', rows: worked },
          { title: `a company by the events behind it: ms, medians of ${rounds}`, rows: times },
        ],
        notes: [
          'the history is made in the database as intake would have left it: a signal for each event, and the rollups',
          'read one by one: all signals of the company counted by name and day, and by user and month, in SQL',
          machine(),
        ],
        details: {},
      };
    } finally {
      await store.close();
      await database.close();
    }
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** All companies in turn, so that what else the machine does falls on each alike. */
async function measure(
  store: OpenStore,
  tenant: Tenant,
  companies: readonly Company[],
  rounds: number,
  stage: Stage,
): Promise<Row[]> {
  const reports = openReports(store.db);
  const { pool } = store;
  const [all, ports] = [new Map<string, number[][]>(), { store, queue, clock, log }];
  const look = async () => {
    for (let more = true; more; ) more = (await turn(ports, tenant.tenant)).more;
  };
  await look();
  for (let round = -2; round < rounds; round += 1) {
    for (const { name, subject } of companies) {
      const keep = await timed(() => keepOne(store, tenant, name));
      const on = await timed(look);
      await pool.query('update twin set refold = true where subject_id = $1', [subject]);
      await pool.query(
        `insert into dirty (tenant_id, subject_id, reason) values ($1, $2, 'bench') on conflict do nothing`,
        [tenant.tenant, subject],
      );
      const anew = await timed(look);
      const page = await timed(() => reports.story(tenant.tenant, subject));
      // The first two rounds warm up.
      if (round >= 0) all.set(name, [...(all.get(name) ?? []), [keep, on, anew, page]]);
    }
  }
  stage.say('counting the signals themselves, for comparison');
  const rows: Row[] = [];
  for (const { name, events, users, subject } of companies) {
    const [keep, on, anew, page] = [0, 1, 2, 3].map((nr) =>
      rounded(median((all.get(name) ?? []).map((one) => one[nr] ?? 0)), 1),
    );
    const { rows: sizes } = await pool.query<{ size: number }>(
      'select length(body::text) as size from twin where subject_id = $1',
      [subject],
    );
    rows.push({
      ...{ events, users, 'keep an event': keep ?? 0, 'turn after it': on ?? 0 },
      ...{ 'turn, twin folded anew': anew ?? 0, 'its page': page ?? 0 },
      'twin, kB': rounded((sizes[0]?.size ?? 0) / 1000),
      'read one by one': rounded(await timed(() => oneByOne(store, subject)), 1),
    });
  }
  return rows;
}

function keepOne(store: OpenStore, { tenant, source }: Tenant, company: string): Promise<unknown> {
  const data = { name: 'Feature 1', user: 'p-one', properties: { feature: 'feature 1' } };
  return store.asTenant(tenant, ({ signals }) =>
    signals.keep([
      {
        ...{ kind: 'product.event', key: `one/${randomBytes(12).toString('hex')}`, origin: source },
        ...{ objectType: 'company', externalId: `group:${company}`, occurredAt: clock.now(), data },
      },
    ]),
  );
}

/** What folding anew would have to read without rollups. */
async function oneByOne({ pool }: OpenStore, subject: string): Promise<void> {
  const own = `from signal where subject_id = $1 and tenant_id = (select id from tenant) and kind = 'product.event'`;
  await pool.query(`select data ->> 'name', occurred_at::date, count(*) ${own} group by 1, 2`, [subject]);
  await pool.query(
    `select data ->> 'user', date_trunc('month', occurred_at), count(*) ${own} group by 1, 2`,
    [subject],
  );
}

const requests = 200;

/** Deliveries of 100 events become signals and rollups, beside the same events put into one table with one index. */
async function workOff(
  store: OpenStore,
  tenant: Tenant,
  companies: readonly Company[],
  stage: Stage,
): Promise<Row[]> {
  const source = {
    ...{ id: tenant.source, tenant: tenant.tenant, name: 'bench', createdAt: clock.now(), lastSeenAt: null },
    pseudonymKey: createSecretKey(Buffer.from('bench')),
    collection: collectionSettings.parse({ properties: ['feature'] }),
  };
  const { pool } = store;
  const eventSources = openEventSources(store.db);
  await pool.query(
    'create table bare_event (tenant_id uuid, key text, occurred_at timestamptz, data jsonb, primary key (tenant_id, key))',
  );
  const names = companies.map(({ name }) => name);
  const shots: { ours: number; bare: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const bodies = Array.from({ length: requests }, () => aBatch(names, 100));
    for (const body of bodies) await keepEvents({ eventSources, queue, log }, source, 'batch', body);
    const ours = await timed(() =>
      intake({ store, queue, clock, log }, tenant.tenant, { segment: segmentAdapter }),
    );
    // Fifty deliveries a transaction, as intake takes them.
    const bare = await timed(async () => {
      for (let at = 0; at < requests; at += 50)
        await pool.query(
          `insert into bare_event select $1, x."messageId", x.timestamp, jsonb_build_object('name', x.event, 'user', x."userId",
             'properties', x.properties)
           from jsonb_to_recordset($2::jsonb) as x("messageId" text, timestamp timestamptz, event text, "userId" text,
             properties jsonb) on conflict do nothing`,
          [tenant.tenant, JSON.stringify(bodies.slice(at, at + 50).flatMap(({ batch }) => batch))],
        );
    });
    shots.push({ ours, bare });
    stage.say(`worked off: ${rounded(ours)} ms against ${rounded(bare)} ms for ${requests * 100} events`);
  }
  const rate = (of: 'ours' | 'bare') => rounded((requests * 100_000) / median(shots.map((one) => one[of])));
  const ratio = rounded(median(shots.map(({ ours, bare }) => bare / ours)), 2);
  return [
    {
      what: 'Revloop: delivery read, signal once, counted by feature, day and user',
      'events/s': rate('ours'),
      ratio,
    },
    {
      what: 'bare: insert on conflict do nothing, one table, one index',
      'events/s': rate('bare'),
      ratio: 1,
    },
  ];
}
