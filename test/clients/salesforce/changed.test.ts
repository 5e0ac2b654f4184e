// Finding what changed in an org in a span of time, page by page, however many fields are asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';

describe('changed Salesforce records', () => {
  let house: ConnectedOrg;
  let ids: string[];
  const until = () => new Date(Date.now() + 60_000);
  beforeAll(async () => {
    house = await connectedOrg();
    ids = Array.from({ length: 1_200 }, (_, nr) =>
      house.org.create('Lead', { LastName: `L${nr}`, Company: 'Acme' }),
    );
  });
  afterAll(() => house.close());

  it('walks by id, so that any number of records with the same stamp gets by', async () => {
    const crm = house.crm();
    const span = { since: new Date(0), until: until(), properties: ['LastName'] };
    const first = await crm.changed('lead', { ...span, afterId: null });
    expect(first.records).toHaveLength(1_000);
    const second = await crm.changed('lead', { ...span, afterId: first.next });
    expect(second.next).toBeNull();
    const seen = [...first.records, ...second.records].map(({ id }) => id);
    expect(seen).toEqual([...ids].sort());
  });

  it('leaves out what changed before the span, or after it', async () => {
    const crm = house.crm();
    const span = { afterId: null, properties: [] };
    const later = await crm.changed('lead', {
      ...span,
      since: until(),
      until: new Date(Date.now() + 120_000),
    });
    const earlier = await crm.changed('lead', { ...span, since: new Date(0), until: new Date(1_000) });
    expect([later.records, earlier.records]).toEqual([[], []]);
  });

  it('asks for more fields than an address takes, in one request', async () => {
    const own = await connectedOrg();
    const names = Array.from({ length: 500 }, (_, nr) => `Extra_Field_With_A_Long_Name_${nr}__c`);
    for (const name of names) own.org.defineField('Lead', { name, type: 'string' });
    const id = own.org.create('Lead', { LastName: 'Wide', Company: 'Acme', [names[499] ?? '']: 'last' });
    const crm = own.crm();
    const span = { since: new Date(0), until: until(), afterId: null, properties: names };
    const { records } = await crm.changed('lead', span);
    expect(records.find((one) => one.id === id)?.properties[names[499] ?? '']).toBe('last');
    expect(await own.calls()).toMatchObject({ 'POST /composite 200': 1 });
    await own.close();
  });

  it('goes on without a field that an admin removed after we had seen it', async () => {
    const own = await connectedOrg();
    own.org.defineField('Lead', { name: 'Mood__c', type: 'string' });
    own.org.create('Lead', { LastName: 'A', Company: 'Acme', Mood__c: 'good' });
    const crm = own.crm();
    const span = { since: new Date(0), until: until(), afterId: null, properties: ['LastName', 'Mood__c'] };
    expect((await crm.changed('lead', span)).records[0]?.properties).toEqual({
      LastName: 'A',
      Mood__c: 'good',
    });
    own.org.context.book.removeField('Lead', 'Mood__c');
    expect((await crm.changed('lead', span)).records[0]?.properties).toEqual({
      LastName: 'A',
      Mood__c: null,
    });
    await own.close();
  });
});
