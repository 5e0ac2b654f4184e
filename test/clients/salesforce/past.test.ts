// What records of an org were before: the changes of tracked fields, the course of each opportunity, and nothing that nobody kept.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import type { Value } from '#sandbox/salesforce/record.ts';
import type { ObjectType } from '#sense/signal.ts';

const day = 86_400_000;
const begin = Date.parse('2026-09-01T08:00:00Z');
let time = begin;
let house: ConnectedOrg;
beforeEach(async () => {
  time = begin;
  house = await connectedOrg({ orgClock: { now: () => new Date(time) } });
});
afterEach(() => house.close());

const later = (days: number, type: string, id: string, values: Record<string, Value>) => {
  time = begin + days * day;
  house.org.update(type, id, values);
};
const track = (fields: Record<string, string[]>) => house.org.context.setFacts({ trackedFields: fields });

/** By days since the record was made. */
async function pastOf(type: ObjectType, id: string, properties: string[]) {
  const { records } = await house.crm().read(type, [id], properties);
  const states = (await house.crm().past(type, records, properties)).get(id) ?? [];
  return states.map(({ at, properties: said }) => [(at.getTime() - begin) / day, said] as const);
}

describe('the past of an org', () => {
  it('is not known of a lead whose fields nobody has tracked', async () => {
    const id = house.org.create('Lead', { LastName: 'Lovelace', Company: 'Acme', Rating: 'Cold' });
    later(3, 'Lead', id, { Rating: 'Hot' });
    expect(await pastOf('lead', id, ['Rating', 'Title'])).toEqual([]);
  });

  it('is told of tracked fields: what they were at first, each change, and what never changed', async () => {
    track({ Lead: ['Rating', 'Industry', 'NumberOfEmployees'] });
    const begun = { Rating: 'Cold', Industry: 'Banking', Title: 'Clerk' };
    const id = house.org.create('Lead', { LastName: 'Lovelace', Company: 'Acme', ...begun });
    later(3, 'Lead', id, { Rating: 'Hot', Title: 'Head', NumberOfEmployees: 12 });
    later(5, 'Lead', id, { Rating: null });
    expect(await pastOf('lead', id, ['Rating', 'Industry', 'NumberOfEmployees', 'Title'])).toEqual([
      [0, { Rating: 'Cold', Industry: 'Banking', NumberOfEmployees: null }],
      [3, { Rating: 'Hot', NumberOfEmployees: '12' }],
      [5, { Rating: null }],
    ]);
  });

  it('of a field that is tracked only since lately is told from its first change on', async () => {
    const id = house.org.create('Account', { Name: 'Acme', Industry: 'Banking', Description: 'old' });
    track({ Account: ['Industry', 'Rating', 'Description'] });
    later(4, 'Account', id, { Industry: 'Energy', Description: 'new' });
    // Of a long text only the day is kept.
    expect(await pastOf('company', id, ['Industry', 'Rating', 'Description'])).toEqual([
      [0, { Industry: 'Banking' }],
      [4, { Industry: 'Energy', Description: 'new' }],
    ]);
  });

  it('of a lookup is told by ids, not by the names that stand beside them', async () => {
    track({ Lead: ['OwnerId'] });
    const other = house.org.addUser({ lastName: 'Byron' });
    const id = house.org.create('Lead', { LastName: 'Lovelace', Company: 'Acme' });
    const owner = house.org.read('Lead', id)?.values['OwnerId'];
    later(2, 'Lead', id, { OwnerId: other.id });
    expect(await pastOf('lead', id, ['OwnerId'])).toEqual([
      [0, { OwnerId: owner }],
      [2, { OwnerId: other.id }],
    ]);
  });

  it('of an opportunity is its course of stages, amounts and dates, although nothing is tracked', async () => {
    const id = house.org.create('Opportunity', {
      ...{ Name: 'First', StageName: 'Prospecting', CloseDate: '2026-10-01', Amount: 1200 },
    });
    later(6, 'Opportunity', id, { StageName: 'Qualification', NextStep: 'call' });
    later(7, 'Opportunity', id, { NextStep: 'mail' });
    later(20, 'Opportunity', id, { CloseDate: '2026-11-15', Amount: null });
    expect(await pastOf('deal', id, ['StageName', 'Amount', 'CloseDate', 'NextStep'])).toEqual([
      [0, { StageName: 'Prospecting', Amount: '1200', CloseDate: '2026-10-01' }],
      [6, { StageName: 'Qualification', Amount: '1200', CloseDate: '2026-10-01' }],
      [20, { StageName: 'Qualification', Amount: null, CloseDate: '2026-11-15' }],
    ]);
  });

  it('is not known where the user may not see it, and nothing fails for that', async () => {
    track({ Lead: ['Rating'] });
    const id = house.org.create('Lead', { LastName: 'Lovelace', Company: 'Acme', Rating: 'Cold' });
    later(3, 'Lead', id, { Rating: 'Hot' });
    const user = house.org.context.users.first();
    house.org.changeUser(user.id, {
      objects: { LeadHistory: { read: false }, FieldDefinition: { read: false } },
    });
    expect(await pastOf('lead', id, ['Rating'])).toEqual([]);
  });
});
