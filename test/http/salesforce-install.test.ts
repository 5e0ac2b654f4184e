// Installing in Salesforce: where the org's people log in, one org in one tenant, and refusals that lead to the fix.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { salesforceInstall, salesforceLogins } from '#clients/salesforce/install.ts';
import { toConfig } from '#config.ts';
import { openApp } from '#http/app.ts';
import { salesforceGrants } from '#http/oauth/salesforce-grants.ts';
import { type HttpHouse, openHttpHouse, serve } from '#kit/http-house.ts';
import { aBrowser, type Browser, decide } from '#kit/installing-browser.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { type Salesforce, startSalesforce } from '#sandbox/salesforce/server.ts';

let house: HttpHouse;
let salesforce: Salesforce;
let org: Org;

beforeAll(async () => {
  salesforce = await startSalesforce();
  house = await openHttpHouse({ salesforceUrl: salesforce.url });
  salesforce.apps.register({
    name: 'Revloop',
    clientId: 'salesforce-client',
    clientSecret: 'salesforce-secret',
    redirectUris: [`${house.url}/oauth/salesforce/callback`],
  });
});
beforeEach(() => {
  org = salesforce.orgs.create({ name: 'Acme Org', timeZone: 'Europe/Berlin' });
  installPackage(org, { namespace: '', clients: ['salesforce-client'] });
});
afterAll(async () => {
  await house.close();
  await salesforce.close();
});

async function begin(browser: Browser): Promise<string> {
  const answer = await browser.get(`${house.url}/oauth/salesforce/start`);
  expect(answer.status).toBe(303);
  return z.string().parse(answer.headers.get('location'));
}
const approve = { decision: 'approve' };
async function install(browser: Browser, orgId = org.orgId): Promise<Response> {
  return browser.get(await decide(await begin(browser), { org_id: orgId, ...approve }));
}
const me = async (browser: Browser) =>
  z
    .object({
      tenant: z.object({ id: z.string(), name: z.string() }),
      timeZone: z.string(),
      connectable: z.array(z.string()),
    })
    .parse(await (await browser.get(`${house.url}/api/me`)).json());

describe('installing in Salesforce', () => {
  test('makes a tenant named like the org, keeps whose org it is and where, and begins to read', async () => {
    const browser = aBrowser();
    house.wakes.length = 0;
    const done = await install(browser);
    expect(done.headers.get('location')).toBe('/console?connected=salesforce');
    const { tenant, timeZone, connectable } = await me(browser);
    expect([tenant.name, timeZone]).toEqual(['Acme Org', 'Europe/Berlin']);
    expect(connectable).toContain('salesforce');
    const connection = await house.store.doors.connection('salesforce', org.orgId);
    expect(connection).toMatchObject({
      tenant: tenant.id,
      state: 'active',
      scopes: ['api', 'refresh_token'],
      account: { name: 'Acme Org', loginUrl: salesforce.url, instanceUrl: salesforce.url, namespace: '' },
    });
    expect(house.wakes).toContainEqual({ kind: 'sync', tenant: tenant.id, connection: connection?.id });
  });

  test('sends a proof to the consent page that only this server can answer', async () => {
    const consent = new URL(await begin(aBrowser()));
    expect(consent.searchParams.get('code_challenge_method')).toBe('S256');
    const challenges = [consent, new URL(await begin(aBrowser()))].map((url) =>
      url.searchParams.get('code_challenge'),
    );
    expect(new Set(challenges).size).toBe(2);
  });

  test('a second time updates the connection; another company cannot take the org', async () => {
    const [first, second, other] = [aBrowser(), aBrowser(), aBrowser()];
    await install(first);
    const before = await house.store.doors.connection('salesforce', org.orgId);
    await install(second);
    expect((await house.store.doors.connection('salesforce', org.orgId))?.id).toBe(before?.id);
    const theirs = org.orgId;
    org = salesforce.orgs.create({ name: 'Other Org' });
    installPackage(org, { namespace: '', clients: ['salesforce-client'] });
    await install(other);
    const refused = await install(other, theirs);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('already connected to another company');
  });

  test('stands beside HubSpot in one tenant', async () => {
    const browser = aBrowser();
    const portal = house.hubspot.portals.create({ name: 'acme.example.com' }).portalId;
    const answer = await browser.get(`${house.url}/oauth/hubspot/start`);
    const consent = z.string().parse(answer.headers.get('location'));
    await browser.get(await decide(consent, { portal_id: String(portal), ...approve }));
    await install(browser);
    const hubspot = await house.store.doors.connection('hubspot', String(portal));
    expect((await house.store.doors.connection('salesforce', org.orgId))?.tenant).toBe(hubspot?.tenant);
  });
});

describe('a refusal of Salesforce has a page that leads to the fix', () => {
  const refused = async (orgId = org.orgId, decision = 'approve', username = '') => {
    const browser = aBrowser();
    const back = await decide(await begin(browser), { org_id: orgId, decision, username });
    const answer = await browser.get(back);
    return { status: answer.status, text: await answer.text() };
  };

  test('when the package is not in the org yet', async () => {
    const bare = salesforce.orgs.create({ name: 'Bare' });
    const { status, text } = await refused(bare.orgId);
    expect(status).toBe(403);
    expect(text).toContain('does not have the Revloop package yet');
    expect(text).toContain('href="/oauth/salesforce/start"');
    expect(await house.store.doors.connection('salesforce', bare.orgId)).toBeNull();
  });

  test('when the admin has blocked the app, the edition has no API, or the person declined', async () => {
    org.context.setFacts({
      appRefusal: { error: 'OAUTH_APP_BLOCKED', description: 'this app is blocked by admin' },
    });
    expect((await refused()).text).toContain('has blocked Revloop');
    org.context.setFacts({
      appRefusal: { error: 'access_denied', description: 'end-user denied authorization' },
    });
    expect((await refused()).text).toContain('The permission was not given');
    const small = salesforce.orgs.create({ name: 'Small', edition: 'Professional', api: false });
    installPackage(small, { namespace: '', clients: ['salesforce-client'] });
    expect((await refused(small.orgId)).text).toContain('may not use the API');
    expect(await house.store.doors.connection('salesforce', small.orgId)).toBeNull();
  });

  test('when the host is no place where people log in, without sending anybody there', async () => {
    const answer = await aBrowser().get(`${house.url}/oauth/salesforce/start?host=evil.test`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.text()).toContain('evil.test is not an address where people log in');
  });
});

describe('where people log in', () => {
  const real = toConfig({ SALESFORCE_CLIENT_ID: 'id', SALESFORCE_CLIENT_SECRET: 'secret' });
  test('is asked where there is a choice, in the language of the browser, and taken into the consent', async () => {
    const grants = salesforceGrants(salesforceInstall({ config: real }), salesforceLogins(real));
    const door = await serve(openApp({ ...house.deps, oauth: { ...house.deps.oauth, salesforce: grants } }));
    const browser = aBrowser();
    const page = await browser.get(`${door.url}/oauth/salesforce/start`);
    const text = await page.text();
    expect(page.status).toBe(200);
    for (const part of ['?host=production', '?host=sandbox', 'name="host"', 'OAUTH_EC_APP_NOT_FOUND']) {
      expect(text).toContain(part);
    }
    const chinese = await browser.get(`${door.url}/oauth/salesforce/start`, { 'accept-language': 'zh-CN' });
    expect(await chinese.text()).toContain('你们的组织在哪里登录');
    const hosts = {
      production: 'login.salesforce.com',
      sandbox: 'test.salesforce.com',
      'acme.my.salesforce.com': 'acme.my.salesforce.com',
    };
    for (const [asked, host] of Object.entries(hosts)) {
      const sent = await browser.get(`${door.url}/oauth/salesforce/start?host=${asked}`);
      expect(new URL(sent.headers.get('location') ?? '').host).toBe(host);
    }
    await door.close();
  });
});
