// Writing our fields: in batches, in the org's names and types, each record's end told, owners left alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';

describe.each(['', 'revl'])('writing to Salesforce with the namespace "%s"', (namespace) => {
  let house: ConnectedOrg;
  const field = (name: string) => (namespace === '' ? name : `${namespace}__${name}`);
  beforeAll(async () => {
    house = await connectedOrg({ namespace });
  });
  afterAll(() => house.close());
  const lead = (values: Record<string, string> = {}) =>
    house.org.create('Lead', { LastName: 'Lovelace', Company: 'Acme', ...values });

  it('writes numbers as numbers, times as times, and clears what is empty', async () => {
    const id = lead();
    const write = (properties: Record<string, string>) => house.crm().write('lead', [{ id, properties }]);
    const scored = { revloop_lead_score: '87', revloop_lead_grade: 'A', revloop_next_action: 'Call' };
    expect(await write({ ...scored, revloop_scored_at: '2026-11-24T10:00:00.000Z' })).toEqual([
      { id, ok: true },
    ]);
    expect(await write({ revloop_next_action: '', revloop_convert_probability: '0.125' })).toEqual([
      { id, ok: true },
    ]);
    expect(house.org.read('Lead', id)?.values).toMatchObject({
      [field('Revloop_Lead_Score__c')]: 87,
      [field('Revloop_Lead_Grade__c')]: 'A',
      [field('Revloop_Convert_Probability__c')]: 0.125,
    });
    expect(house.org.read('Lead', id)?.values[field('Revloop_Next_Action__c')] ?? null).toBeNull();
  });

  it('writes four hundred records with two requests, and says of each how it ended', async () => {
    const ids = Array.from({ length: 400 }, () => lead());
    house.org.remove('Lead', ids[7] ?? '');
    const crm = house.crm();
    await crm.properties('lead');
    await house.calls();
    const rows = ids.map((id, nr) => ({ id, properties: { revloop_lead_score: String(nr % 100) } }));
    const results = await crm.write('lead', rows);
    expect(results.map(({ id }) => id)).toEqual(ids);
    expect(results.filter(({ ok }) => !ok)).toMatchObject([
      {
        id: ids[7],
        code: 'OBJECT_NOT_FOUND',
        problem: expect.stringContaining('ENTITY_IS_DELETED'),
        again: false,
      },
    ]);
    expect(await house.calls()).toEqual({ 'PATCH /composite/sobjects 200': 2 });
  });

  it('parks what a rule of the customer refuses, with its words, and writes the others', async () => {
    const [fine, bad, strict] = [lead(), lead(), lead({ LastName: 'Strict' })];
    const rule = { type: 'Lead', field: 'Fax', whenField: 'LastName', whenValue: 'Strict' };
    house.org.context.setFacts({
      validationRules: [{ ...rule, fails: 'empty', message: 'A fax is needed' }],
    });
    const properties = { revloop_lead_score: '5' };
    const results = await house.crm().write(
      'lead',
      [fine, strict, bad].map((id) => ({ id, properties })),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({
      code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      problem: expect.stringContaining('A fax is needed'),
      again: false,
    });
    house.org.context.setFacts({ validationRules: [] });
  });

  it('never lets an assignment rule give a scored lead to somebody else', async () => {
    const other = house.org.addUser({ lastName: 'Other' });
    const id = lead();
    const owner = house.org.read('Lead', id)?.values['OwnerId'];
    house.org.context.setFacts({ assignmentRules: [{ type: 'Lead', ownerId: other.id }] });
    await house.crm().write('lead', [{ id, properties: { revloop_lead_score: '50' } }]);
    expect(house.org.read('Lead', id)?.values['OwnerId']).toBe(owner);
  });

  it('sends nothing of a record whose value no field takes, and writes the others', async () => {
    const [good, bad] = [lead(), lead()];
    const results = await house.crm().write('lead', [
      { id: bad, properties: { revloop_lead_score: 'many' } },
      { id: good, properties: { revloop_lead_score: '9' } },
      { id: 'no id', properties: { revloop_lead_score: '9' } },
    ]);
    expect(results).toMatchObject([
      { id: bad, ok: false, code: 'INVALID_VALUE', again: false },
      { id: good, ok: true },
      { id: 'no id', ok: false, code: 'OBJECT_NOT_FOUND', again: false },
    ]);
  });

  it('says what the admin has to do when the user may not write our fields', async () => {
    const id = lead();
    const results = await house.crm().write('lead', [{ id, properties: { revloop_no_such: '1' } }]);
    expect(results).toMatchObject([
      {
        ok: false,
        code: 'PROPERTY_DOESNT_EXIST',
        problem: expect.stringContaining('permission set'),
        again: false,
      },
    ]);
  });

  it('tries locked records again in smaller groups, one account beside the other', async () => {
    const accounts = ['A', 'B'].map((Name) => house.org.create('Account', { Name }));
    const ids = Array.from({ length: 40 }, (_, nr) =>
      house.org.create('Contact', { LastName: `C${nr}`, AccountId: accounts[nr % 2] ?? '' }),
    );
    house.server.chaos.set({ lockRate: 0.5 });
    const rows = ids.map((id) => ({ id, properties: { revloop_lead_score: '42' } }));
    const results = await house.crm().write('contact', rows);
    house.server.chaos.set({ lockRate: 0 });
    const locked = results.filter((one) => !one.ok);
    expect(locked.every((one) => !one.ok && one.again && one.code === 'UNABLE_TO_LOCK_ROW')).toBe(true);
    expect(locked.length).toBeLessThan(15);
    const rest = await house.crm().write(
      'contact',
      rows.filter(({ id }) => locked.some((one) => one.id === id)),
    );
    expect(rest.every(({ ok }) => ok)).toBe(true);
  });

  it('writes once more when the answer was lost: it is the same value', async () => {
    const id = lead();
    const crm = house.crm();
    await crm.properties('lead');
    house.server.chaos.set({ lostAnswerRate: 1 });
    const calm = setTimeout(() => house.server.chaos.set({ lostAnswerRate: 0 }), 300);
    expect(await crm.write('lead', [{ id, properties: { revloop_lead_score: '61' } }])).toEqual([
      { id, ok: true },
    ]);
    clearTimeout(calm);
    expect(house.org.read('Lead', id)?.values[field('Revloop_Lead_Score__c')]).toBe(61);
  });
});
