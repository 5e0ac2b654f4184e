// Tokens: renewed once however many ask, revoked and misconfigured told apart, nobody dropped by mistake.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubspotOAuth } from '#clients/hubspot/oauth.ts';
import type { Renewal } from '#clients/renewal.ts';
import { type AccessTokens, openTokens } from '#clients/tokens.ts';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import { silentLog } from '#kit/log.ts';
import type { OpenStore } from '#store/open.ts';

describe('tokens', () => {
  let now: number;
  let installed: InstalledPortal;
  let renewals: number;
  const clock = { now: () => new Date(now) };

  beforeEach(async () => {
    now = Date.now();
    renewals = 0;
    installed = await installedPortal({ clock, chaos: { rotateRefreshTokens: true } });
  });
  afterEach(() => installed.close());

  const aProcess = (store: OpenStore, spoil?: (renewal: Renewal) => Renewal): AccessTokens => {
    const { renew } = hubspotOAuth({ config: installed.config, clock });
    return openTokens({ store, clock, log: silentLog() }, async (tokens) => {
      renewals += 1;
      const renewal = await renew(tokens);
      return spoil?.(renewal) ?? renewal;
    });
  };
  const minutes = (count: number) => {
    now += count * 60_000;
  };

  it('hands out a good token without asking HubSpot', async () => {
    const tokens = aProcess(installed.database.store);
    minutes(22);
    const [first, second] = [
      await tokens.access(installed.connection),
      await tokens.access(installed.connection),
    ];
    expect(first).toBe(second);
    expect(renewals).toBe(0);
  });

  it('renews once when hundreds of callers in three processes need it at the same moment', async () => {
    const { store } = installed.database;
    const others = [await installed.database.second(), await installed.database.second()];
    const processes = [store, ...others].map((one) => aProcess(one));
    for (const round of [1, 2, 3, 4]) {
      minutes(23);
      const asked = processes.flatMap((one) =>
        Array.from({ length: 100 }, () => one.access(installed.connection)),
      );
      expect(new Set(await Promise.all(asked)).size).toBe(1);
      expect(renewals).toBe(round);
    }
    // A second use of a refresh token would have been refused: HubSpot rotates them in this test.
    expect((await installed.row()).state).toBe('active');
  });

  it('replaces a refused token once, whoever hears the refusal', async () => {
    const processes = [installed.database.store, await installed.database.second()].map((one) =>
      aProcess(one),
    );
    const refused = await Promise.all(processes.map((one) => one.access(installed.connection)));
    const replaced = await Promise.all(
      processes.flatMap((one) =>
        Array.from({ length: 50 }, () => one.replace(installed.connection, refused[0] ?? '')),
      ),
    );
    expect(new Set(replaced).size).toBe(1);
    expect(replaced[0]).not.toBe(refused[0]);
    expect(renewals).toBe(1);
  });

  it('keeps the rotated refresh token', async () => {
    const read = () =>
      installed.database.store.asTenant(installed.connection.tenant, (rows) =>
        rows.connections.tokens(installed.connection.id),
      );
    const before = await read();
    minutes(23);
    await aProcess(installed.database.store).access(installed.connection);
    const after = await read();
    expect(after?.refreshToken).not.toBe(before?.refreshToken);
    expect(after?.expiresAt?.getTime()).toBe(now + 1_800_000);
  });

  it('marks the connection revoked once, and asks HubSpot no more', async () => {
    installed.sandbox.apps.uninstall(4711, installed.portal.portalId);
    minutes(23);
    const processes = [installed.database.store, await installed.database.second()].map((one) =>
      aProcess(one),
    );
    const asked = processes.flatMap((one) =>
      Array.from({ length: 20 }, () => one.access(installed.connection)),
    );
    const ends = await Promise.allSettled(asked);
    for (const end of ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'CRM_REVOKED' } });
    expect(renewals).toBe(1);
    const row = await installed.row();
    expect(row.state).toBe('revoked');
    expect(row.reason).toContain('CRM_REVOKED');
    expect(row.reason).toContain('BAD_REFRESH_TOKEN');
  });

  it('works again after the customer installed again', async () => {
    installed.sandbox.apps.uninstall(4711, installed.portal.portalId);
    minutes(23);
    const tokens = aProcess(installed.database.store);
    await expect(tokens.access(installed.connection)).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    const again = await installed.install();
    expect(again.id).toBe(installed.connection.id);
    await expect(tokens.access(again)).resolves.toMatch(/^C/);
    expect((await installed.row()).state).toBe('active');
  });

  it('calls a wrong client secret misconfigured, keeps the tokens, and recovers by itself', async () => {
    const { config, connection, database } = installed;
    minutes(23);
    const wrong = hubspotOAuth({ config: { ...config, HUBSPOT_CLIENT_SECRET: 'wrong' }, clock });
    const broken = openTokens({ store: database.store, clock, log: silentLog() }, wrong.renew);
    await expect(broken.access(connection)).rejects.toMatchObject({ code: 'CRM_MISCONFIGURED' });
    expect((await installed.row()).state).toBe('misconfigured');
    await expect(aProcess(database.store).access(connection)).resolves.toMatch(/^C/);
    expect((await installed.row()).state).toBe('active');
  });

  it('goes on with the old token while HubSpot cannot renew it, until it ends', async () => {
    const later = (): Renewal => ({ end: 'later', problem: '503', waitMs: 30_000 });
    const tokens = aProcess(installed.database.store, later);
    const before = await tokens.access(installed.connection);
    minutes(25);
    expect(await tokens.access(installed.connection)).toBe(before);
    expect(await tokens.access(installed.connection)).toBe(before);
    expect(renewals).toBe(1);
    minutes(6);
    await expect(tokens.access(installed.connection)).rejects.toMatchObject({
      code: 'CRM_BUSY',
      params: { waitMs: 30_000 },
    });
    expect((await installed.row()).state).toBe('active');
  });

  it('stops within a minute in every process after a disconnect', async () => {
    const tokens = aProcess(installed.database.store);
    await tokens.access(installed.connection);
    const { tenant, id } = installed.connection;
    await installed.database.store.asTenant(tenant, async ({ connections }) => {
      await connections.setState(id, 'uninstalled', null);
      await connections.forgetTokens(id);
    });
    minutes(1);
    await expect(tokens.access(installed.connection)).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect(renewals).toBe(0);
  });
});
