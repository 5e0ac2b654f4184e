// A portal with Revloop installed and its senses at hand: events in, records read, twins seen, one worker's hands.
import { randomUUID } from 'node:crypto';
import type { Crm } from '#ports/crm.ts';
import type { Sync } from '#ports/store-sense.ts';
import type { Clients, Ports, Store, Work } from '#ports.ts';
import { intake } from '#sense/intake.ts';
import { receive } from '#sense/receive.ts';
import { reread } from '#sense/reread.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import { sync } from '#sense/sync.ts';
import { replay } from '#twin/fold.ts';
import type { Twin } from '#twin/twin.ts';
import { readDelivery } from '#webhooks/hubspot/adapter.ts';
import { splitByPortal } from '#webhooks/hubspot/split.ts';
import { installedPortal } from './hubspot-portal.ts';
import { keepingLog } from './log.ts';

export const adapters = { hubspot: readDelivery };

type Event = Readonly<Record<string, unknown>>;

/** Limits are off unless given; `clock.ahead` moves our time (not HubSpot's) forward, in milliseconds. */
export async function sensingHouse(options: Parameters<typeof installedPortal>[0] = {}) {
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
  const installed = await installedPortal({ chaos: { limits: { off: true } }, ...options });
  const { database, connection, portal } = installed;
  const { tenant } = connection;
  const woken: Work[] = [];
  const { log, lines } = keepingLog();
  const real = installed.crm();
  const portsWith = (crm: Crm = real, store: Store = database.store): Ports => ({
    store,
    queue: { wake: async (work) => void woken.push(work) },
    clients: { crm: () => crm, chat: noChat, feed: () => null, hooks: noHooks },
    clock,
    log,
  });
  const ports = portsWith();
  let eventNr = 1;

  async function signals(): Promise<Signal[]> {
    const { rows } = await database.store.pool.query<{ id: string }>('select id from subject order by id');
    const all: Signal[] = [];
    for (const { id } of rows)
      all.push(...(await database.store.asTenant(tenant, (own) => own.signals.of(id))));
    return all;
  }
  const house = {
    ...installed,
    real,
    tenant,
    clock,
    ports,
    portsWith,
    woken,
    lines,
    signals,
    /** A webhook event of this portal; times default to now. */
    event: (subscriptionType: string, more: Event): Event => ({
      eventId: eventNr++,
      subscriptionId: 7,
      portalId: portal.portalId,
      appId: 4711,
      occurredAt: Date.now(),
      subscriptionType,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:1',
      ...more,
    }),
    /** Sends events as one request, and lets intake work them off. */
    async hear(...events: Event[]) {
      await house.keep(...events);
      return intake(ports, tenant, adapters);
    },
    async keep(...events: Event[]) {
      const { parts, strays } = splitByPortal(Buffer.from(JSON.stringify(events)));
      return receive(ports, { source: 'hubspot', platform: 'hubspot', headers: {}, parts, strays });
    },
    reread: (crm: Crm = real) => reread(portsWith(crm), tenant, connection.id),
    /** Goes on until nothing is due now. */
    async syncAll(crm: Crm = real, store: Store = database.store) {
      const sum = { calls: 0, records: 0, signals: 0 };
      for (let more = true; more; ) {
        const report = await sync(portsWith(crm, store), tenant, connection.id);
        sum.calls += 1;
        sum.records += report.records;
        sum.signals += report.signals;
        more = report.more;
      }
      return sum;
    },
    async syncs(): Promise<Map<string, Sync>> {
      const all = await database.store.asTenant(tenant, (rows) => rows.syncs.all(connection.id));
      return new Map(all.map((one) => [`${one.phase} ${one.objectType}`, one]));
    },
    /** The twin of a record, folded anew from all signals; null when nobody knows the record. */
    async twin(kind: SubjectKind, id: string): Promise<Twin | null> {
      return database.store.asTenant(tenant, async (rows) => {
        const subject = (await rows.subjects.find(connection.id, kind, [id])).get(id);
        return subject === undefined ? null : replay(kind, await rows.signals.of(subject));
      });
    },
    async value(kind: SubjectKind, id: string, property: string): Promise<string | null> {
      return (await house.twin(kind, id))?.properties[property]?.value ?? null;
    },
    known: (kind: SubjectKind, ...ids: string[]) =>
      database.store.asTenant(tenant, ({ records }) => records.known(connection.id, kind, ids)),
    count: async (statement: string): Promise<number> => {
      const { rows } = await database.store.pool.query<{ n: string }>(
        `select count(*) as n from ${statement}`,
      );
      return Number(rows[0]?.n);
    },
  };
  return house;
}

/** A store whose process dies in the transaction number `at`: everything done in it is lost. */
export function dyingStore(store: Store, at: number): Store {
  let count = 0;
  return {
    doors: store.doors,
    asTenant: (tenant, work) =>
      store.asTenant(tenant, async (rows) => {
        const result = await work(rows);
        count += 1;
        if (count === at) throw new Error(`killed ${randomUUID()}`);
        return result;
      }),
  };
}

const noHooks: Clients['hooks'] = {
  send: () => Promise.reject(new Error('this house sends no webhooks')),
};
const noChat: Clients['chat'] = () => {
  throw new Error('this house has no chat');
};
