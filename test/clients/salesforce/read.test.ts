// Reading records of an org by id: what is there, what was merged, what is gone, and what an admin hid meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';

describe('reading Salesforce records', () => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg();
  });
  afterAll(() => house.close());

  it('reads what was asked for as text, and nothing else', async () => {
    const account = house.org.create('Account', { Name: 'Acme' });
    const id = house.org.create('Contact', {
      LastName: 'Lovelace',
      Email: 'ada@acme.test',
      AccountId: account,
    });
    const wanted = ['LastName', 'Email', 'DoNotCall', 'Nonsense'];
    const { records, missing } = await house.crm().read('contact', [id], wanted);
    expect(missing).toEqual([]);
    expect(records).toMatchObject([
      {
        objectType: 'contact',
        id,
        properties: { LastName: 'Lovelace', Email: 'ada@acme.test', DoNotCall: 'false', Nonsense: null },
        archived: false,
        links: { company: [account] },
      },
    ]);
  });

  it('takes ids of 15 characters for those of 18', async () => {
    const id = house.org.create('Lead', { LastName: 'Short', Company: 'Acme' });
    const { records, missing } = await house.crm().read('lead', [id.slice(0, 15)], ['LastName']);
    expect(records.map((one) => one.id)).toEqual([id]);
    expect(missing).toEqual([]);
  });

  it('asks for no id of another object, which would have all refused', async () => {
    const id = house.org.create('Lead', { LastName: 'Mine', Company: 'Acme' });
    const contact = house.org.create('Contact', { LastName: 'Other' });
    const { records, missing } = await house.crm().read('lead', [contact, 'nonsense', id], ['LastName']);
    expect(records.map((one) => one.id)).toEqual([id]);
    expect(missing).toEqual([contact, 'nonsense']);
  });

  it('reads five hundred records with three requests', async () => {
    const ids = Array.from({ length: 500 }, (_, nr) =>
      house.org.create('Lead', { LastName: `L${nr}`, Company: 'Acme' }),
    );
    const crm = house.crm();
    await crm.read('lead', ids.slice(0, 1), ['LastName']);
    await house.calls();
    const { records } = await crm.read('lead', ids, ['LastName']);
    expect(records).toHaveLength(500);
    expect(Object.values(await house.calls()).reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});
