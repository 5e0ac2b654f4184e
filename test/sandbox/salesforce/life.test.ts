// Promises of the simulated Salesforce about what happens to records: conversion, merge, bin, late commits, person accounts.
import type { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aSalesforce, told } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
let connection: Connection;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sf = await aSalesforce({ clock: () => new Date(now), org: { personAccounts: true } });
  connection = await sf.connect();
});
afterEach(() => sf.close());

const lead = (name = 'Doe') =>
  sf.org.create('Lead', { LastName: name, Company: 'Initech', Email: `${name}@initech.example` });
const events = () => sf.server.orgs.changeLog.after(sf.org.orgId, 0, 1_000);
const all = (soql: string) => connection.query(soql, { scanAll: true }).then(({ records }) => records);

describe('a converted lead', () => {
  test('becomes account, contact and opportunity in one transaction, its event last and without a time of change', () => {
    const id = lead();
    const task = sf.org.create('Task', { Subject: 'Call', WhoId: id });
    const before = events().length;
    const made = sf.org.convert({ leadId: id });
    const told = events().slice(before);
    expect(told.map((one) => [one.entity, one.changeType])).toEqual([
      ['Account', 'CREATE'],
      ['Contact', 'CREATE'],
      ['Opportunity', 'CREATE'],
      ['OpportunityContactRole', 'CREATE'],
      ['Task', 'UPDATE'],
      ['Lead', 'UPDATE'],
    ]);
    expect(new Set(told.map((one) => one.transactionKey)).size).toBe(1);
    expect(told.map((one) => one.sequenceNumber)).toEqual([1, 2, 3, 4, 5, 6]);
    const last = told.at(-1);
    expect(last?.values).toMatchObject({
      ...{ IsConverted: true, Status: 'Closed - Converted', ConvertedDate: '2026-11-22' },
      ...{ ConvertedAccountId: made.accountId, ConvertedContactId: made.contactId },
    });
    expect(last?.changed).not.toContain('LastModifiedDate');
    expect(sf.org.read('Task', task)?.values['WhoId']).toBe(made.contactId);
    expect(sf.org.read('Contact', made.contactId)?.values['Email']).toBe('Doe@initech.example');
  });

  test('can be read and no longer written, nor named by another record', async () => {
    const id = lead();
    sf.org.convert({ leadId: id, opportunity: null });
    const [refused] = await connection.update('Lead', [{ Id: id, Rating: 'Hot' }]);
    expect(told(refused)).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    const [feedback] = await connection.create('Revloop_Feedback__c', [{ Lead__c: id, Answer__c: 'done' }]);
    expect(told(feedback)).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    const { records } = await connection.query(
      'SELECT Id, IsConverted, ConvertedOpportunityId FROM Lead WHERE IsConverted = true',
    );
    expect(records).toMatchObject([{ Id: id, IsConverted: true, ConvertedOpportunityId: null }]);
  });
});

describe('merging', () => {
  test('deletes the losers with the winner named, and moves what hung on them', async () => {
    const [winner, loser] = [
      sf.org.create('Account', { Name: 'One' }),
      sf.org.create('Account', { Name: 'Two' }),
    ];
    const contact = sf.org.create('Contact', { LastName: 'Moved', AccountId: loser });
    sf.org.merge('Account', { winner, losers: [loser], values: { Site: 'Berlin' } });
    expect(sf.org.read('Contact', contact)?.values['AccountId']).toBe(winner);
    expect((await connection.query(`SELECT Id FROM Account WHERE Id = '${loser}'`)).totalSize).toBe(0);
    expect(
      await all(`SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE IsDeleted = true`),
    ).toMatchObject([{ Id: loser, IsDeleted: true, MasterRecordId: winner }]);
    const third = sf.org.create('Account', { Name: 'Three' });
    sf.org.merge('Account', { winner: third, losers: [winner] });
    expect(sf.org.read('Account', loser)?.values['MasterRecordId']).toBe(winner);
    expect(sf.org.read('Account', winner)?.values['MasterRecordId']).toBe(third);
  });
});

describe('the recycle bin', () => {
  test('takes what hangs on an account along, gives it back, and forgets what is purged without an event', async () => {
    const account = sf.org.create('Account', { Name: 'Gone' });
    const contact = sf.org.create('Contact', { LastName: 'Gone', AccountId: account });
    sf.org.remove('Account', account);
    expect(sf.org.read('Contact', contact)?.deleted).toBe(true);
    sf.org.undelete('Account', account);
    expect([sf.org.read('Account', account)?.deleted, sf.org.read('Contact', contact)?.deleted]).toEqual([
      false,
      false,
    ]);
    expect(
      events()
        .slice(-2)
        .map((one) => one.changeType),
    ).toEqual(['UNDELETE', 'UNDELETE']);
    sf.org.remove('Contact', contact);
    const before = events().length;
    sf.org.purge(contact);
    expect(events()).toHaveLength(before);
    expect(await all(`SELECT Id FROM Contact WHERE Id = '${contact}'`)).toEqual([]);
    now += 120_000;
    const { deletedRecords } = await connection.deleted(
      'Contact',
      '2026-11-22T09:00:00Z',
      '2026-11-22T10:02:00Z',
    );
    expect(deletedRecords.map((one) => one.id)).toEqual([contact]);
  });
});

describe('what was changed between two times', () => {
  test('is listed by id, with the minute up to which the list is safe', async () => {
    const id = lead();
    now += 120_000;
    const later = lead('Later');
    const list = await connection.updated('Lead', '2026-11-22T09:59:30Z', '2026-11-22T10:02:59Z');
    expect(list.ids).toEqual([id]);
    expect(list.latestDateCovered).toBe('2026-11-22T10:02:00.000+0000');
    now += 60_000;
    const next = await connection.updated('Lead', list.latestDateCovered, '2026-11-22T10:03:00Z');
    expect(next.ids).toEqual([later]);
  });

  test('misses what is committed later than its stamp says', async () => {
    const id = sf.org.create('Lead', { LastName: 'Late', Company: 'Slow' }, { lateMs: 400 });
    now += 5_000;
    const prompt = lead('Prompt');
    const stamps = async () => {
      const { records } = await connection.query(
        'SELECT Id, SystemModstamp FROM Lead ORDER BY SystemModstamp, Id',
      );
      return records.map((record) => [record.Id, record['SystemModstamp']]);
    };
    now += 120_000;
    const list = await connection.updated('Lead', '2026-11-22T09:59:00Z', '2026-11-22T10:02:00Z');
    expect(list).toMatchObject({ ids: [prompt], latestDateCovered: '2026-11-22T10:00:00.000+0000' });
    expect(await stamps()).toEqual([[prompt, '2026-11-22T10:00:05.000+0000']]);
    await expect.poll(stamps).toEqual([
      [id, '2026-11-22T10:00:00.000+0000'],
      [prompt, '2026-11-22T10:00:05.000+0000'],
    ]);
  });

  test('does not know of formulas, nor of activities', async () => {
    sf.org.defineField('Lead', {
      ...{ name: 'Age__c', type: 'double', precision: 5 },
      formula: { kind: 'daysSince', field: 'CreatedDate' },
    });
    const id = lead();
    const stamp = sf.org.read('Lead', id)?.values['SystemModstamp'];
    now += 3 * 86_400_000;
    sf.org.create('Task', { Subject: 'Call', Status: 'Completed', ActivityDate: '2026-11-25', WhoId: id });
    const { records } = await connection.query('SELECT Age__c, LastActivityDate, SystemModstamp FROM Lead');
    expect(records).toMatchObject([{ Age__c: 3, LastActivityDate: '2026-11-25', SystemModstamp: stamp }]);
    const [refused] = await connection.update('Lead', [{ Id: id, Age__c: 4 }]);
    expect(told(refused)).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});

describe('a person account', () => {
  test('is an account and a contact that mirror each other, each with its event', async () => {
    sf.org.defineField('Contact', { name: 'Shoe__c', type: 'string', length: 10 });
    const id = sf.org.create('Account', {
      FirstName: 'Pat',
      LastName: 'Doe',
      PersonEmail: 'pat@home.example',
      Shoe__pc: '42',
    });
    const { records } = await connection.query(
      `SELECT Name, IsPersonAccount, PersonContactId, Shoe__pc FROM Account WHERE Id = '${id}'`,
    );
    const contact = String(records[0]?.['PersonContactId']);
    expect(records).toMatchObject([{ Name: 'Pat Doe', IsPersonAccount: true, Shoe__pc: '42' }]);
    expect(sf.org.read('Contact', contact)?.values).toMatchObject({
      ...{ Email: 'pat@home.example', IsPersonAccount: true, AccountId: id, Shoe__c: '42' },
    });
    await connection.update('Account', { Id: id, PersonEmail: 'pat@work.example' });
    expect(sf.org.read('Contact', contact)?.values['Email']).toBe('pat@work.example');
    expect(
      events()
        .slice(-2)
        .map((one) => one.entity),
    ).toEqual(['Account', 'Contact']);
  });
});

describe('what stands in the way of a write', () => {
  test('is told record by record: rules, triggers, duplicates, locks, rights', async () => {
    const facts = sf.org.context.setFacts;
    const write = async (values: Readonly<Record<string, string>> & { readonly Id: string }) =>
      told((await connection.update('Lead', [values]))[0]);
    const id = lead();
    facts({
      validationRules: [{ type: 'Lead', field: 'Phone', fails: 'empty', message: 'Phone is needed.' }],
    });
    expect(await write({ Id: id, Rating: 'Hot' })).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    facts({
      validationRules: [],
      failingTriggers: { Lead: 'System.LimitException: Apex CPU time limit exceeded' },
    });
    expect(await write({ Id: id, Rating: 'Hot' })).toBe('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
    facts({ failingTriggers: {}, duplicateRules: ['Lead'] });
    const twin = [{ LastName: 'Twin', Company: 'Initech', Email: 'DOE@initech.example' }];
    expect(told((await connection.create('Lead', twin))[0])).toBe('DUPLICATES_DETECTED');
    const allow = { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } };
    expect(told((await connection.create('Lead', twin, allow))[0])).toMatch(/^00Q/);
    const account = sf.org.create('Account', { Name: 'Held' });
    const contact = sf.org.create('Contact', { LastName: 'Under', AccountId: account });
    sf.chaos.set({ lockedParents: [account] });
    const [locked] = await connection.update('Contact', [{ Id: contact, Title: 'CTO' }]);
    expect(told(locked)).toBe('UNABLE_TO_LOCK_ROW');
    sf.chaos.set({ lockedParents: [] });
    sf.addUser({
      lastName: 'Reader',
      username: 'reader@acme.example',
      objects: { Contact: { edit: false } },
    });
    const reader = await sf.connect({ username: 'reader@acme.example' });
    const [closed] = await reader.update('Contact', [{ Id: contact, Title: 'CTO' }]);
    expect(told(closed)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });
});
