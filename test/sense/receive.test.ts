// What platforms send is kept for the tenant it is for, before it is answered.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sensingHouse } from '#kit/sensing-house.ts';
import { receive } from '#sense/receive.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeAll(async () => {
  house = await sensingHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.database.store.pool.query('delete from delivery');
  house.woken.length = 0;
});

const changed = (objectId: number, propertyValue: string, more = {}) =>
  house.event('object.propertyChange', {
    objectTypeId: '0-1',
    objectId,
    propertyName: 'country',
    propertyValue,
    ...more,
  });

describe('the door', () => {
  it('keeps the bytes before it answers, and wakes intake', async () => {
    expect(await house.keep(changed(1, 'France'))).toEqual({ kept: 1, unknown: 0 });
    expect(await house.count("delivery where state = 'kept'")).toBe(1);
    expect(house.woken).toEqual([{ kind: 'intake', tenant: house.tenant }]);
  });

  it('lets go of events of portals that nobody has connected, and keeps the others of the same request', async () => {
    const received = await house.keep(changed(1, 'France'), changed(2, 'Peru', { portalId: 99 }), { a: 1 });
    expect(received).toEqual({ kept: 1, unknown: 2 });
    const { rows } = await house.database.store.pool.query<{ body: Buffer }>('select body from delivery');
    expect(rows.map(({ body }) => body.toString())).toEqual([expect.not.stringContaining('Peru')]);
  });

  it('lets go of events of a portal that was uninstalled', async () => {
    const { connection, tenant, database } = house;
    const setState = (state: 'active' | 'uninstalled') =>
      database.store.asTenant(tenant, ({ connections }) => connections.setState(connection.id, state, null));
    await setState('uninstalled');
    expect(await house.keep(changed(1, 'France'))).toEqual({ kept: 0, unknown: 1 });
    await setState('active');
  });

  it('keeps what came even when the queue is gone', async () => {
    const ports = {
      ...house.ports,
      queue: { wake: () => Promise.reject(new Error('the queue is gone')) },
    };
    const parts = [{ account: String(house.portal.portalId), body: Buffer.from('[]'), events: 0 }];
    await receive(ports, { source: 'hubspot', platform: 'hubspot', headers: {}, parts, strays: 0 });
    expect(await house.count('delivery')).toBe(1);
  });
});
