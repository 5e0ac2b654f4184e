// The requests of an org's day: the first reading leaves room for reading, reading for writing, and every process knows.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';

describe("the requests of a Salesforce org's day", () => {
  let now = Date.now();
  let house: ConnectedOrg;
  const clock = { now: () => new Date(now) };
  beforeEach(async () => {
    await house?.close();
    now = Date.now();
    house = await connectedOrg({ clock, org: { dailyCalls: 1_000 } });
  });
  afterAll(() => house.close());

  const spend = async (calls: number) => {
    await fetch(`${house.server.url}/sandbox/orgs/${house.org.orgId}/use-calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ calls }),
    });
    await house.calls();
  };
  const listing = { after: null, properties: ['LastName'], linksTo: [] };
  const span = { since: new Date(0), until: new Date(Date.now() + 60_000), afterId: null, properties: [] };
  const lead = () => house.org.create('Lead', { LastName: 'A', Company: 'B' });

  it('are told with their limit, from what every answer says', async () => {
    const crm = house.crm();
    expect(await crm.usage()).toBeNull();
    await crm.pipelines('deal');
    expect(await crm.usage()).toMatchObject({ limit: 1_000, used: expect.any(Number) });
    expect(await house.crm({ store: await house.database.second() }).usage()).toMatchObject({ limit: 1_000 });
  });

  it('stop the first reading at 70 %, with the reason, while reading and writing go on', async () => {
    const id = lead();
    await spend(720);
    const crm = house.crm();
    await crm.pipelines('deal');
    await expect(crm.list('lead', listing)).rejects.toMatchObject({
      code: 'CRM_BUDGET',
      message: expect.stringMatching(
        /used 7\d\d of its 1000 API requests of the day, so the first reading waits/,
      ),
      params: { waitMs: expect.any(Number) },
    });
    await expect(crm.changed('lead', span)).resolves.toMatchObject({ next: null });
    await expect(crm.write('lead', [{ id, properties: { revloop_lead_score: '3' } }])).resolves.toEqual([
      { id, ok: true },
    ]);
  });

  it('are left to writing alone from 90 % on, in every process, without a request', async () => {
    const id = lead();
    const crm = house.crm();
    await crm.properties('lead');
    await spend(920);
    await crm.pipelines('deal');
    await house.calls();
    const other = house.crm({ store: await house.database.second() });
    for (const one of [crm, other]) {
      await expect(one.changed('lead', span)).rejects.toMatchObject({ code: 'CRM_BUDGET' });
      await expect(one.list('lead', listing)).rejects.toMatchObject({ code: 'CRM_BUDGET' });
    }
    expect(await house.calls()).toEqual({});
    await expect(crm.write('lead', [{ id, properties: { revloop_lead_score: '4' } }])).resolves.toEqual([
      { id, ok: true },
    ]);
  });

  it('are looked at again after ten minutes: the window rolls', async () => {
    await spend(800);
    const crm = house.crm();
    await crm.pipelines('deal');
    await expect(crm.list('lead', listing)).rejects.toMatchObject({ code: 'CRM_BUDGET' });
    now += 10 * 60_000 + 1;
    await expect(crm.list('lead', listing)).resolves.toMatchObject({ records: [] });
    await expect(crm.list('lead', listing)).rejects.toMatchObject({ code: 'CRM_BUDGET' });
  });

  it('never stop a renewal of the permission', async () => {
    await spend(990);
    const crm = house.crm();
    await crm.pipelines('deal').catch(() => undefined);
    now += 24 * 3_600_000;
    await crm.pipelines('deal').catch(() => undefined);
    expect(house.counts()).toMatchObject({ refreshes: 1 });
  });
});
