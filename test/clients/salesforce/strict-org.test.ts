// Orgs that are not as the one of the demo: what the user does not see, what an admin takes away, answers in other shapes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
