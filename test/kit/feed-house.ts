// A tenant with a simulated Salesforce org whose feed is followed by processes that can be started and killed.
import { startFeeds } from '#feeds.ts';
import type { CrmFeed } from '#ports/feed.ts';
import type { Clients, Ports, Store, Work } from '#ports.ts';
import { intake } from '#sense/intake.ts';
import type { ObjectType } from '#sense/signal.ts';
import { salesforceAdapter } from '#webhooks/salesforce/adapter.ts';
import { freshDatabase } from './database.ts';
import { keepingLog } from './log.ts';
import { orgId, pubsubOrg } from './pubsub-org.ts';

export const quickly = { holdMs: 1_500, most: 20 } as const;
/** So that a process that lives keeps what it follows, though the machine does not let it run for seconds. */
export const patiently = { holdMs: 15_000, most: 20 } as const;

type Options = Parameters<typeof pubsubOrg>[0];

export async function feedHouse(options: Options = {}) {
  const database = await freshDatabase();
  const org = await pubsubOrg(options);
  const tenant = await database.tenant();
  const tokens = { accessToken: 'at', refreshToken: 'rt', expiresAt: null };
  const connect = () =>
    database.store.asTenant(tenant, ({ connections }) =>
      connections.save({ platform: 'salesforce', externalId: orgId, account: {}, scopes: [], tokens }),
    );
  const connection = await connect();
  const { id } = connection;
  const { log, lines } = keepingLog();
  const woken: Work[] = [];
  const clock = { now: () => new Date() };
  const nothingElse: Pick<Clients, 'crm' | 'chat' | 'hooks'> = {
    hooks: { send: () => Promise.reject(new Error('this house sends no webhooks')) },
    crm: () => {
      throw new Error('this house reads no CRM');
    },
    chat: () => {
      throw new Error('this house has no chat');
    },
  };
  const portsWith = (store: Store, feed: CrmFeed): Ports => ({
    store,
    queue: { wake: async (work) => void woken.push(work) },
    clients: { ...nothingElse, feed: () => feed },
    clock,
    log,
  });
  const processes: { stop(): Promise<void> }[] = [];
  const house = {
    ...{ database, org, tenant, connection, connect, lines, woken, clock },
    ports: portsWith(database.store, org.feed),
    /** A worker with a connection pool of its own. */
    async start(feed: CrmFeed = org.feed, pace: { holdMs: number; most: number } = quickly) {
      const feeds = startFeeds(portsWith(await database.second(), feed), pace);
      processes.push(feeds);
      return feeds;
    },
    /** A worker whose process dies at the n-th batch, before its transaction ends; it says and does nothing more. */
    async startDying(at: number) {
      const store = await database.second();
      const dead = Promise.withResolvers<never>();
      let batches = 0;
      let isDead = false;
      const feeds = startFeeds(
        portsWith(
          {
            doors: {
              ...store.doors,
              holdFeeds: (...given) => (isDead ? dead.promise : store.doors.holdFeeds(...given)),
            },
            asTenant: (who, work) =>
              isDead
                ? dead.promise
                : store.asTenant(who, async (rows) => {
                    const result = await work({
                      ...rows,
                      deliveries: {
                        ...rows.deliveries,
                        async keep(delivery) {
                          batches += 1;
                          isDead = batches >= at;
                          return rows.deliveries.keep(delivery);
                        },
                      },
                    });
                    if (isDead) throw new Error('killed');
                    return result;
                  }),
          },
          org.feed,
        ),
        quickly,
      );
      return { feeds, dead: () => isDead };
    },
    async takeIn() {
      const adapters = { salesforce: salesforceAdapter };
      for (let more = true; more; ) ({ more } = await intake(house.ports, tenant, adapters));
    },
    feed: () => database.store.asTenant(tenant, ({ feeds }) => feeds.get(id)),
    /** Record ids of the kept hints, sorted: signals of one intake are kept in no order. */
    async signals(): Promise<string[]> {
      const { rows } = await database.store.pool.query<{ external_id: string }>(
        'select external_id from signal',
      );
      return rows.map((row) => row.external_id).sort();
    },
    async deliveries(): Promise<unknown[]> {
      const { rows } = await database.store.pool.query<{ body: Buffer }>(
        'select body from delivery order by id',
      );
      return rows.flatMap(({ body }) => JSON.parse(body.toString()));
    },
    /** Makes the readings that a first one leaves behind, due in an hour. */
    async read(types: readonly ObjectType[]) {
      const dueAt = new Date(Date.now() + 3_600_000).toISOString();
      const common = { connection: id, seen: 1, total: 1, startedAt: null, movedAt: null, problem: null };
      await database.store.asTenant(tenant, async ({ syncs }) => {
        for (const objectType of types)
          for (const phase of ['incremental', 'reconcile'] as const)
            await syncs.save({ ...common, objectType, phase, state: 'waiting', cursor: { dueAt } });
      });
    },
    /** Readings that are due now. */
    async due(): Promise<string[]> {
      const all = await database.store.asTenant(tenant, ({ syncs }) => syncs.all(id));
      return all
        .filter(({ cursor }) => new Date(String(cursor['dueAt'])) <= new Date())
        .map(({ phase, objectType }) => `${phase} ${objectType}`)
        .sort();
    },
    async close() {
      await Promise.all(processes.map((one) => one.stop()));
      await org.close();
      await database.close();
    },
  };
  return house;
}

export type FeedHouse = Awaited<ReturnType<typeof feedHouse>>;
