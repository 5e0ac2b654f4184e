// Installing: bound to the browser that began it, one account in one tenant, and a page for every refusal.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { aBrowser, type Browser, decide } from '#kit/installing-browser.ts';
import { addWorkspace } from '#sandbox/slack/workspace.ts';

let house: HttpHouse;
let portal: number;

beforeAll(async () => {
  house = await openHttpHouse();
  await fetch(`${house.slackUrl}/sandbox/apps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: 'slack.client',
      clientSecret: 'slack-secret',
      signingSecret: 's',
      redirectUrls: [`${house.url}/oauth/slack/callback`],
    }),
  });
});
beforeEach(() => {
  portal = house.hubspot.portals.create({ name: 'acme.example.com', timeZone: 'Europe/Berlin' }).portalId;
});
afterAll(() => house.close());

async function begin(browser: Browser, platform = 'hubspot'): Promise<string> {
  const answer = await browser.get(`${house.url}/oauth/${platform}/start`);
  expect(answer.status).toBe(303);
  return z.string().parse(answer.headers.get('location'));
}

async function install(browser: Browser, portalId = portal): Promise<Response> {
  const back = await decide(await begin(browser), { portal_id: String(portalId), decision: 'approve' });
  return browser.get(back);
}

const me = async (browser: Browser) =>
  z
    .object({ tenant: z.object({ id: z.string(), name: z.string() }), who: z.string(), timeZone: z.string() })
    .parse(await (await browser.get(`${house.url}/api/me`)).json());

describe('installing in HubSpot', () => {
  test('makes a tenant named like the account, signs the installer in, and begins to read', async () => {
    const browser = aBrowser();
    house.wakes.length = 0;
    const done = await install(browser);
    expect(done.headers.get('location')).toBe('/console?connected=hubspot');
    const { tenant, timeZone } = await me(browser);
    expect(tenant.name).toBe('acme.example.com');
    expect(timeZone).toBe('Europe/Berlin');
    const connection = await house.store.doors.connection('hubspot', String(portal));
    expect(connection).toMatchObject({ tenant: tenant.id, state: 'active' });
    expect(connection?.scopes).toContain('crm.objects.contacts.read');
    expect(house.wakes).toContainEqual({ kind: 'sync', tenant: tenant.id, connection: connection?.id });
  });

  test('a second time updates the connection and stays with its tenant', async () => {
    const [first, second] = [aBrowser(), aBrowser()];
    await install(first);
    const before = await house.store.doors.connection('hubspot', String(portal));
    await install(second);
    const after = await house.store.doors.connection('hubspot', String(portal));
    expect(after?.id).toBe(before?.id);
    expect((await me(second)).tenant).toEqual((await me(first)).tenant);
  });

  test('is refused for an account that belongs to another tenant, and changes nothing', async () => {
    const [first, second] = [aBrowser(), aBrowser()];
    await install(first);
    const theirs = portal;
    portal = house.hubspot.portals.create({ name: 'other.example.com' }).portalId;
    await install(second);
    const refused = await install(second, theirs);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('already connected to another company');
    const kept = await house.store.doors.connection('hubspot', String(theirs));
    expect(kept?.tenant).toBe((await me(first)).tenant.id);
  });

  test('is refused in another browser than the one that began it', async () => {
    const [owner, thief] = [aBrowser(), aBrowser()];
    const back = await decide(await begin(owner), { portal_id: String(portal), decision: 'approve' });
    await begin(thief);
    const refused = await thief.get(back);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('INSTALL_EXPIRED');
    expect(await house.store.doors.connection('hubspot', String(portal))).toBeNull();
  });

  test('works once with a state, and not with one that was never given or is too old', async () => {
    const browser = aBrowser();
    const back = await decide(await begin(browser), { portal_id: String(portal), decision: 'approve' });
    expect((await browser.get(back)).status).toBe(303);
    await begin(browser);
    expect((await browser.get(back)).status).toBe(400);
    const made = await browser.get(`${house.url}/oauth/hubspot/callback?state=made-up&code=x`);
    expect(made.status).toBe(400);
    const late = await decide(await begin(browser), { portal_id: String(portal), decision: 'approve' });
    house.time.shiftMs = 16 * 60_000;
    expect((await browser.get(late)).status).toBe(400);
    house.time.shiftMs = 0;
  });
});

describe('a refusal has a page that says what to do', () => {
  const page = async (answer: Response) => ({ status: answer.status, text: await answer.text() });

  test('when the person declines', async () => {
    const browser = aBrowser();
    const back = await decide(await begin(browser), { portal_id: String(portal), decision: 'deny' });
    const { status, text } = await page(await browser.get(back));
    expect(status).toBe(403);
    expect(text).toContain('The user did not authorize the request');
    expect(text).toContain('href="/oauth/hubspot/start"');
  });

  test('when scopes were not granted, in Chinese for a Chinese browser', async () => {
    const browser = aBrowser();
    const state = new URL(await begin(browser)).searchParams.get('state');
    const query = `state=${state}&error=invalid_scope&error_description=missing%20scopes%20%3Cb%3E`;
    const answer = await browser.get(`${house.url}/oauth/hubspot/callback?${query}`, {
      'accept-language': 'zh-CN,zh;q=0.9',
    });
    const { status, text } = await page(answer);
    expect(status).toBe(403);
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('missing scopes &lt;b&gt;');
    expect(text).toContain('INSTALL_SCOPES');
  });

  test('when the code is not good', async () => {
    const browser = aBrowser();
    const state = new URL(await begin(browser)).searchParams.get('state');
    const answer = await browser.get(`${house.url}/oauth/hubspot/callback?state=${state}&code=wrong`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).toContain('href="/oauth/hubspot/start"');
  });

  test('for a platform without credentials, and for one that is none', async () => {
    const browser = aBrowser();
    expect((await browser.get(`${house.url}/oauth/teams/start`)).status).toBe(404);
    const bare = await openHttpHouse({ without: 'slack' });
    const cookie = await bare.signIn(await bare.store.doors.makeTenant('bare'));
    const answer = await fetch(`${bare.url}/oauth/slack/start`, { headers: { cookie } });
    expect(await answer.text()).toContain('SLACK_CLIENT_ID');
    await bare.close();
  });
});

describe('installing in Slack', () => {
  test('needs somebody who is signed in, and joins their tenant', async () => {
    const browser = aBrowser();
    expect((await browser.get(`${house.url}/oauth/slack/start`)).status).toBe(401);
    await install(browser);
    const team = addWorkspace(house.slack, {
      name: 'acme',
      domain: 'acme',
      users: [{ name: 'mia', realName: 'Mia', email: 'mia@acme.test', admin: true }],
      channels: [{ name: 'sales' }],
    });
    const idOf = (table: string) =>
      house.slack.db.all(z.object({ id: z.string() }), `select id from ${table} where team = ?`, team.id);
    const consent = await begin(browser, 'slack');
    const user = idOf('users')[0]?.id ?? '';
    const channel = idOf('channels')[0]?.id ?? '';
    const back = await decide(consent, {
      decision: 'allow',
      workspace: team.id,
      user,
      webhook_channel: channel,
    });
    const done = await browser.get(back);
    expect(done.headers.get('location')).toBe('/console?connected=slack');
    const connection = await house.store.doors.connection('slack', team.id);
    expect(connection?.tenant).toBe((await me(browser)).tenant.id);
    const settings = await house.store.asTenant(connection?.tenant ?? '', (rows) => rows.settings.read());
    expect(settings.settings.alerts.channel).toBe(channel);
  });
});
