// Installing in HubSpot: consent, code for tokens, whose fault a refusal is, and leaving again.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hubspotOAuth, toRefusal } from '#clients/hubspot/oauth.ts';
import { hubspotScopes } from '#clients/hubspot/scopes.ts';
import { consent, type InstalledPortal, installedPortal, redirectUri } from '#kit/hubspot-portal.ts';

const clock = { now: () => new Date('2026-11-22T12:00:00Z') };

describe('HubSpot OAuth', () => {
  let installed: InstalledPortal;
  beforeAll(async () => {
    installed = await installedPortal();
  });
  afterAll(() => installed.close());

  it('asks for exactly the scopes of the manifest', () => {
    const file = new URL('../../../manifests/hubspot/src/app/app-hsmeta.json', import.meta.url);
    const scopes = z.object({ requiredScopes: z.array(z.string()), optionalScopes: z.array(z.string()) });
    const manifest = z
      .object({ config: z.object({ auth: scopes }) })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    expect([...manifest.config.auth.requiredScopes].sort()).toEqual([...hubspotScopes.required].sort());
    expect([...manifest.config.auth.optionalScopes].sort()).toEqual([...hubspotScopes.optional].sort());
  });

  it('writes the spaces between scopes as %20', () => {
    const url = hubspotOAuth({ config: installed.config }).authorizeUrl({ state: 'a b', redirectUri });
    expect(url).toContain('scope=oauth%20crm.objects.contacts.read');
    expect(url).not.toContain('+');
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(redirectUri);
  });

  it('takes the account from the token answer, with tokens to be renewed after three quarters of their life', async () => {
    const oauth = hubspotOAuth({ config: installed.config, clock });
    const code = await consent(installed.config, installed.portal.portalId, hubspotScopes.required);
    const got = await oauth.exchange(code, redirectUri);
    expect(got.externalId).toBe(String(installed.portal.portalId));
    expect(got.scopes).toEqual([...hubspotScopes.required]);
    expect(got.tokens.expiresAt).toEqual(new Date('2026-11-22T12:30:00Z'));
    expect(got.tokens.renewAt).toEqual(new Date('2026-11-22T12:22:30Z'));
    await expect(oauth.accountName(got.tokens.accessToken)).resolves.toBe('acme.example.com');
  });

  it('tells a used code from a secret of ours that is wrong', async () => {
    const oauth = hubspotOAuth({ config: installed.config });
    const code = await consent(installed.config, installed.portal.portalId, hubspotScopes.required);
    await oauth.exchange(code, redirectUri);
    await expect(oauth.exchange(code, redirectUri)).rejects.toMatchObject({
      code: 'CRM_REFUSED',
      params: { category: 'BAD_AUTH_CODE' },
    });
    const wrong = hubspotOAuth({ config: { ...installed.config, HUBSPOT_CLIENT_SECRET: 'wrong' } });
    await expect(wrong.exchange('any', redirectUri)).rejects.toMatchObject({ code: 'CRM_MISCONFIGURED' });
    const other = await consent(installed.config, installed.portal.portalId, hubspotScopes.required);
    await expect(oauth.exchange(other, 'http://localhost:1/else')).rejects.toMatchObject({
      code: 'CRM_MISCONFIGURED',
    });
  });

  it('says what is missing when there is no client id', () => {
    const bare = { HUBSPOT_API_URL: 'http://x.test', HUBSPOT_APP_URL: 'http://x.test' };
    const config = { ...bare, HUBSPOT_CLIENT_ID: undefined, HUBSPOT_CLIENT_SECRET: undefined };
    expect(() => hubspotOAuth({ config }).authorizeUrl({ state: 's', redirectUri })).toThrow(
      expect.objectContaining({ code: 'CRM_MISCONFIGURED' }),
    );
  });

  const answer = (status: number, body: object, headers: Record<string, string> = {}) => ({
    status,
    headers: new Headers(headers),
    body,
    arrived: true,
  });
  it.each([
    ['revoked', 400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }],
    ['revoked', 400, { error: 'invalid_grant' }],
    ['revoked', 400, { status: 'BAD_HUB' }],
    ['revoked', 403, { error: 'access_denied' }],
    ['misconfigured', 401, { error: 'invalid_client' }],
    ['misconfigured', 400, { status: 'BAD_CLIENT_ID' }],
    ['misconfigured', 400, { error: 'invalid_grant', status: 'BAD_CLIENT_SECRET' }],
    ['misconfigured', 400, { error: 'invalid_grant', status: 'BAD_REDIRECT_URI' }],
    ['misconfigured', 400, { error: 'something_new' }],
    ['misconfigured', 404, {}],
    ['later', 429, { message: 'slow down' }],
    ['later', 423, {}],
    ['later', 477, {}],
    ['later', 500, {}],
    ['later', 503, { error: 'invalid_grant' }],
    ['later', 0, { message: 'fetch failed' }],
    ['later', 200, { not: 'tokens' }],
  ] as const)('calls the connection %s after %i %j', (end, status, body) => {
    expect(toRefusal(answer(status, body), clock).end).toBe(end);
  });

  it('waits as long as HubSpot asks', () => {
    const refusal = toRefusal(answer(477, {}, { 'retry-after': '7200' }), clock);
    expect(refusal).toMatchObject({ end: 'later', waitMs: 7_200_000 });
  });

  it('removes the app from the account and revokes its tokens, also when the customer was quicker', async () => {
    const own = await installedPortal();
    const crm = own.crm();
    await crm.uninstall();
    expect(own.sandbox.apps.installed(4711, own.portal.portalId)).toBeUndefined();
    expect(await own.calls()).toEqual({ 'DELETE /appinstalls/2026-09/external-install 204': 1 });
    await expect(crm.uninstall()).resolves.toBeUndefined();
    expect((await own.row()).state).toBe('revoked');
    await own.close();
  });
});
