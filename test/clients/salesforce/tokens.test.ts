// Tokens of an org: no refresh token is ever used twice, whatever crashes, is lost, or is done twice.
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { salesforceOAuth } from '#clients/salesforce/oauth.ts';
import { type AccessTokens, openTokens } from '#clients/tokens.ts';
import { silentLog } from '#kit/log.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import type { Store } from '#ports.ts';
import type { Tokens } from '#sense/connection.ts';

describe('tokens of a Salesforce org', () => {
  let now: number;
  let house: ConnectedOrg;
  const clock = { now: () => new Date(now) };
  beforeEach(async () => {
    now = Date.now();
    house = await connectedOrg({ clock });
  });
  afterEach(() => house.close());

  const aProcess = (
    store: Pick<Store, 'asTenant'> = house.database.store,
    renew = salesforceOAuth({ config: house.config, clock }).renew,
  ): AccessTokens => openTokens({ store, clock, log: silentLog(), once: true }, renew);
  const kept = () =>
    house.database.store.asTenant(house.connection.tenant, (rows) =>
      rows.connections.tokens(house.connection.id),
    );
  const hours = (count: number) => {
    now += count * 3_600_000;
  };
  const works = async (token: string) => {
    const answer = await fetch(`${house.server.url}/services/data/v67.0/sobjects/Lead/describe`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status === 200;
  };

  it('never uses a refresh token twice when two processes need a new one at once, fifty times', async () => {
    const processes = [aProcess(), aProcess(await house.database.second())];
    const { connection } = house;
    for (let round = 1; round <= 50; round += 1) {
      const refused = (await kept())?.accessToken ?? '';
      const got = await Promise.all(
        processes.flatMap((one) => [one, one, one].map((each) => each.replace(connection, refused))),
      );
      expect(new Set(got).size).toBe(1);
      expect(got[0]).not.toBe(refused);
    }
    expect(house.counts()).toMatchObject({ refreshes: 50, reuses: 0, refusals: 0 });
    expect(await works((await kept())?.accessToken ?? '')).toBe(true);
  });

  it('asks once although the database has every transaction done twice', async () => {
    const { store } = house.database;
    const twice: Pick<Store, 'asTenant'> = {
      async asTenant(tenant, work) {
        const undone = new Error('undone');
        await store
          .asTenant(tenant, async (rows) => {
            await work(rows);
            throw undone;
          })
          .catch((error: unknown) => {
            if (error !== undone) throw error;
          });
        return store.asTenant(tenant, work);
      },
    };
    const refused = (await kept())?.accessToken ?? '';
    const token = await aProcess(twice).replace(house.connection, refused);
    expect(await works(token)).toBe(true);
    expect(house.counts()).toMatchObject({ refreshes: 1, reuses: 0 });
  });

  it('keeps the new refresh token before it hands out the new access token', async () => {
    const before = await kept();
    const tokens = aProcess();
    const token = await tokens.replace(house.connection, before?.accessToken ?? '');
    const after = await kept();
    expect(after?.accessToken).toBe(token);
    expect(after?.refreshToken).not.toBe(before?.refreshToken);
    expect(after?.renewal).toBeNull();
  });

  it('keeps what it got although the database was away for a moment', async () => {
    const { store } = house.database;
    const calls = { count: 0 };
    const shaky: Pick<Store, 'asTenant'> = {
      asTenant(tenant, work) {
        calls.count += 1;
        // The first notes the renewal; the second would keep its end.
        return calls.count === 2
          ? Promise.reject(new Error('terminating connection'))
          : store.asTenant(tenant, work);
      },
    };
    const token = await aProcess(shaky).replace(house.connection, (await kept())?.accessToken ?? '');
    expect((await kept())?.accessToken).toBe(token);
    expect(house.counts()).toMatchObject({ refreshes: 1, reuses: 0 });
  });

  it('goes on with the old access token after an answer was lost, says so, and asks no more', async () => {
    house.server.chaos.set({ lostTokenRate: 1 });
    const before = await kept();
    hours(21);
    const tokens = aProcess();
    expect(await tokens.access(house.connection)).toBe(before?.accessToken);
    house.server.chaos.set({ lostTokenRate: 0 });
    for (const day of [1, 2, 3]) {
      hours(24 * day);
      expect(await aProcess().access(house.connection)).toBe(before?.accessToken);
    }
    expect(house.counts()).toMatchObject({ refreshes: 1, reuses: 0 });
    expect(await house.row()).toMatchObject({
      state: 'active',
      reason: expect.stringContaining('CRM_RENEWAL_LOST'),
    });
    const refused = before?.accessToken ?? '';
    await expect(tokens.replace(house.connection, refused)).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect(await house.row()).toMatchObject({
      state: 'revoked',
      reason: expect.stringContaining('CRM_RENEWAL_LOST'),
    });
    expect(house.counts()).toMatchObject({ refreshes: 1, reuses: 0 });
    const again = await house.connect();
    expect(await works(await aProcess().access(again))).toBe(true);
    expect(await house.row()).toMatchObject({ state: 'active', reason: null });
  });

  it('recognises that a process died in the middle of a renewal', async () => {
    const asked: Tokens[] = [];
    const dying = aProcess(house.database.store, (tokens) => {
      asked.push(tokens);
      return new Promise(() => undefined);
    });
    const before = await kept();
    void dying.replace(house.connection, before?.accessToken ?? '');
    await expect.poll(async () => (await kept())?.renewal?.state).toBe('underway');
    now += 61_000;
    await expect(
      aProcess(await house.database.second()).replace(house.connection, before?.accessToken ?? ''),
    ).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect(asked).toHaveLength(1);
    expect(house.counts()).toMatchObject({ refreshes: 0, reuses: 0 });
    expect((await house.row()).reason).toContain('CRM_RENEWAL_LOST');
  });

  it('tries again when the request surely did not leave', async () => {
    const { renew } = salesforceOAuth({ config: house.config, clock });
    const nobodyAt = await freeAddress();
    const dead = aProcess(house.database.store, (tokens, connection) =>
      renew(tokens, { ...connection, account: { ...connection.account, loginUrl: nobodyAt } }),
    );
    const refused = (await kept())?.accessToken ?? '';
    await expect(dead.replace(house.connection, refused)).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect((await kept())?.renewal?.state).toBe('later');
    await expect(aProcess().replace(house.connection, refused)).rejects.toMatchObject({ code: 'CRM_BUSY' });
    now += 11_000;
    expect(await works(await aProcess().replace(house.connection, refused))).toBe(true);
    expect(house.counts()).toMatchObject({ refreshes: 1, reuses: 0 });
  });

  it('renews once a day for an org that is quiet, so that its 30 days never pass', async () => {
    const tokens = aProcess();
    for (let day = 1; day <= 3; day += 1) {
      hours(24);
      await tokens.access(house.connection);
      expect(house.counts().refreshes).toBe(day);
    }
    await tokens.access(house.connection);
    expect(house.counts().refreshes).toBe(3);
  });

  it('stops for good when the permission was taken back, and asks Salesforce once', async () => {
    await fetch(`${house.server.url}/sandbox/orgs/${house.org.orgId}/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const refused = (await kept())?.accessToken ?? '';
    const processes = [aProcess(), aProcess(await house.database.second())];
    const asked = processes.flatMap((one) =>
      Array.from({ length: 10 }, () => one.replace(house.connection, refused)),
    );
    for (const end of await Promise.allSettled(asked)) {
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'CRM_REVOKED' } });
    }
    expect(house.counts()).toMatchObject({ refreshes: 0, reuses: 0, refusals: 1 });
    expect(await house.row()).toMatchObject({
      state: 'revoked',
      reason: expect.stringContaining('invalid_grant'),
    });
  });

  it('keeps the address that comes with the new token: an org can move', async () => {
    house.org.context.setFacts({ host: 'localhost' });
    const crm = house.crm();
    const session = aProcess();
    await session.replace(house.connection, (await kept())?.accessToken ?? '');
    const moved = house.server.url.replace('127.0.0.1', 'localhost');
    expect(await session.session(house.connection)).toMatchObject({ instanceUrl: moved });
    expect((await house.row()).account.instanceUrl).toBe(moved);
    await expect(crm.owners()).resolves.not.toEqual([]);
  });

  it('stops when the address belongs to another org: a refreshed sandbox is a new one', async () => {
    const { database, connection } = house;
    await database.store.pool.query("update connection set external_id = '00D0G0000000001EAA'");
    const refused = (await kept())?.accessToken ?? '';
    await expect(aProcess().replace(connection, refused)).rejects.toMatchObject({
      code: 'CRM_REVOKED',
      message: expect.stringContaining('a refreshed sandbox is a new org'),
    });
    expect((await house.row()).state).toBe('revoked');
  });

  it('ends the permission at Salesforce when the org is disconnected', async () => {
    const before = await kept();
    await house.crm().uninstall();
    expect(await works(before?.accessToken ?? '')).toBe(false);
    await expect(house.crm().uninstall()).resolves.toBeUndefined();
  });
});

/** An address at which nobody listens. */
async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
