// What the outbox promises when several workers are at it at once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewAction } from '#act/action.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { until } from '#kit/until.ts';
import type { OpenStore } from '#store/open.ts';

const at = new Date('2026-11-01T10:00:00Z');

describe.each(engines())('the outbox on $name', (engine) => {
  let database: TestDatabase;
  let store: OpenStore;
  let other: OpenStore;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    store = database.store;
    other = await database.second();
  });
  afterAll(() => database.close());

  const aTenant = async () => {
    const tenant = await database.tenant();
    const connection = await store.asTenant(tenant, (rows) =>
      rows.connections.save({
        ...{ platform: 'hubspot', externalId: randomUUID(), account: {}, scopes: [] },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: null },
      }),
    );
    return { tenant, origin: connection.id };
  };

  const aWrite = (connection: string, id: number, key: string, score = '50'): NewAction => ({
    ...{ key, connection, subject: '1', kind: 'crm.write' },
    payload: { objectType: 'contact', externalId: String(id), properties: { revloop_lead_score: score } },
  });
  const take = (from: OpenStore, tenant: string, connection: string, now: Date, limit = 10) =>
    from.asTenant(tenant, ({ outbox }) =>
      outbox.take({ connection, kind: 'crm.write', now, limit, leaseMs: 60_000 }),
    );

  it('leases an action to one worker, and to the next when the lease has ended', async () => {
    const { tenant, origin } = await aTenant();
    const actions = Array.from({ length: 40 }, (_, id) => aWrite(origin, id, `write-${id}`));
    await store.asTenant(tenant, ({ outbox }) => outbox.put(actions, at));
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, nr) => take(nr % 2 === 0 ? store : other, tenant, origin, at)),
    );
    const ids = taken.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length + (await take(store, tenant, origin, at, 100)).length).toBe(40);
    expect(await take(store, tenant, origin, new Date(at.getTime() + 59_000), 100)).toHaveLength(0);
    expect(await take(store, tenant, origin, new Date(at.getTime() + 61_000), 100)).toHaveLength(40);
  });

  it('takes newer values over into a pending write, and does not end it for the older ones', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ outbox }) => outbox.put([aWrite(origin, 1, 'old', '50')], at));
    const [old] = await take(store, tenant, origin, at);
    await store.asTenant(tenant, ({ outbox }) => outbox.put([aWrite(origin, 1, 'new', '70')], at));
    const end = { id: old?.id ?? '', ...(old ? { mark: old.mark } : {}), end: 'done' as const };
    await store.asTenant(tenant, ({ outbox }) => outbox.finish([end], at));
    const [next, ...more] = await take(store, tenant, origin, at);
    expect(next).toMatchObject({ payload: { properties: { revloop_lead_score: '70' } } });
    expect(more).toEqual([]);
  });

  it('does not end it for the older ones either while the newer are only just being taken over', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ outbox }) => outbox.put([aWrite(origin, 1, 'old', '20')], at));
    const [old] = await take(store, tenant, origin, at);
    const end = { id: old?.id ?? '', mark: old?.mark ?? '', end: 'done' as const };
    const waits = async () => {
      const { rows } = await store.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    };
    let finished: Promise<void> = Promise.resolve();
    await other.asTenant(tenant, async ({ outbox }) => {
      await outbox.put([aWrite(origin, 1, 'new', '90')], at);
      finished = store.asTenant(tenant, (rows) => rows.outbox.finish([end], at));
      await until(waits, 'the end waits for the newer values');
    });
    await finished;
    expect(await take(store, tenant, origin, at)).toMatchObject([
      { payload: { properties: { revloop_lead_score: '90' } } },
    ]);
  });

  it('drops the second action with the same key', async () => {
    const { tenant, origin } = await aTenant();
    for (let time = 0; time < 2; time += 1) {
      await store.asTenant(tenant, ({ outbox }) => outbox.put([aWrite(origin, 1, 'same')], at));
      const taken = await take(store, tenant, origin, at);
      expect(taken).toHaveLength(time === 0 ? 1 : 0);
      const ends = taken.map(({ id, mark }) => ({ id, mark, end: 'done' as const }));
      await store.asTenant(tenant, ({ outbox }) => outbox.finish(ends, at));
    }
  });
});
