// Tasks in an org: on the record, for its owner where one can have tasks, on the right day, and found again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '#clients/salesforce/task.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import { scriptedOrg } from '#kit/scripted-org.ts';

describe('a Salesforce task', () => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg({ org: { timeZone: 'Asia/Tokyo' } });
  });
  afterAll(() => house.close());
  const task = (externalId: string, ownerId: string | null = null) => ({
    externalId,
    ownerId,
    subject: 'Call Ada',
    body: 'She looked at prices.\n\nRL-ABC123',
    dueAt: new Date('2026-11-24T20:00:00Z'),
  });

  it.each([
    ['lead', 'Lead', { LastName: 'L', Company: 'A' }, 'WhoId'],
    ['contact', 'Contact', { LastName: 'C' }, 'WhoId'],
    ['company', 'Account', { Name: 'A' }, 'WhatId'],
    ['deal', 'Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2026-12-01' }, 'WhatId'],
    ['ticket', 'Case', { Subject: 'S' }, 'WhatId'],
  ] as const)('stands on the %s, and is found by its mark', async (objectType, object, values, field) => {
    const record = house.org.create(object, values);
    const crm = house.crm();
    expect(await crm.findTask(objectType, record, 'RL-ABC123')).toBeNull();
    const id = await crm.createTask({ ...task(record), objectType });
    expect(house.org.read('Task', id)?.values).toMatchObject({
      [field]: record,
      Subject: 'Call Ada',
      ActivityDate: '2026-11-25',
      Status: 'Not Started',
    });
    expect(await crm.findTask(objectType, record, 'RL-ABC123')).toBe(id);
    expect(await crm.findTask(objectType, record, 'RL-OTHER')).toBeNull();
  });

  it("is the owner's, or the connected user's where a queue owns the record", async () => {
    const lead = house.org.create('Lead', { LastName: 'L', Company: 'A' });
    const rep = house.org.addUser({ lastName: 'Rep' });
    const queue = house.org.addQueue('Leads', ['Lead']);
    const crm = house.crm();
    const ownerOf = async (ownerId: string) => {
      const id = await crm.createTask({ ...task(lead, ownerId), objectType: 'lead' });
      return house.org.read('Task', id)?.values['OwnerId'];
    };
    expect(await ownerOf(rep.id)).toBe(rep.id);
    expect(await ownerOf(queue)).toBe(house.connection.account.userId);
  });

  it("is the connected user's where the owner has left", async () => {
    const org = await scriptedOrg();
    const left = [{ errorCode: 'INACTIVE_OWNER_OR_USER', message: 'operation performed with inactive user' }];
    org.script([
      { status: 400, body: left },
      { status: 201, body: { id: '00T0G0000000001AAA' } },
    ]);
    const owned = { ...task('00Q0G0000000001AAA', '0050G0000000009AAA'), objectType: 'lead' as const };
    await expect(org.crm().createTask(owned)).resolves.toBe('00T0G0000000001AAA');
    expect(org.heard.map(({ body }) => body.includes('OwnerId'))).toEqual([true, false]);
    await org.close();
  });

  it('is refused with the words of Salesforce when its record is gone', async () => {
    const lead = house.org.create('Lead', { LastName: 'L', Company: 'A' });
    house.org.remove('Lead', lead);
    await expect(house.crm().createTask({ ...task(lead), objectType: 'lead' })).rejects.toMatchObject({
      code: 'CRM_REFUSED',
    });
  });

  it("falls on the org's own day", () => {
    const at = new Date('2026-11-24T20:00:00Z');
    expect(dayOf(at, 'America/Los_Angeles')).toBe('2026-11-24');
    expect(dayOf(at, 'Asia/Tokyo')).toBe('2026-11-25');
    expect(dayOf(at, 'Not/AZone')).toBe('2026-11-24');
    expect(dayOf(at)).toBe('2026-11-24');
  });
});
