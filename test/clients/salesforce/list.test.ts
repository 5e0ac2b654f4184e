// Listing the records of an org: every one once, in few requests, through kills, failed jobs and jobs that hang.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import type { Crm, CrmPage } from '#ports/crm.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';

type Input = { properties?: readonly string[]; linksTo?: readonly SubjectKind[]; archived?: boolean };

/** All pages, each by what `crmOf` gives: the same process, or a new one every time. */
async function listAll(crmOf: () => Crm, type: ObjectType, input: Input = {}) {
  const pages: CrmPage[] = [];
  for (let after: string | null = null; ; ) {
    const page: CrmPage = await crmOf().list(type, { properties: [], linksTo: [], ...input, after });
    pages.push(page);
    if (page.next === null) break;
    after = page.next;
  }
  const records: CrmRecord[] = pages.flatMap((page) => page.records);
  return { pages, records, ids: records.map(({ id }) => id) };
}

describe('listing Salesforce records', () => {
  let house: ConnectedOrg;
  let leads: string[];
  beforeAll(async () => {
    house = await connectedOrg();
    leads = Array.from({ length: 4_600 }, (_, nr) =>
      house.org.create('Lead', { LastName: `L${nr}`, Company: 'Acme' }),
    );
  });
  afterAll(() => house.close());
  const sameAsAll = (ids: readonly string[]) => expect([...ids].sort()).toEqual([...leads].sort());

  it('gives every record once, for three requests and the looks at its job', async () => {
    const crm = house.crm();
    await crm.properties('lead');
    await house.calls();
    const { pages, ids } = await listAll(() => crm, 'lead', { properties: ['LastName'] });
    sameAsAll(ids);
    const { 'GET /jobs/query/:id 200': looks, ...others } = await house.calls();
    expect(looks).toBeGreaterThan(0);
    expect(others).toEqual({
      'GET /query 200': 1,
      'POST /jobs/query 200': 1,
      'GET /jobs/query/:id/results 200': 1,
    });
    expect(pages.map(({ records }) => records.length).every((size) => size <= 1_000)).toBe(true);
    expect(pages.find(({ total }) => total !== undefined)?.total).toBe(4_600);
    expect(pages.find(({ waitMs }) => waitMs !== undefined)).toMatchObject({ records: [], waitMs: 2_000 });
  });

  it('goes on where it stopped, in another process after each page', async () => {
    sameAsAll((await listAll(() => house.crm(), 'lead')).ids);
  });

  it('takes the slow way when the job fails, is refused, or hangs', async () => {
    house.server.chaos.set({ bulkJobs: 'fail' });
    sameAsAll((await listAll(() => house.crm(), 'lead')).ids);
    house.server.chaos.set({ bulkJobs: 'stuck' });
    let now = Date.now();
    const own = await connectedOrg({ clock: { now: () => new Date(now) }, chaos: { bulkJobs: 'stuck' } });
    const ids = Array.from({ length: 2_100 }, (_, nr) =>
      own.org.create('Lead', { LastName: `L${nr}`, Company: 'A' }),
    );
    const crm = own.crm();
    const listed = await listAll(() => {
      now += 6 * 60_000;
      return crm;
    }, 'lead');
    expect([...listed.ids].sort()).toEqual([...ids].sort());
    expect(await own.calls()).toMatchObject({ 'PATCH /jobs/query/:id 200': 1 });
    await own.close();
    house.server.chaos.set({ bulkJobs: 'complete' });
  });

  it('asks for no job where a field is made of others', async () => {
    const crm = house.crm();
    await house.calls();
    sameAsAll((await listAll(() => crm, 'lead', { properties: ['Name'] })).ids);
    expect(Object.keys(await house.calls()).filter((call) => call.includes('jobs'))).toEqual([]);
  });

  it('reads a record to the same text from a bulk file, from a page and by its id', async () => {
    const own = await connectedOrg();
    own.org.defineField('Lead', { name: 'Ratio__c', type: 'double', precision: 18, scale: 4 });
    own.org.defineField('Lead', { name: 'Notes__c', type: 'textarea', length: 32_000 });
    own.org.defineField('Lead', { name: 'Born__c', type: 'date' });
    own.org.defineField('Lead', { name: 'Seen__c', type: 'datetime' });
    const values = {
      ...{ LastName: 'Łukasz "Q", O\'Neil', Company: 'Ä & Söhne, GmbH', Email: 'a@b.test' },
      ...{ AnnualRevenue: 12_000_000, NumberOfEmployees: 40, Ratio__c: 0.125, DoNotCall: true },
      ...{
        Notes__c: 'one, "two"\nthree; 四\t五',
        Born__c: '2026-02-28',
        Seen__c: '2026-11-24T10:00:00.000Z',
      },
      ...{ Description: '', LeadSource: 'Web' },
    };
    // More of them than one page takes, so that the last come from the file.
    own.org.create('Lead', values);
    for (let nr = 1; nr < 2_000; nr += 1) own.org.create('Lead', { LastName: 'L', Company: 'A' });
    const last = own.org.create('Lead', values);
    const properties = [
      ...Object.keys(values),
      'IsConverted',
      'CreatedDate',
      'OwnerId',
      'Rating',
      'LastActivityDate',
    ];
    const crm = own.crm();
    const { records } = await listAll(() => crm, 'lead', {
      properties,
      linksTo: ['company', 'contact', 'deal'],
    });
    const [paged, filed] = [records[0], records.at(-1)];
    expect(await own.calls()).toMatchObject({ 'GET /jobs/query/:id/results 200': 1 });
    const { records: read } = await crm.read('lead', [filed?.id ?? ''], properties);
    expect(read[0]).toEqual(filed);
    const told = (record: CrmRecord | undefined) => ({ ...record?.properties, CreatedDate: null });
    expect(told(filed)).toEqual(told(paged));
    expect(filed?.properties).toMatchObject({
      ...{ LastName: values.LastName, Notes__c: values.Notes__c, DoNotCall: 'true', IsConverted: 'false' },
      ...{ AnnualRevenue: '12000000', NumberOfEmployees: '40', Ratio__c: '0.125' },
      ...{ Born__c: '2026-02-28', Seen__c: '2026-11-24T10:00:00.000Z', Description: null },
    });
    expect(filed?.id).toBe(last);
    await own.close();
  });

  it('tells the kinds of activities apart, each record in one list', async () => {
    const lead = leads[0] ?? '';
    const task = (values: Record<string, string>) =>
      house.org.create('Task', { Subject: 'S', WhoId: lead, Status: 'Completed', ...values });
    const made = {
      call: [task({ TaskSubtype: 'Call' })],
      email: [task({ TaskSubtype: 'Email' })],
      task: [task({ TaskSubtype: 'Task' })],
    };
    const crm = house.crm();
    for (const [kind, ids] of Object.entries(made)) {
      const type = kind === 'call' || kind === 'email' ? kind : 'task';
      const { records } = await listAll(() => crm, type, { linksTo: ['lead', 'contact'] });
      expect(records.map(({ id }) => id)).toEqual(ids);
      expect(records[0]?.links).toEqual({ lead: [lead], contact: [] });
    }
    expect((await listAll(() => crm, 'note')).ids).toEqual([]);
  });

  it("names a deal's contacts, which stand in its contact roles, in one more request", async () => {
    const account = house.org.create('Account', { Name: 'Acme' });
    const contact = house.org.create('Contact', { LastName: 'C', AccountId: account });
    const deal = house.org.create('Opportunity', {
      ...{ Name: 'D', StageName: 'Prospecting', CloseDate: '2026-12-31', AccountId: account },
    });
    house.org.create('OpportunityContactRole', { OpportunityId: deal, ContactId: contact });
    const { records } = await listAll(() => house.crm(), 'deal', { linksTo: ['company', 'contact'] });
    expect(records).toMatchObject([{ id: deal, links: { company: [account], contact: [contact] } }]);
  });

  it('lists what was deleted, and what was merged away, which reading tells apart', async () => {
    const [winner = '', loser = '', gone = ''] = ['Winner', 'Loser', 'Gone'].map((Name) =>
      house.org.create('Account', { Name }),
    );
    house.org.merge('Account', { winner, losers: [loser] });
    house.org.remove('Account', gone);
    const crm = house.crm();
    const { records } = await listAll(() => crm, 'company', { archived: true });
    expect(records.map(({ id, archived }) => [id, archived])).toEqual(
      [loser, gone].sort().map((id) => [id, true]),
    );
    const read = await crm.read('company', [loser, gone], ['Name']);
    expect(read.records).toMatchObject([{ id: winner, mergedIds: [loser], properties: { Name: 'Winner' } }]);
    expect(read.missing).toEqual([gone]);
    const undeleted = await crm.read('company', [winner, loser], ['Name']);
    expect(undeleted).toMatchObject({ records: [{ id: winner, mergedIds: [loser] }], missing: [] });
  });

  it('follows a winner that was merged itself', async () => {
    const [a = '', b = '', c = ''] = ['A', 'B', 'C'].map((LastName) =>
      house.org.create('Contact', { LastName }),
    );
    house.org.merge('Contact', { winner: b, losers: [a] });
    house.org.merge('Contact', { winner: c, losers: [b] });
    const { records, missing } = await house.crm().read('contact', [a, b], ['LastName']);
    expect(records).toMatchObject([{ id: c, mergedIds: expect.arrayContaining([a, b]) }]);
    expect(missing).toEqual([]);
  });

  it('reads what became of a converted lead', async () => {
    const id = house.org.create('Lead', { LastName: 'Conv', Company: 'Conv Inc', Email: 'conv@conv.test' });
    const made = house.org.convert({ leadId: id });
    const wanted = ['IsConverted', 'ConvertedContactId', 'ConvertedAccountId'];
    const { records } = await house.crm().read('lead', [id], wanted);
    expect(records[0]?.properties).toMatchObject({ IsConverted: 'true', ConvertedContactId: made.contactId });
    expect(records[0]?.links?.contact).toEqual([made.contactId]);
    const results = await house.crm().write('lead', [{ id, properties: { revloop_lead_score: '1' } }]);
    expect(results).toMatchObject([{ ok: false, code: 'CANNOT_UPDATE_CONVERTED_LEAD', again: false }]);
  });
});
