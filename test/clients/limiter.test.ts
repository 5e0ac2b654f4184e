// The limiter against a strict HubSpot: all processes together never hear a 429, and use what they may.
import { afterEach, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';

const span = { since: new Date(0), until: new Date(), afterId: null, properties: [] };

describe('limiter', () => {
  let installed: InstalledPortal;
  afterEach(() => installed.close());
  const allowance = async (bucket: string) => {
    const sql = 'select state from allowance where bucket = $1';
    return (await installed.database.store.pool.query(sql, [bucket])).rows[0]?.state;
  };

  it('never exceeds HubSpot limits with four processes that ask as fast as they can', async () => {
    installed = await installedPortal();
    const others = await Promise.all([1, 2, 3].map(() => installed.database.second()));
    const processes = [installed.database.store, ...others].map((store) => installed.crm({ store }));
    const work = processes.flatMap((crm) => [
      ...Array.from({ length: 30 }, () => crm.pipelines('deal')),
      ...Array.from({ length: 4 }, () => crm.changed('contact', span)),
    ]);
    const ends = await Promise.allSettled(work);
    expect(ends.filter((end) => end.status === 'rejected')).toEqual([]);
    const calls = await installed.calls();
    expect(calls).toEqual({
      'GET /crm/pipelines/2026-09/deals 200': 120,
      'POST /crm/objects/2026-09/contacts/search 200': 16,
    });
  });

  it('leaves people their share while background work has used up its own', async () => {
    installed = await installedPortal();
    const background = installed.crm();
    await Promise.all(Array.from({ length: 99 }, () => background.pipelines('deal')));
    const person = installed.crm({ pace: 'person' });
    await Promise.all(Array.from({ length: 11 }, () => person.pipelines('deal')));
    await expect(person.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_LIMIT' });
    expect(await installed.calls()).toEqual({ 'GET /crm/pipelines/2026-09/deals 200': 110 });
  });

  it('learns a bigger allowance from the headers and uses it at once', async () => {
    installed = await installedPortal({ chaos: { limits: { perTenSeconds: 250 } } });
    const crm = installed.crm({ pace: 'person' });
    await crm.pipelines('deal');
    const ends = await Promise.allSettled(Array.from({ length: 240 }, () => crm.pipelines('deal')));
    expect(ends.filter((end) => end.status === 'rejected')).toEqual([]);
    expect(await installed.calls()).toEqual({ 'GET /crm/pipelines/2026-09/deals 200': 241 });
    expect((await allowance('main')).max).toBe(250);
  });

  it('keeps the allowance over a restart, and brings it in line with what HubSpot counted', async () => {
    installed = await installedPortal();
    const token = await installed.database.store.asTenant(installed.connection.tenant, ({ connections }) =>
      connections.tokens(installed.connection.id),
    );
    const headers = { authorization: `Bearer ${token?.accessToken ?? ''}` };
    const url = `${installed.sandbox.url}/crm/pipelines/2026-09/deals`;
    for (let count = 0; count < 90; count += 1) await fetch(url, { headers });
    const first = installed.crm({ pace: 'person' });
    await first.pipelines('deal');
    const second = installed.crm({ pace: 'person' });
    const ends = await Promise.allSettled(Array.from({ length: 30 }, () => second.pipelines('deal')));
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(11);
    for (const end of refused) expect(end).toMatchObject({ reason: { code: 'CRM_LIMIT' } });
    expect(Object.keys(await installed.calls())).toEqual(['GET /crm/pipelines/2026-09/deals 200']);
  });
});
