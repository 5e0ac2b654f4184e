// Orgs that are not as the one of the demo: what the user does not see, what an admin takes away, answers in other shapes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted } from '#clients/salesforce/soql.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import { type Scripted, type ScriptedOrg, scriptedOrg } from '#kit/scripted-org.ts';
import type { Crm } from '#ports/crm.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';

describe('a user of a Salesforce org', () => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg();
  });
  afterAll(() => house.close());
  const connectAs = async (username: string, rights: object) => {
    house.org.addUser({ lastName: 'Integration', username, ...rights });
    return house.crm({ connection: await house.connect(username) });
  };
  const ids = async (crm: Crm, type: ObjectType, linksTo: readonly SubjectKind[] = []) =>
    (await crm.list(type, { after: null, properties: [], linksTo })).records.map(({ id }) => id);

  it('who does not see contact roles has deals read, without their contacts', async () => {
    const values = { Name: 'Big', StageName: 'Prospecting', CloseDate: '2026-12-01' };
    const id = house.org.create('Opportunity', values);
    const crm = await connectAs('no-roles@acme.test', {
      objects: { OpportunityContactRole: { read: false } },
    });
    expect(await ids(crm, 'deal', ['company', 'contact'])).toContain(id);
    await expect(crm.links('deal', [id], 'contact')).rejects.toMatchObject({ code: 'CRM_SCOPE' });
  });

  it('from whom the type of a task is hidden has calls, mails, notes and tasks read, each in one list', async () => {
    const task = (TaskSubtype: string) => house.org.create('Task', { Subject: TaskSubtype, TaskSubtype });
    const [call, email, other] = [task('Call'), task('Email'), task('Task')];
    const crm = await connectAs('no-type@acme.test', { fields: { 'Task.Type': 'none' } });
    const span = { since: new Date(0), until: new Date(Date.now() + 60_000), afterId: null, properties: [] };
    for (const [type, id] of [
      ['call', call],
      ['email', email],
      ['task', other],
    ] as const) {
      expect(await ids(crm, type)).toEqual([id]);
      expect((await crm.changed(type, span)).records.map((one) => one.id)).toEqual([id]);
    }
    expect(await ids(crm, 'note')).toEqual([]);
  });
});

describe('activities of more than a year ago', () => {
  it('are read although Salesforce has archived them, by a page and by a job, and deleted ones are not', async () => {
    const house = await connectedOrg();
    const call = (more: object = {}) =>
      house.org.create('Task', { Subject: 'Rang', TaskSubtype: 'Call', Status: 'Completed', ...more });
    const gone = call();
    house.org.remove('Task', gone);
    const made = Array.from({ length: 2_050 }, (_, nr) => call(nr % 100 === 1 ? { IsArchived: true } : {}));
    const crm = house.crm();
    const listed: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await crm.list('call', { after, properties: [], linksTo: [] });
      listed.push(...page.records.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect([...listed].sort()).toEqual([...made].sort());
    expect(await house.calls()).toMatchObject({ 'POST /jobs/query 200': 1 });
    await house.close();
  });
});

describe('a person account', () => {
  it('is read as a company and as the person who belongs to it, and both take what we write', async () => {
    const house = await connectedOrg({ org: { personAccounts: true } });
    const id = house.org.create('Account', {
      FirstName: 'Pat',
      LastName: 'Doe',
      PersonEmail: 'pat@home.example',
    });
    const crm = house.crm();
    const wanted = ['Name', 'PersonEmail', 'PersonContactId', 'IsPersonAccount'];
    const { records } = await crm.read('company', [id], wanted);
    const person = records[0]?.properties['PersonContactId'] ?? '';
    expect(records[0]?.properties).toMatchObject({
      PersonEmail: 'pat@home.example',
      IsPersonAccount: 'true',
    });
    const read = await crm.read('contact', [person], ['Email', 'IsPersonAccount']);
    expect(read.records[0]).toMatchObject({
      properties: { Email: 'pat@home.example', IsPersonAccount: 'true' },
      links: { company: [id] },
    });
    const results = [
      ...(await crm.write('company', [{ id, properties: { revloop_health_score: '70' } }])),
      ...(await crm.write('contact', [{ id: person, properties: { revloop_lead_score: '80' } }])),
    ];
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    await house.close();
  });
});

describe('an answer of Salesforce', () => {
  let org: ScriptedOrg;
  beforeAll(async () => {
    org = await scriptedOrg();
  });
  afterAll(() => org.close());
  const described = (...names: string[]): Scripted => ({
    status: 200,
    body: {
      name: 'Lead',
      fields: names.map((name) => ({ name, type: 'double', custom: true, updateable: true })),
    },
  });
  const [score, probability] = ['Revloop_Lead_Score__c', 'Revloop_Convert_Probability__c'] as const;

  it('that refuses all for a field that is gone costs three requests, not one for each record', async () => {
    const gone = { errorCode: 'INVALID_FIELD', message: `No such column '${score}' on sobject of type Lead` };
    org.script([described(score, probability), { status: 400, body: [gone] }, described(probability)]);
    const rows = Array.from({ length: 200 }, (_, nr) => ({
      id: `00Q0G00000${String(nr).padStart(5, '0')}`,
      properties: { revloop_lead_score: '1' },
    }));
    const results = await org.crm().write('lead', rows);
    expect(results).toHaveLength(200);
    expect(results.every((one) => !one.ok && one.code === 'PROPERTY_DOESNT_EXIST')).toBe(true);
    expect(org.heard.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
  });

  it('that tells how much each app used is read for what the org used', async () => {
    const headers = { 'sforce-limit-info': 'per-app-api-usage=17/250(appName=Revloop); api-usage=25/5000' };
    org.script([{ status: 200, body: { done: true, records: [] }, headers }]);
    const crm = org.crm();
    await crm.pipelines('deal');
    expect(await crm.usage()).toMatchObject({ used: 25, limit: 5_000 });
  });

  it('that is a shorter page than was asked for is not taken for the end', async () => {
    const row = (Id: string) => ({ Id, CreatedDate: at, SystemModstamp: at });
    const at = '2026-11-22T10:00:00.000+0000';
    const ids = ['00Q0G0000000001AAA', '00Q0G0000000002AAA'] as const;
    const page = { done: false, nextRecordsUrl: '/services/data/v67.0/query/01g-2', totalSize: 9 };
    org.script([described(score), { status: 200, body: { ...page, records: ids.map(row) } }]);
    const span = { since: new Date(0), until: new Date(), afterId: null, properties: [] };
    const { records, next } = await org.crm().changed('lead', span);
    expect(records.map(({ id }) => id)).toEqual(ids);
    expect(next).toBe(ids[1]);
  });
});

it('no text ends the question that it stands in', () => {
  expect(quoted("O'Neil \\' OR Name != '")).toBe("'O\\'Neil \\\\\\' OR Name != \\''");
});
