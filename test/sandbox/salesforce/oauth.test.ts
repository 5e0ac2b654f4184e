// Promises of the simulated Salesforce about letting an app in: PKCE, rotation and its punishments, refusals.
import { afterEach, describe, expect, test } from 'vitest';
import { oauthCounts } from '#sandbox/salesforce/oauth-counts.ts';
import { uninstallPackage } from '#sandbox/salesforce/revloop-package.ts';
import { aSalesforce, failure } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
afterEach(() => sf.close());

describe('letting an app in', () => {
  test('gives a code for proof and secret, and tokens that the real client works with', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    expect(connection.instanceUrl).toBe(sf.server.url);
    const { records } = await connection.query('SELECT Id, Name FROM Organization');
    expect(records).toMatchObject([{ Id: sf.org.orgId, Name: 'Acme' }]);
  });

  test('asks for a challenge with S256, as jsforce alone does not send it', async () => {
    sf = await aSalesforce();
    const oauth = sf.oauth();
    oauth.codeVerifier = 'v'.repeat(60);
    const bare = await fetch(oauth.getAuthorizationUrl({ scope: 'api refresh_token' }), {
      redirect: 'manual',
    });
    expect(bare.headers.get('location')).toContain('error=invalid_request');
    const whole = await fetch(
      oauth.getAuthorizationUrl({ scope: 'api refresh_token', code_challenge_method: 'S256' }),
      { redirect: 'manual' },
    );
    expect(whole.status).toBe(200);
    expect(await whole.text()).toContain('Allow Access?');
  });

  test('takes neither a wrong verifier nor a wrong secret, and a code only once', async () => {
    sf = await aSalesforce();
    const { verifier, param } = await sf.consent();
    const ask = (changes: { secret?: string; verifier?: string }) => {
      const oauth = sf.oauth();
      if (changes.secret !== undefined) oauth.clientSecret = changes.secret;
      return oauth.requestToken(param('code'), { code_verifier: changes.verifier ?? verifier });
    };
    expect(await failure(ask({ secret: 'no' }))).toMatchObject({ code: 'invalid_client' });
    expect(await failure(ask({ verifier: 'no' }))).toMatchObject({ message: 'invalid code verifier' });
    expect((await ask({})).access_token).toContain('!');
    expect(await failure(ask({}))).toMatchObject({ message: 'expired authorization code' });
  });

  test('is refused with the reason: not installed, not approved, denied, blocked, unknown app or address', async () => {
    sf = await aSalesforce();
    expect((await sf.consent({ decision: 'deny' })).param('error')).toBe('access_denied');
    sf.addUser({ lastName: 'Low', username: 'low@acme.example', appAccess: false });
    expect((await sf.consent({ username: 'low@acme.example' })).param('error')).toBe('invalid_app_access');
    expect((await sf.consent({ scope: 'full' })).param('error')).toBe('invalid_scope');
    expect((await sf.consent({ redirect_uri: 'https://evil.example/' })).status).toBe(400);
    expect((await sf.consent({ client_id: 'other' })).page).toContain('OAUTH_EC_APP_NOT_FOUND');
    uninstallPackage(sf.org);
    const refused = await sf.consent();
    expect([refused.param('error'), refused.param('error_description'), refused.param('state')]).toEqual([
      ...['invalid_client', 'app must be installed into org', 'st'],
    ]);
    sf.org.context.setFacts({
      appRefusal: { error: 'OAUTH_APP_BLOCKED', description: 'this app is blocked' },
    });
    expect((await sf.consent()).param('error')).toBe('OAUTH_APP_BLOCKED');
  });
});

describe('refresh tokens', () => {
  test('are replaced by each refresh; using an old one ends the connection, and is counted', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    const first = connection.refreshToken ?? '';
    const { refresh_token: second = '', access_token } = await sf.oauth().refreshToken(first);
    expect(second).not.toBe(first);
    expect(oauthCounts(sf.server.orgs, sf.org.orgId).reuses).toBe(0);
    expect(await failure(sf.oauth().refreshToken(first))).toMatchObject({ code: 'invalid_grant' });
    expect(oauthCounts(sf.server.orgs, sf.org.orgId).reuses).toBe(1);
    expect(await failure(sf.oauth().refreshToken(second))).toMatchObject({ code: 'invalid_grant' });
    const answer = await fetch(`${sf.server.url}/services/data/v67.0/sobjects`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual([
      { errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
    ]);
  });

  test('end after thirty days without use', async () => {
    let now = new Date('2026-11-01T00:00:00Z');
    sf = await aSalesforce({ wall: () => now });
    const { refreshToken = '' } = await sf.connect();
    now = new Date('2026-11-30T00:00:00Z');
    const { refresh_token: next = '' } = await sf.oauth().refreshToken(refreshToken ?? '');
    now = new Date('2026-12-29T00:00:00Z');
    const { refresh_token: last = '' } = await sf.oauth().refreshToken(next);
    now = new Date('2027-01-29T00:00:00Z');
    expect(await failure(sf.oauth().refreshToken(last))).toMatchObject({
      message: 'expired access/refresh token',
    });
  });

  test('are at most five for a user and an app: the sixth consent ends the oldest', async () => {
    sf = await aSalesforce();
    const [oldest, second] = [await sf.connect(), await sf.connect()];
    for (let n = 0; n < 4; n += 1) await sf.connect();
    expect(await failure(sf.oauth().refreshToken(oldest.refreshToken ?? ''))).toMatchObject({
      code: 'invalid_grant',
    });
    expect((await sf.oauth().refreshToken(second.refreshToken ?? '')).access_token).toContain('!');
  });

  test('are refused to a deactivated user, from another address, and after the app was uninstalled or revoked', async () => {
    sf = await aSalesforce();
    const user = sf.addUser({ lastName: 'Sync', username: 'sync@acme.example' });
    const connection = await sf.connect({ username: 'sync@acme.example' });
    const refresh = () => failure(sf.oauth().refreshToken(connection.refreshToken ?? ''));
    sf.org.context.setFacts({ allowedIps: ['203.0.113.9'] });
    expect(await refresh()).toEqual({ code: 'invalid_grant', message: 'ip restricted' });
    sf.org.context.setFacts({ allowedIps: [] });
    sf.org.changeUser(user.id, { active: false });
    expect(await refresh()).toEqual({ code: 'invalid_grant', message: 'inactive user' });
    sf.org.changeUser(user.id, { active: true });
    await sf.oauth().revokeToken(connection.refreshToken ?? '');
    expect(await refresh()).toMatchObject({ message: 'expired access/refresh token' });
  });
});

describe('sessions', () => {
  test('end, and a refresh gives a new one with the address the org now has', async () => {
    let now = new Date();
    sf = await aSalesforce({ wall: () => now });
    const connection = await sf.connect();
    now = new Date(now.getTime() + 7_201_000);
    let asked = 0;
    connection.on('refresh', () => {
      asked += 1;
    });
    await connection.query('SELECT Id FROM Lead');
    expect(asked).toBe(1);
    sf.org.context.setFacts({ host: 'localhost' });
    const moved = await sf.connect();
    expect(moved.instanceUrl).toBe(sf.server.url.replace('127.0.0.1', 'localhost'));
  });

  test('tell who one is only with the scope for it', async () => {
    sf = await aSalesforce();
    const connection = await sf.connect();
    expect(await failure(connection.identity())).toMatchObject({ message: 'Wrong_Scope' });
    const app = sf.server.apps.list()[0];
    if (app) sf.server.apps.register({ ...app, scopes: ['api', 'refresh_token', 'id'] });
    const known = await sf.connect({ scope: 'api refresh_token id' });
    expect((await known.identity()).organization_id).toBe(sf.org.orgId);
  });
});
