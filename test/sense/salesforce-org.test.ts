// An org over time: what Salesforce shows late, without a stamp, or not at all any more is known in the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { connectedOrg } from '#kit/salesforce-org.ts';
import type { Connection } from '#sense/connection.ts';
import type { ObjectType } from '#sense/signal.ts';
import { sync } from '#sense/sync.ts';

const minute = 60_000;
const hour = 60 * minute;

/** An org that is read as time goes on. */
async function overTime() {
  const time = { now: Date.now() };
  const clock = { now: () => new Date(time.now) };
  const house = await connectedOrg({ clock, orgClock: clock });
  const read = async (connection: Connection = house.connection) => {
    const crm = house.crm({ connection });
    const ports = {
      store: house.database.store,
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
    for (let rounds = 0; rounds < 20; rounds += 1) {
      if (!(await sync(ports, connection.tenant, connection.id)).more) return;
      time.now += 40_000;
    }
  };
  const known = async (type: ObjectType, id: string) =>
    house.database.store.asTenant(house.connection.tenant, async ({ records }) =>
      (await records.known(house.connection.id, type, [id])).get(id),
    );
  const syncs = (type: ObjectType) =>
    house.database.store.asTenant(house.connection.tenant, async (rows) =>
      (await rows.syncs.all(house.connection.id)).filter(({ objectType }) => objectType === type),
    );
  return {
    ...{ house, read, known, syncs },
    async after(ms: number) {
      time.now += ms;
      await read();
    },
  };
}

describe('an org of Salesforce', () => {
  let world: Awaited<ReturnType<typeof overTime>>;
  beforeAll(async () => {
    world = await overTime();
    await world.read();
  });
  afterAll(() => world.house.close());
  const lead = (LastName: string, how = {}) =>
    world.house.org.create('Lead', { LastName, Company: 'Acme' }, how);

  it('is known with what was committed after we had read beyond its stamp', async () => {
    // Long enough that even a slow machine reads before it is there.
    const id = lead('Late', { lateMs: 8_000 });
    await world.after(5 * minute);
    expect(await world.known('lead', id)).toBeUndefined();
    await expect.poll(() => world.house.org.read('Lead', id)?.id).toBe(id);
    await world.after(5 * minute);
    expect((await world.known('lead', id))?.properties['LastName']).toBe('Late');
  });

  it('is known without what was deleted, or even purged, though no event said so; and with what came back', async () => {
    const [binned, purged] = [lead('Binned'), lead('Purged')];
    await world.after(5 * minute);
    world.house.org.remove('Lead', binned);
    world.house.org.remove('Lead', purged);
    world.house.org.purge(purged);
    await world.after(7 * hour);
    expect((await world.known('lead', binned))?.archived).toBe(true);
    await world.after(25 * hour);
    expect((await world.known('lead', purged))?.archived).toBe(true);
    world.house.org.undelete('Lead', binned);
    await world.after(25 * hour);
    expect((await world.known('lead', binned))?.archived).toBe(false);
  });

  it('is known with the new value of a formula, though its record counts as unchanged', async () => {
    const { org } = world.house;
    const formula = { kind: 'parent', path: 'Account.Industry' } as const;
    org.defineField('Contact', { name: 'Trade__c', type: 'string', length: 80, formula });
    await world.after(25 * hour);
    const account = org.create('Account', { Name: 'Acme', Industry: 'Banking' });
    const id = org.create('Contact', { LastName: 'Formula', AccountId: account });
    await world.after(5 * minute);
    expect((await world.known('contact', id))?.properties['Trade__c']).toBe('Banking');
    const stamp = org.read('Contact', id)?.values['SystemModstamp'];
    org.update('Account', account, { Industry: 'Energy' });
    expect(org.read('Contact', id)?.values['SystemModstamp']).toBe(stamp);
    await world.after(7 * hour);
    expect((await world.known('contact', id))?.properties['Trade__c']).toBe('Energy');
  });

  it('whose admin adds a field, and hides it again, is read on with what is to be seen', async () => {
    const { org } = world.house;
    org.defineField('Lead', { name: 'Plan__c', type: 'string', length: 20 });
    await world.after(25 * hour);
    const id = org.create('Lead', { LastName: 'Planned', Company: 'Acme', Plan__c: 'gold' });
    await world.after(5 * minute);
    expect((await world.known('lead', id))?.properties['Plan__c']).toBe('gold');
    org.changeUser(org.context.users.first().id, { fields: { 'Lead.Plan__c': 'none' } });
    org.update('Lead', id, { LastName: 'Unplanned' });
    await world.after(5 * minute);
    const after = await world.known('lead', id);
    expect(after?.properties['LastName']).toBe('Unplanned');
    expect(after?.properties['Plan__c'] ?? null).toBeNull();
  });
});

it('an object that the user does not see is left out with the reason, and everything else is read', async () => {
  const { house, read, syncs, known } = await overTime();
  house.org.addUser({ lastName: 'No cases', username: 'no@acme.test', objects: { Case: { read: false } } });
  const connection = await house.connect('no@acme.test');
  const id = house.org.create('Account', { Name: 'Acme' });
  await read(connection);
  expect(await syncs('ticket')).toMatchObject([{ state: 'off', problem: expect.stringContaining('Case') }]);
  expect((await known('company', id))?.properties['Name']).toBe('Acme');
  expect((await syncs('deal')).map(({ problem }) => problem)).not.toContainEqual(expect.any(String));
  await house.close();
});
