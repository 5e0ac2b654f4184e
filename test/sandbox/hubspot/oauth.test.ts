// Promises of the simulated HubSpot about installing, tokens and leaving.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, allScopes, at, type Json, listAt, redirectUrl, send, sendForm } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
let wall = Date.parse('2026-11-01T00:00:00Z');
const secrets = { client_id: 'client-4242', client_secret: 'secret-4242' };
const tokenUrl = () => `${hub.url}/oauth/2026-09/token`;

beforeAll(async () => {
  hub = await aHubspot({ wall: () => new Date(wall), chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

function authorizeUrl(more: Record<string, string> = {}): string {
  const asked = {
    client_id: 'client-4242',
    redirect_uri: redirectUrl,
    scope: allScopes.join(' '),
    state: 's-1',
    ...more,
  };
  const query = Object.entries(asked).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${hub.url}/oauth/authorize?${query.join('&')}`;
}

async function approve(more: Record<string, string> = {}): Promise<URL> {
  const fields = Object.fromEntries(new URL(authorizeUrl(more)).searchParams);
  const answer = await sendForm(`${hub.url}/oauth/authorize`, {
    ...fields,
    portal_id: String(hub.portal.portalId),
  });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

async function tokens(): Promise<{ access: string; refresh: string; body: Json }> {
  const code = (await approve()).searchParams.get('code') ?? '';
  const answer = await sendForm(tokenUrl(), {
    ...secrets,
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUrl,
  });
  expect(answer.status).toBe(200);
  const text = (name: string) => String(at(answer.body, name));
  return { access: text('access_token'), refresh: text('refresh_token'), body: answer.body };
}

const refresh = (token: string, more: Record<string, string> = {}) =>
  sendForm(tokenUrl(), { ...secrets, grant_type: 'refresh_token', refresh_token: token, ...more });
const details = (token: string) => hub.call('GET', '/account-info/2026-09/details', undefined, token);

describe('consent', () => {
  test('shows a page with the portals and an Approve button', async () => {
    const page = await send(authorizeUrl(), 'GET');
    expect(page.status).toBe(200);
    expect(page.body).toContain('id="approve"');
    expect(page.body).toContain(`value="${hub.portal.portalId}"`);
  });

  test('sends code and state back to the app', async () => {
    const target = await approve();
    expect(target.origin + target.pathname).toBe(redirectUrl);
    expect(target.searchParams.get('state')).toBe('s-1');
    expect(target.searchParams.get('code')).toBeTruthy();
  });

  test.each([
    ['an unknown client id', { client_id: 'other' }, 'client id'],
    ['a foreign redirect URL', { redirect_uri: 'https://evil.example/cb' }, 'redirect URL'],
    ['a scope that lacks a required one', { scope: 'oauth' }, 'what the app requires'],
    ['a scope the app is not set up for', { optional_scope: 'crm.lists.read' }, 'not set up'],
  ])('refuses %s', async (_, more, reason) => {
    const page = await send(authorizeUrl(more), 'GET');
    expect(page.status).toBe(400);
    expect(page.body).toContain(reason);
  });

  test('refuses scopes joined by +', async () => {
    const page = await send(authorizeUrl().replaceAll('%20', '+'), 'GET');
    expect(page.status).toBe(400);
  });

  test('tells the app when the person says no', async () => {
    const target = await approve({ decision: 'deny' });
    expect(target.searchParams.get('error')).toBe('access_denied');
  });
});

describe('tokens', () => {
  test('are exchanged once for a code, by form body only', async () => {
    const code = (await approve()).searchParams.get('code') ?? '';
    const fields = { ...secrets, grant_type: 'authorization_code', code, redirect_uri: redirectUrl };
    expect((await send(tokenUrl(), 'POST', fields)).status).toBe(415);
    const first = await sendForm(tokenUrl(), fields);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ expires_in: 1800, token_type: 'bearer', hub_id: hub.portal.portalId });
    expect(listAt(first.body, 'scopes')).toEqual(allScopes);
    const second = await sendForm(tokenUrl(), fields);
    expect([second.status, at(second.body, 'status')]).toEqual([400, 'BAD_AUTH_CODE']);
  });

  test('expire after 30 minutes and come back by refresh', async () => {
    const issued = await tokens();
    expect((await details(issued.access)).body).toMatchObject({
      portalId: hub.portal.portalId,
      timeZone: 'Europe/Berlin',
    });
    wall += 1_805_000;
    const expired = await details(issued.access);
    expect([expired.status, at(expired.body, 'category')]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
    expect(at(expired.body, 'message')).toBe(
      'The OAuth token used to make this call expired 5 second(s) ago.',
    );
    const again = await refresh(issued.refresh);
    expect(at(again.body, 'refresh_token')).toBe(issued.refresh);
    expect((await details(String(at(again.body, 'access_token')))).status).toBe(200);
  });

  test('rotate where the portal rotates: the old refresh token stops working', async () => {
    const issued = await tokens();
    hub.chaos.set({ rotateRefreshTokens: true });
    const rotated = await refresh(issued.refresh);
    hub.chaos.set({ rotateRefreshTokens: false });
    expect(at(rotated.body, 'refresh_token')).not.toBe(issued.refresh);
    const old = await refresh(issued.refresh);
    expect(old.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' });
    expect(at(old.body, 'error_description')).toBe('refresh token is invalid, expired or revoked');
  });

  test('tell a misconfigured app from a revoked one', async () => {
    const issued = await tokens();
    expect((await refresh(issued.refresh, { client_id: 'other' })).body).toMatchObject({
      error: 'invalid_client',
    });
    expect((await refresh(issued.refresh, { client_secret: 'no' })).body).toMatchObject({
      status: 'BAD_CLIENT_SECRET',
    });
    expect((await refresh('unknown')).body).toMatchObject({ status: 'BAD_REFRESH_TOKEN' });
  });

  test('need the verifier where the install sent a challenge', async () => {
    const verifier = 'a-long-enough-verifier-for-pkce-0123456789';
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const target = await approve({ code_challenge, code_challenge_method: 'S256' });
    const fields = {
      ...{ ...secrets, grant_type: 'authorization_code', redirect_uri: redirectUrl },
      code: target.searchParams.get('code') ?? '',
    };
    expect((await sendForm(tokenUrl(), { ...fields, code_verifier: 'wrong' })).status).toBe(400);
    expect((await sendForm(tokenUrl(), { ...fields, code_verifier: verifier })).status).toBe(200);
  });

  test('can be looked at and revoked; issued access tokens live on', async () => {
    const issued = await tokens();
    const look = (token: string) =>
      sendForm(`${tokenUrl()}/introspect`, { ...secrets, token, token_type_hint: 'access_token' });
    expect((await look(issued.access)).body).toMatchObject({
      active: true,
      hub_id: hub.portal.portalId,
      app_id: 4242,
    });
    expect((await sendForm(`${tokenUrl()}/revoke`, { ...secrets, token: issued.refresh })).status).toBe(200);
    expect((await refresh(issued.refresh)).body).toMatchObject({ status: 'BAD_REFRESH_TOKEN' });
    expect((await details(issued.access)).status).toBe(200);
  });
});

describe('access', () => {
  test('is refused by scope, naming the missing one', async () => {
    const { access_token } = await hub.install(['oauth', 'crm.objects.contacts.read']);
    const get = (path: string) => hub.call('GET', path, undefined, access_token);
    expect((await get('/crm/objects/2026-09/contacts')).status).toBe(200);
    const refused = await get('/crm/objects/2026-09/deals');
    expect([refused.status, at(refused.body, 'category')]).toEqual([403, 'MISSING_SCOPES']);
    expect(at(refused.body, 'errors.0.context.requiredGranularScopes')).toEqual(['crm.objects.deals.read']);
    expect((await get('/crm/objects/2026-09/tickets')).status).toBe(403);
    expect(
      at((await get('/crm/objects/2026-09/emails')).body, 'errors.0.context.requiredGranularScopes'),
    ).toEqual(['sales-email-read']);
    expect((await get('/crm/owners/2026-09')).status).toBe(403);
    expect(
      (await hub.call('POST', '/crm/objects/2026-09/contacts', { properties: {} }, access_token)).status,
    ).toBe(403);
  });

  test('ends at once when the app uninstalls itself', async () => {
    const issued = await tokens();
    const gone = await hub.call('DELETE', '/appinstalls/2026-09/external-install', undefined, issued.access);
    expect(gone.status).toBe(204);
    expect((await details(issued.access)).body).toMatchObject({ category: 'INVALID_AUTHENTICATION' });
    expect((await refresh(issued.refresh)).body).toMatchObject({ status: 'BAD_REFRESH_TOKEN' });
  });

  test('is refused without a token, and legacy paths are not served', async () => {
    expect((await send(`${hub.url}/crm/objects/2026-09/contacts`, 'GET')).status).toBe(401);
    const { access_token } = await hub.install();
    const legacy = await hub.call('GET', '/crm/v3/objects/contacts', undefined, access_token);
    expect(legacy.status).toBe(404);
    expect(String(at(legacy.body, 'message'))).toContain('date-versioned');
  });
});
