// Rows of connections: one for each account, tokens unreadable in the database, tenants apart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase, testKeys } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import type { Tokens } from '#sense/connection.ts';
import { openStore } from '#store/open.ts';
import { openSeal } from '#store/seal.ts';

const tokens: Tokens = {
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  expiresAt: new Date('2026-11-22T12:30:00Z'),
  renewAt: new Date('2026-11-22T12:22:30Z'),
};
const account = (externalId: string) => ({
  platform: 'hubspot' as const,
  externalId,
  account: { uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' },
  scopes: ['oauth', 'tickets'],
  tokens,
});

describe.each(engines())('connections on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  it('keeps tokens so that only the store with its key reads them', async () => {
    const tenant = await database.tenant();
    const saved = await database.store.asTenant(tenant, (rows) => rows.connections.save(account('1')));
    expect(saved).toMatchObject({
      platform: 'hubspot',
      externalId: '1',
      state: 'active',
      scopes: ['oauth', 'tickets'],
    });
    expect(await database.store.asTenant(tenant, (rows) => rows.connections.tokens(saved.id))).toEqual(
      tokens,
    );
    const { rows } = await database.store.pool.query('select * from connection where id = $1', [saved.id]);
    expect(JSON.stringify(rows[0])).not.toContain('access-1');
    expect(Buffer.from(rows[0].sealed).includes(Buffer.from('refresh-1'))).toBe(false);
  });

  it('does not open tokens that were copied into the row of another connection', async () => {
    const tenant = await database.tenant();
    const save = (id: string) =>
      database.store.asTenant(tenant, (rows) => rows.connections.save(account(id)));
    const [one, two] = [await save('2'), await save('3')];
    await database.store.pool.query(
      'update connection set sealed = (select sealed from connection where id = $1) where id = $2',
      [one.id, two.id],
    );
    const stolen = database.store.asTenant(tenant, (rows) => rows.connections.tokens(two.id));
    await expect(stolen).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('brings the first row up to date when the same account is installed again', async () => {
    const tenant = await database.tenant();
    const { store } = database;
    const first = await store.asTenant(tenant, (rows) => rows.connections.save(account('4')));
    await store.asTenant(tenant, async ({ connections }) => {
      await connections.setState(first.id, 'revoked', 'reason');
      await connections.forgetTokens(first.id);
    });
    expect(await store.asTenant(tenant, (rows) => rows.connections.lockTokens(first.id))).toBeNull();
    const again = await store.asTenant(tenant, (rows) =>
      rows.connections.save({
        ...account('4'),
        scopes: ['oauth'],
        tokens: { ...tokens, accessToken: 'access-2' },
      }),
    );
    expect(again).toMatchObject({ id: first.id, state: 'active', reason: null, scopes: ['oauth'] });
    const kept = await store.asTenant(tenant, (rows) => rows.connections.tokens(first.id));
    expect(kept?.accessToken).toBe('access-2');
  });

  it('does not hand an account that one tenant has connected to another tenant', async () => {
    const [one, two] = [await database.tenant(), await database.tenant()];
    const first = await database.store.asTenant(one, (rows) => rows.connections.save(account('5')));
    const second = database.store.asTenant(two, (rows) => rows.connections.save(account('5')));
    await expect(second).rejects.toMatchObject({ code: 'CONNECTION_TAKEN' });
    expect(await database.store.asTenant(two, (rows) => rows.connections.get(first.id))).toBeNull();
    expect(await database.store.asTenant(two, (rows) => rows.connections.tokens(first.id))).toBeNull();
    const kept = await database.store.asTenant(one, (rows) => rows.connections.get(first.id));
    expect(kept?.tenant).toBe(one);
  });

  it('seals tokens with the newest key the next time they are saved', async () => {
    const tenant = await database.tenant();
    const saved = await database.store.asTenant(tenant, (rows) => rows.connections.save(account('6')));
    const keys = `newest:${Buffer.alloc(32, 9).toString('base64')},${testKeys}`;
    const clock = { now: () => new Date() };
    const rotated = await openStore({
      pool: database.address,
      seal: openSeal(keys),
      clock,
      log: silentLog(),
    });
    const keyOf = async () =>
      (await database.store.pool.query('select key_id from connection where id = $1', [saved.id])).rows[0]
        .key_id;
    expect(await keyOf()).toBe('test');
    await rotated.asTenant(tenant, async ({ connections }) => {
      const old = await connections.lockTokens(saved.id);
      if (old !== null) await connections.saveTokens(saved.id, old);
    });
    expect(await keyOf()).toBe('newest');
    expect(await rotated.asTenant(tenant, (rows) => rows.connections.tokens(saved.id))).toEqual(tokens);
    await rotated.close();
  });
});
