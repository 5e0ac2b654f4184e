// What records of Salesforce tell: activities once they happened, answers once, conversions, and nothing of our own fields.
import { describe, expect, it } from 'vitest';
import { tell } from '#sense/delta.ts';
import { followedProperties, followedTypes, hasFormulas } from '#sense/followed.ts';
import type { CrmRecord, PropertyDefinition } from '#sense/record.ts';
import { ownerOf } from '#sense/vocabulary.ts';

const org = { id: '11111111-1111-1111-1111-111111111111', platform: 'salesforce' } as const;
const now = new Date('2026-11-20T12:00:00Z');
const made = new Date('2026-11-01T00:00:00Z');
const record = (objectType: CrmRecord['objectType'], more: Partial<CrmRecord>): CrmRecord => ({
  ...{ objectType, id: '00T1', properties: {}, createdAt: made, modifiedAt: now, archived: false },
  ...more,
});
/** Reads one after the other, each against what was known after the one before; gives what each told. */
const read = (...records: readonly CrmRecord[]) => {
  let known: Parameters<typeof tell>[1];
  return records.map((one) => {
    const told = tell(org, known, one, now, new Map([['005A', 'Rita Rep']]));
    known = told.after ?? known;
    return told.signals;
  });
};

describe('an activity', () => {
  const open = { IsClosed: 'false', Status: 'Not Started', ActivityDate: '2026-11-19', CallType: 'Inbound' };
  const done = { ...open, IsClosed: 'true', Status: 'Completed', CompletedDateTime: '2026-11-20T09:00:00Z' };

  it('is a fact once it happened, and only then, dated by when it did', () => {
    const links = { lead: ['00Q1'] };
    const later = new Date(now.getTime() + 1);
    const [planned, happened, again] = read(
      record('call', { properties: open, links }),
      record('call', { properties: done, links, modifiedAt: later }),
      record('call', { properties: done, links, modifiedAt: new Date(later.getTime() + 1) }),
    );
    expect(planned).toEqual([]);
    expect(happened).toMatchObject([
      { externalId: '00Q1', occurredAt: new Date('2026-11-20T09:00:00Z'), data: { direction: 'in' } },
    ]);
    expect(again).toEqual([]);
  });

  it('is a fact of all that it names, each once', () => {
    const [told] = read(
      record('call', { properties: done, links: { contact: ['0031'], company: ['0011'] } }),
    );
    expect(told?.map(({ objectType, externalId }) => [objectType, externalId])).toEqual([
      ['contact', '0031'],
      ['company', '0011'],
    ]);
  });
});

describe('an answer', () => {
  const said = {
    ...{ Advice: '7d1f6c1e-52a5-4f0a-9a0e-0c8f4d8f3b11', Answer: 'snoozed', Snooze_Days: '3.0' },
    ...{ Note: 'later', Client_Key: 'ABC', CreatedById: '005A' },
  };
  const links = { lead: ['00Q1'], contact: [], company: [], deal: [] };

  it('is told once, with who gave it, under the key that the card made', () => {
    const [first, again] = read(
      record('answer', { properties: said, links }),
      record('answer', {
        properties: { ...said, Note: 'changed' },
        links,
        modifiedAt: new Date(now.getTime() + 1),
      }),
    );
    expect(first).toMatchObject([
      {
        ...{ key: `answer:${org.id}:abc`, kind: 'advice.answered', objectType: 'lead', externalId: '00Q1' },
        data: { advice: said.Advice, answer: 'snoozed', days: 3, note: 'later', by: 'Rita Rep' },
      },
    ]);
    expect(again).toEqual([]);
  });

  it('that stands on no record is told when it does', () => {
    const [nowhere, somewhere] = read(
      record('answer', { properties: said, links: {} }),
      record('answer', { properties: said, links, modifiedAt: new Date(now.getTime() + 1) }),
    );
    expect(nowhere).toEqual([]);
    expect(somewhere).toHaveLength(1);
  });

  it('that says nothing we know tells nothing', () => {
    expect(read(record('answer', { properties: { ...said, Answer: 'maybe' }, links }))).toEqual([[]]);
  });
});

describe('a word of how a customer stands', () => {
  const said = {
    ...{ Answer: 'health', Band: 'healthy', Days: '14.0', Note: ' They renewed by phone ', Replaces: '12' },
    ...{ Client_Key: 'DEF', CreatedById: '005A' },
  };
  const links = { lead: [], contact: [], company: ['0011'], deal: [] };
  const told = (over: object, where: object = links) =>
    read(record('answer', { properties: { ...said, ...over }, links: where })).flat();

  it('is told of the account, with who said it, why, for how long, and what it replaces', () => {
    expect(told({})).toMatchObject([
      {
        ...{ key: `answer:${org.id}:def`, kind: 'health.said', objectType: 'company', externalId: '0011' },
        data: { band: 'healthy', reason: 'They renewed by phone', days: 14, replaces: '12', by: 'Rita Rep' },
      },
    ]);
    expect(told({ Band: 'computed', Note: null })).toMatchObject([{ data: { band: null, replaces: '12' } }]);
  });

  it('without a band that we know, without a reason, or of another record, tells nothing', () => {
    expect(told({ Band: 'great' })).toEqual([]);
    expect(told({ Note: 'x' })).toEqual([]);
    expect(told({}, { ...links, company: [], lead: ['00Q1'] })).toEqual([]);
  });
});

describe('a lead', () => {
  it('tells once that it became a contact', () => {
    const open = record('lead', {
      id: '00Q1',
      properties: { IsConverted: 'false', ConvertedContactId: null },
    });
    const converted = { IsConverted: 'true', ConvertedContactId: '0031' };
    const at = (ms: number) => ({
      id: '00Q1',
      properties: converted,
      modifiedAt: new Date(now.getTime() + ms),
    });
    const [, told, again] = read(open, record('lead', at(1)), record('lead', at(2)));
    expect(told?.filter(({ kind }) => kind === 'crm.converted')).toMatchObject([
      { objectType: 'contact', externalId: '0031', data: { lead: '00Q1' } },
    ]);
    expect(again?.filter(({ kind }) => kind === 'crm.converted')).toEqual([]);
  });

  it('that is owned by a queue is nobody’s', () => {
    const owned = (id: string) => ({ OwnerId: { value: id } });
    expect(ownerOf(owned('005000000000001AAA'), 'salesforce')).toBe('005000000000001AAA');
    expect(ownerOf(owned('00G000000000001AAA'), 'salesforce')).toBeNull();
    expect(ownerOf({ hubspot_owner_id: { value: '7' }, ...owned('005A') }, 'hubspot')).toBe('7');
  });
});

describe('what is followed', () => {
  const define = (name: string, more: Partial<PropertyDefinition> = {}): PropertyDefinition => ({
    ...{ name, label: name, type: 'string', calculated: false, builtIn: false },
    ...more,
  });
  const formula = define('Budget_Formula__c', { calculated: true });

  it('is what the customer made, formulas too, and what says something; never our own output, whatever its namespace', () => {
    const names = followedProperties('salesforce', 'lead', [
      ...[define('Title', { builtIn: true }), define('Jigsaw', { builtIn: true }), formula],
      ...[define('Revloop_Lead_Score__c'), define('acme__Revloop_Lead_Grade__c'), define('Rating__c')],
    ]);
    expect(names).toEqual(['Budget_Formula__c', 'Rating__c', 'Title']);
  });

  it('is read again for its formulas only where there are some', () => {
    expect(hasFormulas('salesforce', 'lead', [formula])).toBe(true);
    expect(hasFormulas('salesforce', 'lead', [define('Rating__c')])).toBe(false);
    expect(hasFormulas('hubspot', 'contact', [formula])).toBe(false);
  });

  it('begins with what others link to, and ends with the answers', () => {
    expect(followedTypes.salesforce.slice(0, 3)).toEqual(['company', 'contact', 'lead']);
    expect(followedTypes.salesforce.at(-1)).toBe('answer');
  });
});
