// What each answer of Salesforce does to a request: again, later, or never; and what jsforce must not do by itself.
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newTokens, type Scripted, type ScriptedOrg, scriptedOrg } from '#kit/scripted-org.ts';

const fine: Scripted = { status: 200, body: { totalSize: 0, done: true, records: [] } };
const refusal = (status: number, errorCode: string, message = 'no'): Scripted => ({
  status,
  body: [{ errorCode, message }],
});
const task = {
  objectType: 'lead' as const,
  externalId: '00Q0G0000000001AAA',
  subject: 's',
  body: 'b',
  dueAt: new Date(),
  ownerId: null,
};

describe('Salesforce request', () => {
  let org: ScriptedOrg;
  beforeAll(async () => {
    org = await scriptedOrg();
  });
  afterEach(() =>
    org.database.store.pool.query(
      "delete from allowance; update connection set state = 'active', reason = null",
    ),
  );
  afterAll(() => org.close());
  const paths = () => org.heard.map(({ url }) => url.split('?')[0]);

  it('says who we are, so that our own changes are known when they come back', async () => {
    org.script([fine]);
    await org.crm().pipelines('deal');
    expect(org.heard[0]).toMatchObject({
      method: 'GET',
      headers: {
        'sforce-call-options': 'client=Revloop',
        'user-agent': expect.stringMatching(/^Revloop\//),
        authorization: 'Bearer access-1',
      },
    });
    expect(org.heard[0]?.url).toMatch(/^\/services\/data\/v67\.0\/query\?q=SELECT/);
  });

  it.each([
    [500, 'UNKNOWN_EXCEPTION'],
    [502, '<html>bad gateway</html>'],
    [503, 'SERVER_UNAVAILABLE'],
    [504, '<html>gateway timeout</html>'],
    [429, 'TOO_MANY'],
  ])('sends it again after %i', async (status, code) => {
    org.script([code.startsWith('<') ? { status, body: code } : refusal(status, code), fine]);
    await expect(org.crm().pipelines('deal')).resolves.toEqual([]);
  });

  it('sends an update again after 503: the same values by id do no harm', async () => {
    const field = { name: 'Revloop_Lead_Score__c', type: 'double', custom: true, updateable: true };
    const described: Scripted = { status: 200, body: { name: 'Lead', fields: [field] } };
    org.script([
      described,
      refusal(503, 'SERVER_UNAVAILABLE'),
      { status: 200, body: [{ success: true, errors: [] }] },
    ]);
    const rows = [{ id: task.externalId, properties: { revloop_lead_score: '1' } }];
    await expect(org.crm().write('lead', rows)).resolves.toEqual([{ id: task.externalId, ok: true }]);
    expect(org.heard.at(-1)).toMatchObject({
      headers: { 'sforce-auto-assign': 'FALSE', 'sforce-duplicate-rule-header': 'allowSave=true' },
    });
  });

  it('never makes a task twice when the first may have been made', async () => {
    org.script([refusal(503, 'SERVER_UNAVAILABLE'), { status: 201, body: { id: '00T1' } }]);
    await expect(org.crm().createTask(task)).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect(org.heard).toHaveLength(1);
    org.script([(response) => response.destroy(), { status: 201, body: { id: '00T1' } }]);
    await expect(org.crm().createTask(task)).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect(org.heard).toHaveLength(1);
  });

  it('renews once and goes on, with the new token and without the proof of the first exchange', async () => {
    org.tokens(newTokens(org.url, 2));
    org.script([refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'), fine]);
    await expect(org.crm().pipelines('deal')).resolves.toEqual([]);
    expect(paths()).toEqual([
      '/services/data/v67.0/query',
      '/services/oauth2/token',
      '/services/data/v67.0/query',
    ]);
    expect(org.heard[1]?.body).toBe(
      'grant_type=refresh_token&refresh_token=refresh-1&client_id=id&client_secret=secret',
    );
    expect(org.heard[2]?.headers.authorization).toBe('Bearer access-2');
  });

  it('does not renew for ever when a new token is refused as well', async () => {
    org.tokens(newTokens(org.url, 3));
    const expired = refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    org.script(Array.from({ length: 20 }, () => expired));
    const crm = org.crm();
    await expect(crm.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect(org.heard).toHaveLength(3);
    org.tokens(newTokens(org.url, 5));
    await expect(crm.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect((await org.row()).state).toBe('active');
    org.tokens(newTokens(org.url, 6));
    await expect(crm.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect(await org.row()).toMatchObject({
      state: 'revoked',
      reason: expect.stringContaining('a new token was refused as well'),
    });
  });

  it('keeps a connection whose sessions ended twice by chance', async () => {
    org.tokens(newTokens(org.url, 7));
    const expired = refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    org.script([expired, expired, fine, expired, expired, fine, expired, expired, fine]);
    const crm = org.crm();
    for (const nr of [8, 9, 10]) {
      await expect(crm.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
      org.tokens(newTokens(org.url, nr));
      await expect(crm.pipelines('deal')).resolves.toEqual([]);
    }
    expect((await org.row()).state).toBe('active');
  });

  it.each([
    [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'],
    [401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent'],
    [403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'],
    [403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User'],
  ])('stops without renewing, and tells the admin, after %i %s %s', async (status, code, words) => {
    org.script([refusal(status, code, words)]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect(org.heard).toHaveLength(1);
    expect(await org.row()).toMatchObject({ state: 'revoked', reason: expect.stringContaining(words) });
  });

  it("stops every process of the tenant when the org's requests of the day are used up", async () => {
    org.script([refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), fine]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_LIMIT',
      params: { waitMs: 900_000 },
    });
    await expect(org.crm('person').pipelines('deal')).rejects.toMatchObject({ code: 'CRM_LIMIT' });
    await expect(org.crm().createTask(task)).rejects.toMatchObject({ code: 'CRM_LIMIT' });
    expect(org.heard).toHaveLength(1);
  });

  it('waits a short while when only too many long requests run at once', async () => {
    const words = 'ConcurrentPerOrgLongTxn Limit exceeded.';
    org.script([refusal(403, 'REQUEST_LIMIT_EXCEEDED', words)]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_LIMIT',
      params: { waitMs: 20_000 },
    });
  });

  it.each([
    [503, 'SERVER_UNAVAILABLE', 'The org is read only while it is being moved.'],
    [403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'org is in read-only mode'],
    [403, 'API_CURRENTLY_DISABLED', 'API is temporarily unavailable'],
  ])('leaves an org alone for minutes after %i %s %s', async (status, code, words) => {
    org.script([refusal(status, code, words), fine]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
    await expect(org.crm('person').pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
    expect(org.heard).toHaveLength(1);
    expect((await org.row()).state).toBe('active');
  });

  it('takes what the user may not see as a missing permission of that object', async () => {
    org.script([refusal(403, 'INSUFFICIENT_ACCESS', 'insufficient access rights')]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_SCOPE',
      params: { scope: 'OpportunityStage' },
    });
    org.script([refusal(400, 'INVALID_TYPE', "sObject type 'CaseStatus' is not supported.")]);
    await expect(org.crm().pipelines('ticket')).rejects.toMatchObject({ code: 'CRM_SCOPE' });
    expect((await org.row()).state).toBe('active');
  });

  it('calls a retired version of the API an affair of the operator, not of the customer', async () => {
    org.script([refusal(410, 'UNSUPPORTED_API_VERSION', 'no longer supported')]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({ code: 'CRM_MISCONFIGURED' });
    expect((await org.row()).state).toBe('active');
  });

  it('says what Salesforce said when it refuses', async () => {
    org.script([refusal(400, 'MALFORMED_QUERY', 'unexpected token')]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_REFUSED',
      params: { status: 400, category: 'MALFORMED_QUERY', problem: 'unexpected token' },
    });
  });

  it('refuses an answer that it does not understand instead of taking it for nothing', async () => {
    org.script([{ status: 200, body: '<html>Down for maintenance</html>' }]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_REFUSED',
      params: { category: 'UNREADABLE_ANSWER' },
    });
  });

  it('reads all pages of an answer, however many rows there are', async () => {
    const user = (nr: number) => ({
      Id: `0050G00000${String(nr).padStart(5, '0')}`,
      Name: `U${nr}`,
      IsActive: true,
    });
    const users = Array.from({ length: 12_000 }, (_, nr) => user(nr));
    const pages = [0, 1, 2, 3, 4, 5].map((nr): Scripted => {
      const records = users.slice(nr * 2_000, (nr + 1) * 2_000);
      const next = nr === 5 ? {} : { nextRecordsUrl: `/services/data/v67.0/query/01g-${nr + 1}` };
      return { status: 200, body: { totalSize: 12_000, done: nr === 5, records, ...next } };
    });
    org.script([...pages, fine]);
    expect(await org.crm().owners()).toHaveLength(12_000);
    expect(org.heard[1]?.url).toBe('/services/data/v67.0/query/01g-1');
  });

  it('takes the token to no other host than the org, whatever a redirect says', async () => {
    const stranger = { asked: 0 };
    const other = createServer((_request, response) => {
      stranger.asked += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const moved: Scripted = {
      status: 302,
      body: {},
      headers: { location: `http://127.0.0.1:${port}/services` },
    };
    org.tokens(newTokens(org.url, 4));
    org.script([moved, fine]);
    await expect(org.crm().pipelines('deal')).resolves.toEqual([]);
    org.tokens({ ...moved, status: 307 });
    org.script([moved, fine]);
    await expect(org.crm().pipelines('deal')).rejects.toMatchObject({ code: 'CRM_MISCONFIGURED' });
    expect(stranger.asked).toBe(0);
    await new Promise((resolve) => other.close(resolve));
  });
});
