// A CRM's own allowance: the first reading stops with its reason where people can see it, and changes are still read.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import { sync } from '#sense/sync.ts';

let now = Date.now();
let house: ConnectedOrg;
const clock = { now: () => new Date(now) };
beforeAll(async () => {
  house = await connectedOrg({ clock, org: { dailyCalls: 1_000 } });
});
afterAll(() => house.close());

it('puts the first reading off with the reason when too few requests of the day are left, and goes on later', async () => {
  const { connection, database, server, org } = house;
  const crm = house.crm();
  const ports = {
    store: database.store,
    queue: { wake: async () => undefined },
    clients: {
      crm: () => crm,
      chat: () => expect.fail('no chat is asked for'),
      feed: () => expect.fail('no feed'),
      hooks: { send: () => expect.fail('no webhook') },
    },
    clock,
    log: silentLog(),
  };
  const rows = () => database.store.asTenant(connection.tenant, ({ syncs }) => syncs.all(connection.id));
  await fetch(`${server.url}/sandbox/orgs/${org.orgId}/use-calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ calls: 750 }),
  });
  await crm.pipelines('deal');
  await sync(ports, connection.tenant, connection.id);
  const stopped = await rows();
  expect(stopped.map(({ phase }) => phase)).toContain('backfill');
  for (const { state, problem } of stopped) {
    expect(state).not.toBe('off');
    expect(problem).toMatch(/^CRM_BUDGET: .* used 7\d\d of its 1000 API requests .* first reading waits/);
  }
  org.create('Account', { Name: 'Late' });
  await fetch(`${server.url}/sandbox/orgs/${org.orgId}/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dailyCalls: 100_000 }),
  });
  now += 11 * 60_000;
  await sync(ports, connection.tenant, connection.id);
  const going = (await rows()).filter(
    ({ objectType, phase }) => objectType === 'company' && phase === 'backfill',
  );
  expect(going).toMatchObject([{ seen: 1, problem: null, state: 'done' }]);
});
