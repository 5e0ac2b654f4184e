// What each status of HubSpot does to a request: again, later, or never.
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';

const host = 'https://hubspot.test';
const path = '/crm/pipelines/2026-09/deals';
const fine = { results: [] };
const limited = (policyName: string, message: string) => ({
  status: 'error',
  message,
  errorType: 'RATE_LIMIT',
  policyName,
});

describe('HubSpot request', () => {
  let installed: InstalledPortal;
  beforeAll(async () => {
    installed = await installedPortal();
  });
  afterEach(async () => {
    expect(nock.isDone()).toBe(true);
    nock.cleanAll();
    await installed.database.store.pool.query('delete from allowance');
  });
  afterAll(() => installed.close());
  const crm = (pace: 'person' | 'background' = 'background') =>
    installed.crm({ pace, config: { ...installed.config, HUBSPOT_API_URL: host } });
  const answers = (status: number, body: object | string, headers: Record<string, string> = {}, url = path) =>
    nock(host).get(url).query(true).reply(status, body, headers);

  it.each([500, 502, 503, 504, 521, 523, 524])('sends it again after %i', async (status) => {
    answers(status, '<html>bad gateway</html>');
    answers(200, fine);
    await expect(crm().pipelines('deal')).resolves.toEqual([]);
  });

  it('sends it again when the connection broke', async () => {
    nock(host)
      .get(path)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    answers(200, fine);
    await expect(crm().pipelines('deal')).resolves.toEqual([]);
  });

  it('gives the work back when HubSpot stays down', async () => {
    nock(host).get(path).times(2).reply(503, { message: 'down' });
    await expect(crm('person').pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_BUSY',
      params: { problem: expect.stringContaining('503'), waitMs: expect.any(Number) },
    });
  });

  it('sends it again after 423', async () => {
    answers(423, { message: 'locked' });
    answers(200, fine);
    await expect(crm().pipelines('deal')).resolves.toEqual([]);
  });

  it('stops every process for as long as 477 says, instead of sleeping', async () => {
    answers(477, { message: 'migration in progress' }, { 'retry-after': '7200' });
    const busy = { code: 'CRM_BUSY', params: { waitMs: 7_200_000 } };
    await expect(crm().pipelines('deal')).rejects.toMatchObject(busy);
    const other = crm('person');
    await expect(other.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_BUSY' });
    const span = { since: new Date(0), until: new Date(), afterId: null, properties: [] };
    await expect(other.changed('deal', span)).rejects.toMatchObject({ code: 'CRM_BUSY' });
  });

  it('waits for the time HubSpot names after 429, and goes on', async () => {
    answers(429, limited('TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.'), {
      'retry-after': '1',
    });
    answers(200, fine);
    await expect(crm().pipelines('deal')).resolves.toEqual([]);
  });

  it('gives the work back to a person at once after 429, and holds back all others', async () => {
    answers(429, limited('TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.'));
    await expect(crm('person').pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_LIMIT',
      params: { waitMs: 10_000 },
    });
    await expect(crm('person').pipelines('deal')).rejects.toMatchObject({ code: 'CRM_LIMIT' });
  });

  it('gives everything back, searches too, when the day is used up', async () => {
    answers(429, limited('DAILY', 'You have reached your daily limit.'));
    const span = { since: new Date(0), until: new Date(), afterId: null, properties: [] };
    await expect(crm().pipelines('deal')).rejects.toMatchObject({ code: 'CRM_LIMIT' });
    await expect(crm().changed('deal', span)).rejects.toMatchObject({ code: 'CRM_LIMIT' });
  });

  it('holds back only searches for a second when those were too many', async () => {
    const search = '/crm/objects/2026-09/deals/search';
    nock(host).post(search).reply(429, limited('SECONDLY', 'You have reached your secondly limit.'));
    nock(host).post(search).reply(200, { total: 0, results: [] });
    answers(200, fine);
    const client = crm();
    const span = { since: new Date(0), until: new Date(), afterId: null, properties: [] };
    const searched = client.changed('deal', span);
    await expect(client.pipelines('deal')).resolves.toEqual([]);
    await expect(searched).resolves.toMatchObject({ records: [], next: null });
  });

  it('says what HubSpot said when it refuses', async () => {
    answers(400, { status: 'error', category: 'VALIDATION_ERROR', message: 'Unable to infer object type' });
    await expect(crm().pipelines('deal')).rejects.toMatchObject({
      code: 'CRM_REFUSED',
      params: { status: 400, category: 'VALIDATION_ERROR', problem: 'Unable to infer object type' },
    });
  });

  it('takes an account without the object as a missing permission of that object', async () => {
    answers(
      403,
      { status: 'error', message: 'This portal does not have access to tickets.' },
      {},
      path.replace('deals', 'tickets'),
    );
    await expect(crm().pipelines('ticket')).rejects.toMatchObject({
      code: 'CRM_SCOPE',
      params: { scope: 'tickets' },
    });
    expect((await installed.row()).state).toBe('active');
  });

  it('never sends a task twice when it may have arrived, but does when it surely did not', async () => {
    const tasks = '/crm/objects/2026-09/tasks';
    const task = {
      objectType: 'contact' as const,
      externalId: '1',
      subject: 's',
      body: 'b',
      dueAt: new Date(),
      ownerId: null,
    };
    nock(host).post(tasks).reply(502, { message: 'bad gateway' });
    await expect(crm().createTask(task)).rejects.toMatchObject({ code: 'CRM_BUSY' });
    nock(host)
      .post(tasks)
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    nock(host).post(tasks).reply(201, { id: 5 });
    await expect(crm().createTask(task)).resolves.toBe('5');
  });
});

describe('HubSpot request with tokens that end early', () => {
  it('renews once and goes on in the middle of a listing', async () => {
    let skew = 0;
    const clock = { now: () => new Date(Date.now() - skew) };
    const installed = await installedPortal({ clock, chaos: { accessTokenSeconds: 2 } });
    // Our clock is far behind, so that only HubSpot knows that the token has ended.
    skew = 3_600_000;
    const at = new Date('2026-01-01T00:00:00Z');
    const contacts = Array.from({ length: 250 }, () => ({
      type: 'contacts',
      properties: { firstname: 'A' },
      createdAt: at,
      updatedAt: at,
    }));
    installed.portal.seed(contacts);
    const crm = installed.crm();
    const input = { properties: ['firstname'], linksTo: [] };
    const first = await crm.list('contact', { ...input, after: null });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const second = await crm.list('contact', { ...input, after: first.next });
    const third = await crm.list('contact', { ...input, after: second.next });
    expect(third.records).toHaveLength(50);
    expect(await installed.calls()).toMatchObject({ 'GET /crm/objects/2026-09/contacts 200': 3 });
    await installed.close();
  });

  it('finds out in the middle of a listing that the customer has left', async () => {
    const installed = await installedPortal();
    const crm = installed.crm();
    await crm.pipelines('deal');
    installed.sandbox.apps.uninstall(4711, installed.portal.portalId);
    await expect(crm.pipelines('deal')).rejects.toMatchObject({ code: 'CRM_REVOKED' });
    expect((await installed.row()).state).toBe('revoked');
    await installed.close();
  });
});
