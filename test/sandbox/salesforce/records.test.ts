// Promises of the simulated Salesforce about describing, asking for, reading and writing records.
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSalesforce, failure, told } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
let connection: Connection;
beforeAll(async () => {
  sf = await aSalesforce();
  connection = await sf.connect();
});
afterAll(() => sf.close());

const lead = (values: Readonly<Record<string, string | number | boolean>> = {}) =>
  sf.org.create('Lead', { LastName: 'Doe', Company: 'Initech', ...values });

describe('describing', () => {
  test('names fields with their types, and those of the package', async () => {
    const { fields } = await connection.describe('Lead');
    const field = (name: string) => fields.find((one) => one.name === name);
    expect(field('SystemModstamp')).toMatchObject({ type: 'datetime', updateable: false });
    expect(field('Revloop_Lead_Score__c')).toMatchObject({ type: 'double', custom: true, updateable: true });
    expect(field('Revloop_Explanation__c')).toMatchObject({ type: 'textarea', filterable: false });
    expect(field('OwnerId')).toMatchObject({ referenceTo: ['Group', 'User'], relationshipName: 'Owner' });
    expect(field('Status')?.picklistValues?.map((one) => one.value)).toContain('Open - Not Contacted');
    expect((await connection.describe('Revloop_Feedback__c')).custom).toBe(true);
    expect((await connection.describeGlobal()).sobjects.map((one) => one.name)).toContain(
      'Revloop_Feedback__c',
    );
    expect(await failure(connection.describe('Nothing__c'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('leaves out what the user may not see, and closes what may only be read', async () => {
    sf.addUser({
      ...{ lastName: 'Narrow', username: 'narrow@acme.example', admin: false },
      ...{ objects: { Case: { read: false } }, fields: { 'Lead.Email': 'none', 'Lead.Rating': 'read' } },
    });
    const narrow = await sf.connect({ username: 'narrow@acme.example' });
    const { fields } = await narrow.describe('Lead');
    expect(fields.map((one) => one.name)).not.toContain('Email');
    expect(fields.map((one) => one.name)).not.toContain('Revloop_Lead_Score__c');
    expect(fields.find((one) => one.name === 'Rating')?.updateable).toBe(false);
    expect(await failure(narrow.describe('Case'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failure(narrow.query('SELECT Id FROM Case'))).toMatchObject({ code: 'INVALID_TYPE' });
    expect(await failure(narrow.query('SELECT Email FROM Lead'))).toMatchObject({ code: 'INVALID_FIELD' });
    const [hidden] = await narrow.update('Lead', [{ Id: lead(), Rating: 'Hot' }]);
    expect(hidden?.errors).toMatchObject([
      { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Rating'] },
    ]);
  });
});

describe('collections', () => {
  test('answer for each record in the order asked, with and without all-or-none', async () => {
    const good = lead();
    const gone = lead();
    sf.org.remove('Lead', gone);
    const asked = [
      { Id: good, Revloop_Lead_Score__c: 71, Revloop_Lead_Grade__c: 'A' },
      { Id: gone, Revloop_Lead_Score__c: 1 },
      { Id: '00Q000000000001', Revloop_Lead_Score__c: 1 },
      { Id: good.slice(0, 15), Revloop_Lead_Grade__c: 'Z' },
      { Id: lead(), Title: 'x'.repeat(129) },
      { Id: lead(), Revloop_Lead_Score__c: 'many' },
      { Id: lead(), Nothing__c: 1 },
      { Id: lead(), Email: 'not an address' },
      { Id: lead(), OwnerId: good },
    ];
    const answers = await connection.update('Lead', asked, { allOrNone: false });
    expect(answers.map(told)).toEqual([
      good,
      'ENTITY_IS_DELETED',
      'INVALID_CROSS_REFERENCE_KEY',
      'DUPLICATE_VALUE',
      'STRING_TOO_LONG',
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'INVALID_FIELD',
      'INVALID_EMAIL_ADDRESS',
      'FIELD_INTEGRITY_EXCEPTION',
    ]);
    const before = sf.org.read('Lead', good)?.values['Revloop_Lead_Score__c'];
    const all = await connection.update('Lead', [{ Id: good, Revloop_Lead_Score__c: 5 }, { Id: gone }], {
      allOrNone: true,
    });
    expect(all.map(told)).toEqual(['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'ENTITY_IS_DELETED']);
    expect(sf.org.read('Lead', good)?.values['Revloop_Lead_Score__c']).toBe(before);
  });

  test('take 200 records and no more', async () => {
    const records = Array.from({ length: 201 }, () => ({ LastName: 'Many', Company: 'Initech' }));
    expect(await failure(connection.create('Lead', records))).toMatchObject({ code: 'EXCEEDED_ID_LIMIT' });
    expect((await connection.create('Lead', records.slice(1))).filter((one) => one.success)).toHaveLength(
      200,
    );
  });

  test('keep by external id: once made, then changed, whatever the case of the key', async () => {
    const about = lead();
    const key = 'b7c0c1de-0000-4000-8000-aaaaaaaaaaaa';
    const write = (client: string, answer: string) =>
      connection.upsert(
        'Revloop_Feedback__c',
        [{ Client_Key__c: client, Answer__c: answer, Advice__c: 'a1', Lead__c: about }],
        'Client_Key__c',
      );
    const [made] = await write(key, 'taken');
    const [changed] = await write(key.toUpperCase(), 'done');
    expect(made?.id).toBe(changed?.id);
    const twice = { Client_Key__c: key, Answer__c: 'taken', Advice__c: 'a1' };
    const [refused] = await connection.create('Revloop_Feedback__c', [twice]);
    expect(told(refused)).toBe('DUPLICATE_VALUE');
  });

  test('are read back by ids of either length, with null for what is not there', async () => {
    const id = lead({ Email: 'doe@initech.example' });
    const gone = lead();
    sf.org.remove('Lead', gone);
    const answer = await connection.request({
      ...{ method: 'POST', url: '/composite/sobjects/Lead' },
      body: JSON.stringify({
        ids: [id.slice(0, 15), gone, '00Q000000000001'],
        fields: ['Id', 'Email', 'SystemModstamp'],
      }),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toEqual([
      {
        attributes: { type: 'Lead', url: `/services/data/v67.0/sobjects/Lead/${id}` },
        ...{ Id: id, Email: 'doe@initech.example' },
        SystemModstamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      },
      null,
      null,
    ]);
  });

  test('run assignment rules again unless the header says no', async () => {
    const queue = sf.org.addQueue('Inbox', ['Lead']);
    sf.org.context.setFacts({ assignmentRules: [{ type: 'Lead', ownerId: queue }] });
    const id = lead();
    const owner = () => sf.org.read('Lead', id)?.values['OwnerId'];
    const first = owner();
    await connection.update('Lead', [{ Id: id, Rating: 'Hot' }], {
      headers: { 'Sforce-Auto-Assign': 'FALSE' },
    });
    expect(owner()).toBe(first);
    await connection.update('Lead', [{ Id: id, Rating: 'Warm' }]);
    expect(owner()).toBe(queue);
    sf.org.context.setFacts({ assignmentRules: [] });
  });
});

describe('limits', () => {
  test('are told with every answer, and end in 403 when the day is used up', async () => {
    await connection.query('SELECT Id FROM Organization');
    const used = connection.limitInfo.apiUsage?.used ?? 0;
    await connection.query('SELECT Id FROM Organization');
    expect(connection.limitInfo.apiUsage?.used).toBe(used + 1);
    sf.org.context.setFacts({ dailyCalls: used + 1 });
    expect(await failure(connection.query('SELECT Id FROM Organization'))).toMatchObject({
      ...{ code: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
    });
    sf.org.context.setFacts({ dailyCalls: undefined });
  });
});

describe('what a user may do', () => {
  test('can be asked for: permission sets, rights by object, and whether all records are seen', async () => {
    const user = sf.addUser({
      ...{ lastName: 'Scoped', username: 'scoped@acme.example', viewAllData: false },
      objects: { Lead: { viewAll: true } },
    });
    const rows = async (soql: string) => (await connection.query(soql)).records;
    const [assigned] = await rows(
      `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${user.id}'`,
    );
    const rights = await rows(
      `SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions WHERE ParentId = '${assigned?.['PermissionSetId']}'`,
    );
    const sees = (type: string) =>
      rights.find((one) => one['SobjectType'] === type)?.['PermissionsViewAllRecords'];
    expect([sees('Lead'), sees('Contact'), sees('Task')]).toEqual([true, false, undefined]);
  });

  test('is limited to own records where the object is private and not all may be viewed', async () => {
    const mine = sf.addUser({ lastName: 'Own', username: 'own@acme.example', viewAllData: false });
    sf.org.context.setFacts({ privateObjects: ['Opportunity'] });
    const values = { StageName: 'Prospecting', CloseDate: '2026-12-01' };
    sf.org.create('Opportunity', { ...values, Name: 'Theirs' });
    sf.org.create('Opportunity', { ...values, Name: 'Mine', OwnerId: mine.id });
    const own = await sf.connect({ username: 'own@acme.example' });
    const { records } = await own.query('SELECT Name FROM Opportunity');
    expect(records.map((record) => record['Name'])).toEqual(['Mine']);
    sf.org.context.setFacts({ privateObjects: [] });
  });
});
