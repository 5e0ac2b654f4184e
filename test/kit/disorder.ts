// A model of disorder: people work in a portal while many hands, killed now and then, take in what it tells late, twice and in no order.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '#learn/random.ts';
import { turn } from '#loop.ts';
import type { Crm } from '#ports/crm.ts';
import type { Store } from '#ports.ts';
import { demoApps } from '#sandbox/demo-apps.ts';
import { intake } from '#sense/intake.ts';
import { receive } from '#sense/receive.ts';
import { reread } from '#sense/reread.ts';
import { sync } from '#sense/sync.ts';
import { splitByPortal } from '#webhooks/hubspot/split.ts';
import { serve } from './http-house.ts';
import { peopleAtWork } from './people-at-work.ts';
import { adapters, sensingHouse } from './sensing-house.ts';
import { openWatch } from './watch.ts';

const keys = { hubspot: { appId: 4711, clientId: 'client-1', clientSecret: 'secret-1' } };
const noSlack = { slack: { clientId: 'none', clientSecret: 'none', signingSecret: 'none' } };
const steps = 60;
const killed = 'killed by the model';

export type Disorder = Awaited<ReturnType<typeof openDisorder>>;

/** Everything opened, with a few records that were there before; `live` begins the disorder and comes back when all rests. */
export async function openDisorder(seed: number) {
  const house = await sensingHouse({
    chaos: {
      ...{ seed, duplicateRate: 0.3, outOfOrderRate: 0.4, outOfOrderMs: 150, retryTimeScale: 0.000_1 },
      ...{ webhookDelayMs: { min: 0, max: 80 }, searchLagMs: 100, limits: { off: true } },
    },
  });
  const { database, sandbox, portal, connection, tenant } = house;
  const watch = openWatch({
    store: database.store,
    hubspot: sandbox,
    ask: () => Promise.reject(new Error('none')),
  });
  const random = seededRandom(seed);
  const store = dyingNowAndThen(database.store, seededRandom(seed + 1), 0.1);
  const ports = house.portsWith(answeringLate(house.real, seededRandom(seed + 3)), store);
  const unheard = seededRandom(seed + 2);
  const door = await serve((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray());
      const { parts, strays } = splitByPortal(body);
      await receive(ports, { source: 'hubspot', platform: 'hubspot', headers: {}, parts, strays });
      response.writeHead(unheard() < 0.1 ? 500 : 200).end();
    })().catch(() => response.writeHead(500).end());
  });
  sandbox.apps.register(demoApps(door.url, { ...keys, ...noSlack }).hubspot);
  const people = peopleAtWork(portal, random);
  await house.syncAll();

  /** As if all that is put off to a later moment were due now. */
  async function letTimePass(): Promise<void> {
    for (const table of ['reread', 'dirty'])
      await database.store.pool.query(`update ${table} set due_at = now() where due_at > now()`);
  }
  /** As if it were time for every reading that comes again by the clock. */
  const comparingTime = () =>
    database.store.pool.query(
      `update sync set cursor = cursor || jsonb_build_object('dueAt', now()) where state = 'waiting'`,
    );

  const work: Readonly<Record<string, () => Promise<unknown>>> = {
    intake: () => intake(ports, tenant, adapters),
    reread: () => reread(ports, tenant, connection.id),
    turn: () => turn(ports, tenant),
    sync: async () => {
      await comparingTime();
      for (let more = true; more; ) ({ more } = await sync(ports, tenant, connection.id));
    },
    time: letTimePass,
  };
  const hands = ['intake', 'intake', 'reread', 'reread', 'reread', 'turn', 'turn', 'sync', 'time'];

  async function left(): Promise<number> {
    const [row] = await watch.rows(`select (select count(*) from delivery where state = 'kept')
      + (select count(*) from reread) + (select count(*) from dirty) as n`);
    return Number(row?.['n']) + sandbox.deliveries.counts().pending;
  }

  return {
    close: async () => {
      await door.close();
      await house.close();
    },
    kills: store.kills,
    async live() {
      let over = false;
      const failures: unknown[] = [];
      const working = hands.map(async (name, nr) => {
        const pace = seededRandom(seed * 100 + nr);
        while (!over) {
          await work[name]?.().catch((error: unknown) => {
            if (!String(error).includes(killed)) failures.push(error);
          });
          await sleep(pace() * (name === 'sync' ? 120 : 30));
        }
      });
      for (let step = 0; step < steps; step += 1) {
        people.work();
        await sleep(random() * 40);
      }
      while (sandbox.deliveries.counts().pending > 0) await sleep(20);
      over = true;
      await Promise.all(working);
      store.stopKilling();
      // What is still to be done is done now, by the events alone: no comparing covers up what was lost.
      while ((await left()) > 0) {
        await letTimePass();
        for (const one of ['intake', 'reread', 'turn']) await work[one]?.();
      }
      if (failures.length > 0) throw failures[0];
    },
    /** What is known of each record, beside what the portal says of it; and the whole story where they differ. */
    async compared() {
      const customer = { tenant, connection };
      const lines = await Promise.all(
        people.made.map(async (id) => {
          const twin = await watch.twin(customer, 'contact', id);
          const record = portal.read('contacts', id);
          const kept = (name: string) => twin?.properties[name]?.value ?? null;
          const told = (name: string) => record?.properties[name] ?? null;
          const names = ['email', 'jobtitle', 'phone'];
          const companies = twin?.links[`${connection.id}:company`]?.ids ?? [];
          return {
            id,
            known: {
              ...take(names, kept),
              archived: twin?.archived?.value ?? false,
              companies: sorted(companies),
            },
            inCrm: {
              ...take(names, told),
              archived: record?.archived ?? true,
              companies: sorted(
                portal.associated('contacts', record?.id ?? id, 'companies').map(({ toId }) => String(toId)),
              ),
            },
            unknown: twin === null && record?.id !== id,
          };
        }),
      );
      // Of one that was merged away before anything was told of it nobody need know.
      const expected = lines.filter(({ unknown }) => !unknown);
      // What an archived record says can no longer be read.
      const wrong = expected.filter(
        ({ known, inCrm }) =>
          known.archived !== inCrm.archived ||
          (!inCrm.archived && JSON.stringify(known) !== JSON.stringify(inCrm)),
      );
      const story = [];
      for (const { id } of wrong.slice(0, 2)) story.push(await watch.story(customer, 'contact', id));
      return { number: expected.length, wrong, story: story.join('\n') };
    },
  };
}

/** What was read may be old already when it arrives. */
function answeringLate(crm: Crm, random: Random): Crm {
  const late = async <T>(answer: Promise<T>): Promise<T> => {
    const had = await answer;
    await sleep(random() * random() * 120);
    return had;
  };
  return {
    ...crm,
    read: (...asked) => late(crm.read(...asked)),
    links: (...asked) => late(crm.links(...asked)),
    list: (...asked) => late(crm.list(...asked)),
    changed: (...asked) => late(crm.changed(...asked)),
  };
}

const take = (names: readonly string[], of: (name: string) => string | null) =>
  Object.fromEntries(names.map((name) => [name, of(name)]));
const sorted = (list: readonly string[]) => [...new Set(list)].sort();

/** Now and then a process dies when everything in a transaction is done: nothing of it has happened. */
function dyingNowAndThen(store: Store, random: Random, rate: number) {
  let dying = true;
  let kills = 0;
  return {
    doors: store.doors,
    kills: () => kills,
    stopKilling: () => {
      dying = false;
    },
    asTenant: ((tenant, work) =>
      store.asTenant(tenant, async (rows) => {
        const result = await work(rows);
        if (dying && random() < rate) {
          kills += 1;
          throw new Error(killed);
        }
        return result;
      })) satisfies Store['asTenant'],
  };
}
