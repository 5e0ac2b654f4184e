// Reading an org: pages that are still prepared are waited for while other types go on, and formulas are read again.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import type { Crm, CrmPage } from '#ports/crm.ts';
import type { Clients, Ports } from '#ports.ts';
import type { CrmRecord, PropertyDefinition } from '#sense/record.ts';
import type { ObjectType } from '#sense/signal.ts';
import { sync } from '#sense/sync.ts';

const hour = 3_600_000;
const begin = Date.parse('2026-11-20T12:00:00Z');
const made = new Date('2026-11-01T00:00:00Z');

let database: TestDatabase;
let house: TwoCrms;
let ahead = 0;
let listed: ObjectType[] = [];
let budget = '10';
const waiting = new Map<ObjectType, number>();
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  house = await twoCrms(database);
  [ahead, listed, budget] = [0, [], '10'];
  waiting.clear();
});

const define = (name: string, more: Partial<PropertyDefinition>): PropertyDefinition => ({
  ...{ name, label: name, type: 'string', calculated: false, builtIn: false },
  ...more,
});
const lead = (): CrmRecord => ({
  ...{ objectType: 'lead', id: '00Q1', createdAt: made, modifiedAt: made, archived: false },
  properties: { Title: 'CEO', Budget__c: budget },
});
/** An org with one lead, whose formula says `budget`. */
const org: Crm = {
  most: { read: 200, write: 200 },
  account: async () => ({ externalId: '00D', account: {} }),
  properties: async (objectType) =>
    objectType === 'lead'
      ? [define('Title', { builtIn: true }), define('Budget__c', { type: 'number', calculated: true })]
      : [],
  provision: async () => [],
  list: async (objectType, { after, archived }): Promise<CrmPage> => {
    listed.push(objectType);
    const wait = waiting.get(objectType) ?? 0;
    if (wait > 0 && after === null) return { records: [], next: 'job', waitMs: wait };
    return { records: objectType === 'lead' && archived !== true ? [lead()] : [], next: null };
  },
  changed: async () => ({ records: [], next: null }),
  read: async () => ({ records: [lead()], missing: [] }),
  past: async () => new Map(),
  links: async () => new Map(),
  write: async () => [],
  createTask: async () => '',
  findTask: async () => null,
  owners: async () => [],
  pipelines: async () => [],
  recordUrl: () => '',
  access: async () => [],
  usage: async () => null,
  uninstall: async () => undefined,
};
const nobody: Clients['chat'] = () => {
  throw new Error('this house has no chat');
};
const noHooks: Clients['hooks'] = {
  send: () => Promise.reject(new Error('this house sends no webhooks')),
};
const ports = (): Ports => ({
  store: database.store,
  queue: { wake: async () => undefined },
  clients: { crm: () => org, chat: nobody, feed: () => null, hooks: noHooks },
  clock: { now: () => new Date(begin + ahead) },
  log: silentLog(),
});
const read = async () => {
  while ((await sync(ports(), house.tenant, house.salesforce.id)).more);
};
const times = (objectType: ObjectType) => listed.filter((one) => one === objectType).length;
const known = async () =>
  (await house.as(({ records }) => records.known(house.salesforce.id, 'lead', ['00Q1']))).get('00Q1');

describe('the reading of an org', () => {
  it('waits for a page that is prepared, and reads the other types meanwhile', async () => {
    waiting.set('lead', 30_000);
    await read();
    expect(times('lead')).toBe(1);
    expect(times('ticket')).toBe(1);
    expect(await known()).toBeUndefined();
    ahead = 29_000;
    await read();
    expect(times('lead')).toBe(1);
    ahead = 31_000;
    await read();
    expect((await known())?.properties['Title']).toBe('CEO');
  });

  it('finds what a formula says now, although its record was not changed, within six hours', async () => {
    await read();
    const before = (await known())?.properties['Budget__c'];
    budget = '20';
    ahead = hour;
    await read();
    expect(before).toBe('10');
    expect((await known())?.properties['Budget__c']).toBe('10');
    ahead = 6 * hour + 60_000;
    await read();
    expect((await known())?.properties['Budget__c']).toBe('20');
    const subject = await house.subject(house.salesforce, 'lead', '00Q1');
    const signals = await house.as((rows) => rows.signals.of(subject));
    expect(signals.map(({ data }) => data)).toMatchObject([
      { properties: { Title: 'CEO', Budget__c: '10' } },
      { properties: { Budget__c: '20' } },
    ]);
  });

  it('reads a type without formulas no oftener than the clock asks', async () => {
    await read();
    listed = [];
    ahead = 6 * hour + 60_000;
    await read();
    // Only the listing of what was deleted.
    expect(times('company')).toBe(1);
    expect(times('lead')).toBe(2);
  });
});
