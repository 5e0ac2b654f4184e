// Installing in Salesforce: consent with proof, code for tokens, whose fault a refusal is, and where people log in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginUrlOf } from '#clients/salesforce/login-host.ts';
import { salesforceOAuth, toRefusal } from '#clients/salesforce/oauth.ts';
import { refuseInstall } from '#clients/salesforce/refused-install.ts';
import { isRevloopError } from '#errors.ts';
import { type ConnectedOrg, connectedOrg, consent, redirectUri } from '#kit/salesforce-org.ts';

const clock = { now: () => new Date('2026-11-24T12:00:00Z') };

describe('Salesforce OAuth', () => {
  let house: ConnectedOrg;
  beforeAll(async () => {
    house = await connectedOrg({ org: { name: 'Acme', timeZone: 'Europe/Berlin' } });
  });
  afterAll(() => house.close());

  it('asks for api and refresh_token only, with the challenge and its method', () => {
    const leg = { redirectUri, verifier: 'v'.repeat(43), loginUrl: house.server.url };
    const url = new URL(salesforceOAuth({ config: house.config }).authorizeUrl({ ...leg, state: 'a b' }));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      scope: 'api refresh_token',
      state: 'a b',
      code_challenge_method: 'S256',
      redirect_uri: redirectUri,
    });
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(url.href).not.toContain('secret');
  });

  it('learns which org it is, what it is called, and where it is', () => {
    expect(house.connection).toMatchObject({
      externalId: house.org.orgId,
      scopes: ['api', 'refresh_token'],
      account: {
        name: 'Acme',
        timeZone: 'Europe/Berlin',
        isSandbox: false,
        loginUrl: house.server.url,
        instanceUrl: house.server.url,
        userId: expect.stringMatching(/^005/),
        edition: expect.stringContaining('Enterprise'),
      },
    });
  });

  it('gets nothing for a code without the proof of who asked for it', async () => {
    const { code } = await consent(house.config, house.org.orgId);
    const leg = { redirectUri, verifier: 'w'.repeat(43), loginUrl: house.server.url };
    await expect(salesforceOAuth({ config: house.config }).exchange(code, leg)).rejects.toMatchObject({
      code: 'INSTALL_DENIED',
      params: { problem: expect.stringContaining('code verifier') },
    });
  });

  it('connects no org that lets nobody use its API', async () => {
    const closed = connectedOrg({ org: { name: 'Small', edition: 'Professional', api: false } });
    await expect(closed).rejects.toMatchObject({ code: 'INSTALL_NO_API' });
  });

  it.each([
    ['INSTALL_PACKAGE_MISSING', 'invalid_client', 'app must be installed into org'],
    ['INSTALL_PACKAGE_MISSING', 'OAUTH_EC_APP_NOT_FOUND', 'external client app not found'],
    ['INSTALL_PACKAGE_MISSING', 'OAUTH_APPROVAL_ERROR_GENERIC', 'An unexpected error has occurred'],
    ['INSTALL_APP_BLOCKED', 'OAUTH_APP_BLOCKED', 'this app is blocked by admin'],
    ['INSTALL_NO_API', 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner'],
    ['INSTALL_NO_API', 'invalid_grant', 'API is not enabled for this organization'],
    ['INSTALL_NO_API', 'API_CURRENTLY_DISABLED', 'API is disabled for this User'],
    ['INSTALL_ADDRESS_REFUSED', 'invalid_grant', 'ip restricted'],
    ['INSTALL_USER_REFUSED', 'invalid_grant', 'inactive user'],
    ['INSTALL_USER_REFUSED', 'invalid_app_access', 'user is not admin approved to access this app'],
    ['INSTALL_SCOPES', 'invalid_scope', 'the requested scope is not allowed'],
    ['INSTALL_DENIED', 'access_denied', 'end-user denied authorization'],
    ['INSTALL_DENIED', 'invalid_grant', 'expired authorization code'],
    ['CRM_MISCONFIGURED', 'redirect_uri_mismatch', 'redirect_uri must match configuration'],
    ['CRM_MISCONFIGURED', 'invalid_client_id', 'client identifier invalid'],
    ['CRM_MISCONFIGURED', 'invalid_client', 'invalid client credentials'],
    ['INSTALL_DENIED', '', ''],
    ['INSTALL_DENIED', 'something_new', 'nobody knows'],
  ])('leads to the fix: %s after %s, %s', (code, error, description) => {
    expect(codeOf(() => refuseInstall(error, description))).toBe(code);
  });

  it.each([
    ['revoked', 400, { error: 'invalid_grant', error_description: 'expired access/refresh token' }],
    ['revoked', 400, { error: 'invalid_grant', error_description: 'inactive user' }],
    ['revoked', 400, { error: 'invalid_client', error_description: 'app must be installed into org' }],
    ['misconfigured', 400, { error: 'invalid_client', error_description: 'invalid client credentials' }],
    ['misconfigured', 400, { error: 'invalid_client_id', error_description: 'client identifier invalid' }],
    ['misconfigured', 400, { error: 'invalid_grant', error_description: 'ip restricted' }],
    ['misconfigured', 400, { error: 'something_new' }],
    ['later', 503, { error: 'server_error' }],
    ['later', 429, {}],
    ['later', 500, {}],
    ['lost', 0, {}],
    ['lost', 200, { not: 'tokens' }],
  ] as const)('calls the connection %s after %i %j', (end, status, body) => {
    const answer = { status, headers: new Headers(), text: JSON.stringify(body), arrived: true };
    expect(toRefusal(answer, clock).end).toBe(end);
    const never = { ...answer, status: 0, arrived: false };
    expect(toRefusal(never, clock).end).toBe('later');
  });

  it.each([
    ['', 'https://login.salesforce.com'],
    ['production', 'https://login.salesforce.com'],
    ['sandbox', 'https://test.salesforce.com'],
    ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    [' HTTPS://Acme.my.salesforce.com/home ', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
  ])('takes "%s" for %s', (asked, url) => {
    expect(loginUrlOf({ SALESFORCE_LOGIN_URL: 'https://login.salesforce.com' }, asked)).toBe(url);
  });

  it.each([
    'evil.test',
    'my.salesforce.com',
    'acme.my.salesforce.com.evil.test',
    'acme.my.salesforce.com:8443',
    'https://acme.my.salesforce.com@evil.test',
    'https://evil.test/acme.my.salesforce.com',
    'evil.test#.my.salesforce.com',
    'evil.test\\.my.salesforce.com',
    'a.b.my.salesforce.com',
    '-.my.salesforce.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'x'.repeat(5_000),
  ])('sends nobody, and no secret, to %s', (asked) => {
    const config = { SALESFORCE_LOGIN_URL: 'https://login.salesforce.com' };
    expect(codeOf(() => loginUrlOf(config, asked))).toBe('INSTALL_HOST_INVALID');
  });

  it("takes an operator's own login host for every choice, and none beside it but real ones", () => {
    const config = { SALESFORCE_LOGIN_URL: 'http://127.0.0.1:9000' };
    for (const asked of ['', 'production', 'sandbox', '127.0.0.1:9000']) {
      expect(loginUrlOf(config, asked)).toBe('http://127.0.0.1:9000');
    }
    expect(codeOf(() => loginUrlOf(config, '127.0.0.1:9001'))).toBe('INSTALL_HOST_INVALID');
  });
});

function codeOf(work: () => unknown): string {
  try {
    return `nothing: ${String(work())}`;
  } catch (error) {
    return isRevloopError(error) ? error.code : String(error);
  }
}
