// Mails and meetings that a connection may not read are known to be unread, on either platform, until it may read them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubspotScopes } from '#clients/hubspot/scopes.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { silentLog } from '#kit/log.ts';
import { connectedOrg } from '#kit/salesforce-org.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { train } from '#learn/train.ts';
import type { Connection } from '#sense/connection.ts';
import { sync } from '#sense/sync.ts';

const hour = 3_600_000;

describe('a portal of HubSpot that grants everything but mails', () => {
  let house: Awaited<ReturnType<typeof sensingHouse>>;
  beforeAll(async () => {
    house = await sensingHouse({ scopes: hubspotScopes.required });
    house.portal.create('contacts', { email: 'ana@elm.test', lastname: 'Ruiz' });
    await house.syncAll();
  });
  afterAll(() => house.close());
  const unread = () => house.database.store.asTenant(house.tenant, ({ twins }) => twins.unread());
  const waiting = () => house.count('dirty');

  it('has mails that are not read, and meetings that are', async () => {
    expect((await house.syncs()).get('backfill email')).toMatchObject({ state: 'off' });
    expect((await house.syncs()).get('backfill meeting')).toMatchObject({ state: 'done' });
    expect(await unread()).toEqual(new Map([[house.connection.id, new Set(['email'])]]));
  });

  it('knows them once they are granted and read through, and looks at everybody again', async () => {
    const body = train({
      ...{ target: 'lead', sources: leadSources, records: aLeadHistory(40), now: historyEnd, seed: 1 },
    });
    await house.database.store.asTenant(house.tenant, async (rows) => {
      await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, new Date());
      await rows.subjects.clean(await rows.subjects.dirty(new Date(Date.now() + hour), 500));
    });
    expect(await waiting()).toBe(0);
    const scopes = [...hubspotScopes.required, ...hubspotScopes.optional];
    await house.install(scopes);
    await house.syncAll(house.crm({ scopes }));
    expect((await house.syncs()).get('backfill email')).toMatchObject({ state: 'done' });
    expect(await unread()).toEqual(new Map());
    expect(await waiting()).toBe(1);
  });
});

it('a user of Salesforce who does not see events has meetings that are not read, and mails that are', async () => {
  const house = await connectedOrg();
  const { store } = house.database;
  house.org.addUser({ lastName: 'Unmet', username: 'un@acme.test', objects: { Event: { read: false } } });
  const connection: Connection = await house.connect('un@acme.test');
  house.org.create('Account', { Name: 'Acme' });
  const crm = house.crm({ connection });
  const ports = {
    ...{ store, queue: { wake: async () => undefined }, log: silentLog() },
    clients: {
      crm: () => crm,
      chat: () => expect.fail('no chat is asked for'),
      feed: () => expect.fail('no feed'),
      hooks: { send: () => expect.fail('no webhook') },
    },
  };
  const time = { ahead: 0 };
  const clock = { now: () => new Date(Date.now() + time.ahead) };
  for (let rounds = 0; rounds < 20; rounds += 1) {
    if (!(await sync({ ...ports, clock }, connection.tenant, connection.id)).more) break;
    time.ahead += 40_000;
  }
  expect(await store.asTenant(connection.tenant, ({ twins }) => twins.unread())).toEqual(
    new Map([[connection.id, new Set(['meeting'])]]),
  );
  await house.close();
});
