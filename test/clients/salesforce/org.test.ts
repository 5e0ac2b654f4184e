// What an org looks like: its fields as properties, our own fields, whom records belong to, and what may be seen.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordUrl } from '#clients/salesforce/record-url.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import type { FieldDefinition } from '#ports/crm.ts';

const ours: readonly FieldDefinition[] = [
  { objectType: 'lead', name: 'revloop_lead_score', label: 'Score', type: 'number' },
  {
    objectType: 'lead',
    name: 'revloop_lead_grade',
    label: 'Grade',
    type: 'enumeration',
    options: [{ value: 'A', label: 'A' }],
  },
  { objectType: 'lead', name: 'revloop_top_reasons', label: 'Reasons', type: 'text' },
  { objectType: 'lead', name: 'revloop_scored_at', label: 'Scored', type: 'datetime' },
];

describe.each(['', 'revl'])('a Salesforce org with the namespace "%s"', (namespace) => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg({ namespace, org: { timeZone: 'Asia/Tokyo' } });
  });
  afterAll(() => house.close());

  it('has the fields of the package under the names that Revloop uses, and none that cannot be read', async () => {
    const properties = await house.crm().properties('lead');
    const names = properties.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Email', 'LeadSource', 'revloop_lead_score', 'revloop_explanation']),
    );
    expect(names.filter((name) => /Revloop_/.test(name))).toEqual([]);
    expect(names).not.toContain('Address');
    const one = (name: string) => properties.find((each) => each.name === name);
    expect(one('Email')).toMatchObject({ type: 'string', builtIn: true, calculated: false });
    expect(one('AnnualRevenue')).toMatchObject({ type: 'number' });
    expect(one('IsConverted')).toMatchObject({ type: 'bool', calculated: true });
    expect(one('CreatedDate')).toMatchObject({ type: 'datetime' });
    expect(one('Status')?.options?.[0]).toMatchObject({
      value: expect.any(String),
      label: expect.any(String),
    });
  });

  it('shows a new field of the customer as soon as it is asked for again', async () => {
    const crm = house.crm();
    await crm.properties('deal');
    house.org.defineField('Opportunity', {
      name: 'Region__c',
      type: 'picklist',
      picklistValues: ['North', 'South'].map((value) => ({ value, label: value })),
    });
    const region = (await crm.properties('deal')).find(({ name }) => name === 'Region__c');
    expect(region).toMatchObject({
      type: 'enumeration',
      builtIn: false,
      options: [{ value: 'North' }, { value: 'South' }],
    });
  });

  it('has our fields, which the package brought', async () => {
    const reports = await house.crm().provision(ours);
    expect(reports.map(({ state, problem }) => [state, problem])).toEqual(ours.map(() => ['there', null]));
    expect(await house.calls()).toMatchObject({ 'GET /sobjects/:type/describe 200': expect.any(Number) });
  });

  it('says of itself what it is called, where it is, and with which namespace the package came', async () => {
    await expect(house.crm().account()).resolves.toMatchObject({
      externalId: house.org.orgId,
      account: { name: 'Acme', timeZone: 'Asia/Tokyo', namespace, isSandbox: false },
    });
  });

  it('reads the answers of its people under names without namespace', async () => {
    const lead = house.org.create('Lead', { LastName: 'A', Company: 'B' });
    const field = (name: string) => (namespace === '' ? name : `${namespace}__${name}`);
    const id = house.org.create(field('Revloop_Feedback__c'), {
      [field('Lead__c')]: lead,
      [field('Advice__c')]: 'advice-1',
      [field('Answer__c')]: 'taken',
      [field('Client_Key__c')]: 'key-1',
    });
    const wanted = ['Advice', 'Answer', 'Client_Key', 'CreatedById'];
    const { records } = await house.crm().read('answer', [id], wanted);
    expect(records).toMatchObject([
      {
        properties: {
          Advice: 'advice-1',
          Answer: 'taken',
          Client_Key: 'key-1',
          CreatedById: expect.stringMatching(/^005/),
        },
        links: { lead: [lead] },
      },
    ]);
    const links = await house.crm().links('answer', [id], 'lead');
    expect(links.get(id)).toEqual([lead]);
  });
});

describe('what a user of a Salesforce org may see', () => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg();
  });
  afterAll(() => house.close());

  it('is told field by field, with what the admin has to do', async () => {
    const own = await connectedOrg();
    own.org.context.setFacts({ privateObjects: ['Lead'] });
    const user = own.org.addUser({
      lastName: 'Integration',
      username: 'integration@acme.test',
      fields: { 'Lead.LeadSource': 'none' },
    });
    const connection = await own.connect('integration@acme.test');
    expect(connection.account.userId).toBe(user.id);
    const reports = await own.crm({ connection }).access();
    const lead = reports.find(({ objectType }) => objectType === 'lead');
    expect(lead).toMatchObject({
      name: 'Lead',
      readable: true,
      hidden: expect.arrayContaining(['LeadSource']),
    });
    expect(lead?.problem).toContain('Field-level security');
    await own.close();
  });

  it('is everything for an admin with the permission set', async () => {
    const reports = await house.crm().access();
    expect(reports.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  it('lacks our fields where the permission set was not assigned, and is told how to get them', async () => {
    const own = await connectedOrg();
    own.org.addUser({ lastName: 'Plain', username: 'plain@acme.test', admin: false });
    const connection = await own.connect('plain@acme.test');
    const reports = await own.crm({ connection }).provision(ours);
    expect(reports.map(({ state }) => state)).toEqual(ours.map(() => 'missing'));
    expect(reports[0]?.problem).toContain('install the Revloop package');
    await own.close();
  });

  it('has users, those who left, and queues as owners', async () => {
    const gone = house.org.addUser({ lastName: 'Gone', email: 'gone@acme.test' });
    house.org.changeUser(gone.id, { active: false });
    const queue = house.org.addQueue('Hot leads', ['Lead']);
    const owners = await house.crm().owners();
    expect(owners.find(({ id }) => id === gone.id)).toMatchObject({
      archived: true,
      userId: gone.id,
      email: 'gone@acme.test',
    });
    expect(owners.find(({ id }) => id === queue)).toMatchObject({
      name: 'Hot leads',
      userId: null,
      archived: false,
    });
  });

  it('has the stages of deals and the states of cases, with what each means', async () => {
    const crm = house.crm();
    const [deals] = await crm.pipelines('deal');
    const outcomes = Object.fromEntries(deals?.stages.map(({ id, outcome }) => [id, outcome]) ?? []);
    expect(outcomes).toMatchObject({ Prospecting: 'open', 'Closed Won': 'won', 'Closed Lost': 'lost' });
    const [tickets] = await crm.pipelines('ticket');
    expect(tickets?.stages.find(({ id }) => id === 'Closed')?.outcome).toBe('closed');
    expect(tickets?.stages.find(({ id }) => id === 'New')?.outcome).toBe('open');
  });

  it('has links that stand on records, and links that stand on others', async () => {
    const account = house.org.create('Account', { Name: 'Acme' });
    const contact = house.org.create('Contact', { LastName: 'C', AccountId: account });
    const deal = house.org.create('Opportunity', {
      Name: 'D',
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      AccountId: account,
    });
    house.org.create('OpportunityContactRole', { OpportunityId: deal, ContactId: contact });
    const call = house.org.create('Task', {
      Subject: 'Call',
      TaskSubtype: 'Call',
      WhoId: contact,
      WhatId: deal,
      Status: 'Completed',
    });
    const crm = house.crm();
    const of = async (
      ...[type, id, to]: [Parameters<typeof crm.links>[0], string, Parameters<typeof crm.links>[2]]
    ) => (await crm.links(type, [id], to)).get(id);
    expect(await of('contact', contact, 'company')).toEqual([account]);
    expect(await of('contact', contact, 'deal')).toEqual([deal]);
    expect(await of('deal', deal, 'contact')).toEqual([contact]);
    expect(await of('company', account, 'deal')).toEqual([deal]);
    expect(await of('company', account, 'contact')).toEqual([contact]);
    expect(await of('call', call, 'contact')).toEqual([contact]);
    expect(await of('call', call, 'deal')).toEqual([deal]);
    expect(await of('call', call, 'ticket')).toEqual([]);
    expect(await of('deal', '006000000000000AAA', 'contact')).toEqual([]);
  });

  it.each([
    ['https://acme.my.salesforce.com', 'https://acme.lightning.force.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.lightning.force.com'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('has its record pages for %s at %s', (instanceUrl, pages) => {
    const url = recordUrl({ account: { instanceUrl } }, 'company', '0010G0000000001AAA');
    expect(url).toBe(`${pages}/lightning/r/Account/0010G0000000001AAA/view`);
  });
});
