// Promises of the simulated Salesforce when it is unkind, and about its controls and its change events.
import { afterEach, describe, expect, test } from 'vitest';
import { openEventSchemas } from '#clients/salesforce/event-schemas.ts';
import { salesforceFeed } from '#clients/salesforce/feed.ts';
import { pubsubAddress } from '#clients/salesforce/pubsub-address.ts';
import { openPubsubApi } from '#clients/salesforce/pubsub-api.ts';
import type { FeedBatch } from '#ports/feed.ts';
import { aSalesforce, failure, told } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
afterEach(() => sf.close());

const control = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${sf.server.url}/sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
};

describe('chaos', () => {
  test('loses answers after the effect, so that a blind repetition writes twice', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    sf.chaos.set({ lostAnswerRate: 1 });
    await failure(connection.create('Lead', [{ LastName: 'Once', Company: 'Initech' }]));
    expect(sf.org.count('Lead')).toBe(1);
  });

  test('spends a refresh token whose answer is lost', async () => {
    sf = await aSalesforce();
    const { refreshToken } = await sf.connect();
    sf.chaos.set({ lostTokenRate: 1 });
    await failure(sf.oauth().refreshToken(refreshToken ?? ''));
    sf.chaos.set({ lostTokenRate: 0 });
    expect(await failure(sf.oauth().refreshToken(refreshToken ?? ''))).toMatchObject({
      code: 'invalid_grant',
    });
    expect((await control('POST', `/orgs/${sf.org.orgId}/counts`, {})).body).toMatchObject({
      refreshes: 1,
      reuses: 1,
    });
  });

  test('ends sessions, answers 5xx, refuses writes while the org is moved, and locks rows', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    const id = sf.org.create('Lead', { LastName: 'Doe', Company: 'Initech' });
    const rate = (await control('PUT', '/chaos', { failureRate: 1 })).body;
    expect(rate).toMatchObject({ failureRate: 1 });
    expect((await failure(connection.update('Lead', [{ Id: id, Title: 'x' }]))).code).toMatch(
      /UNKNOWN|UNAVAILABLE/,
    );
    await control('PUT', '/chaos', { failureRate: 0, readOnly: true });
    expect(await failure(connection.update('Lead', [{ Id: id, Title: 'x' }]))).toMatchObject({
      code: 'SERVER_UNAVAILABLE',
    });
    await control('PUT', '/chaos', { readOnly: false, lockRate: 1 });
    expect(told((await connection.update('Lead', [{ Id: id, Title: 'x' }]))[0])).toBe('UNABLE_TO_LOCK_ROW');
    await control('PUT', '/chaos', { lockRate: 0 });
    await control('POST', `/orgs/${sf.org.orgId}/end-sessions`, {});
    let refreshed = 0;
    connection.on('refresh', () => {
      refreshed += 1;
    });
    expect(told((await connection.update('Lead', [{ Id: id, Title: 'x' }]))[0])).toBe(id);
    expect(refreshed).toBe(1);
    expect((await control('PUT', '/chaos', { nothing: 1 })).status).toBe(400);
  });

  test('is not the only reason for a refusal: editions without an API, users without it, used-up days', async () => {
    sf = await aSalesforce({ org: { edition: 'Professional', api: false } });
    const connection = await sf.connect();
    expect(await failure(connection.query('SELECT Id FROM Lead'))).toMatchObject({
      code: 'API_DISABLED_FOR_ORG',
    });
    sf.org.context.setFacts({ api: true });
    sf.org.changeUser(sf.org.context.users.first().id, { apiEnabled: false, viewSetup: false });
    expect(await failure(connection.query('SELECT Id FROM Lead'))).toMatchObject({
      code: 'API_CURRENTLY_DISABLED',
    });
    sf.org.changeUser(sf.org.context.users.first().id, { apiEnabled: true });
    expect(await failure(connection.limits())).toMatchObject({ code: 'INSUFFICIENT_ACCESS' });
  });
});

describe('the controls', () => {
  test('make orgs, people and records, and do what people do with them', async () => {
    sf = await aSalesforce();
    const { body: made } = await control('POST', '/orgs', { name: 'Second', edition: 'Developer' });
    const at = `/orgs/${made.orgId}`;
    const create = async (type: string, values: object) =>
      String((await control('POST', `${at}/create`, { type, values })).body.id);
    const lead = await create('Lead', { LastName: 'Doe', Company: 'Initech' });
    await control('POST', `${at}/update`, { type: 'Lead', id: lead, values: { Rating: 'Hot' } });
    const { body: converted } = await control('POST', `${at}/convert`, { leadId: lead });
    const other = await create('Contact', { LastName: 'Twin' });
    await control('POST', `${at}/merge`, { type: 'Contact', winner: converted.contactId, losers: [other] });
    await control('POST', `${at}/install`, { namespace: 'rvlp' });
    const feedback = await create('rvlp__Revloop_Feedback__c', {
      rvlp__Contact__c: converted.contactId,
      rvlp__Client_Key__c: 'k1',
      rvlp__Answer__c: 'done',
      rvlp__Advice__c: 'advice-1',
    });
    const read = async (type: string, id: string) => (await control('POST', `${at}/read`, { type, id })).body;
    expect(await read('Lead', lead)).toMatchObject({ values: { Rating: 'Hot', IsConverted: true } });
    expect(await read('Contact', other)).toMatchObject({
      deleted: true,
      values: { MasterRecordId: converted.contactId },
    });
    expect(await read('rvlp__Revloop_Feedback__c', feedback)).toMatchObject({
      values: { Name: 'RF-0000001' },
    });
    await control('POST', `${at}/uninstall`, {});
    expect(
      (await control('POST', `${at}/read`, { type: 'rvlp__Revloop_Feedback__c', id: feedback })).status,
    ).toBe(400);
    expect((await control('GET', '/orgs')).body.orgs).toHaveLength(2);
    expect((await control('POST', `${at}/nonsense`, {})).status).toBe(404);
  });
});

describe('change events', () => {
  test('reach the feed of the package, with the client that wrote and only what one may see', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    const address = pubsubAddress(sf.server.pubsubUrl);
    if (address === null) throw new Error('no address');
    const api = openPubsubApi(address);
    const feed = salesforceFeed({
      ...{ api, schemas: openEventSchemas(api), topics: ['/data/Revloop__chn', '/data/ChangeEvents'] },
      org: sf.org.orgId,
      session: async () => ({ accessToken: connection.accessToken ?? '', instanceUrl: sf.server.url }),
      replace: async () => undefined,
    });
    const batches: FeedBatch[] = [];
    const stop = new AbortController();
    const id = sf.org.create('Lead', { LastName: 'Doe', Company: 'Initech' });
    const following = feed.follow({
      from: { at: 'latest' },
      told: () => undefined,
      keep: async (batch) => void batches.push(batch),
      signal: stop.signal,
    });
    await expect.poll(() => sf.server.pubsub.streams()).toBe(1);
    await connection.update('Lead', [{ Id: id, Revloop_Lead_Score__c: 71 }], {
      headers: { 'Sforce-Auto-Assign': 'FALSE' },
    });
    await expect.poll(() => batches.map((one) => String(one.body)).join()).toContain('client=Revloop');
    stop.abort();
    await following;
    api.close();
  });
});
