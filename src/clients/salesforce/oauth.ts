// Salesforce's OAuth: consent page with PKCE, code for tokens, renewal, revocation; and what a refusal means.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OnCall } from '#clients/on-call.ts';
import type { Renew, Renewal } from '#clients/renewal.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clock } from '#ports.ts';
import type { Tokens } from '#sense/connection.ts';
import { toJson, toOAuthFault } from './error-body.ts';
import { refuseInstall } from './refused-install.ts';
import { toId18 } from './salesforce-id.ts';
import { type Answer, oauthOf, sendOAuth } from './transport.ts';
import { retryAfterMs } from './verdict.ts';

type Leg = { readonly redirectUri: string; readonly verifier: string; readonly loginUrl: string };

export type SalesforceGrant = {
  /** The org's id in 18 characters. */
  readonly externalId: string;
  readonly userId: string;
  readonly instanceUrl: string;
  readonly tokens: Tokens;
  readonly scopes: string[];
};

export type SalesforceOAuth = {
  /** The consent page. Errors: CRM_MISCONFIGURED without a client id. */
  authorizeUrl(input: Leg & { state: string }): string;
  /** Errors: those of `refuseInstall`, CRM_BUSY (waitMs). */
  exchange(code: string, leg: Leg): Promise<SalesforceGrant>;
  readonly renew: Renew;
  /** Ends the refresh token with all access tokens. Errors: CRM_BUSY (waitMs). */
  revoke(refreshToken: string, loginUrl: string): Promise<void>;
};

type OAuthConfig = Pick<Config, 'SALESFORCE_LOGIN_URL' | 'SALESFORCE_CLIENT_ID' | 'SALESFORCE_CLIENT_SECRET'>;

/** Never `full`: the permission set of the package says what these may touch. */
export const salesforceScopes = ['api', 'refresh_token'] as const;

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z
    .url({ protocol: /^https?$/, hostname: /.*/ })
    .refine((url) => !url.includes('.lightning.force.com'))
    .transform((url) => url.replace(/\/+$/, '')),
  /** .../id/<org>/<user>: the only thing that says whose tokens these are. */
  id: z.string().regex(/\/id\/[A-Za-z0-9]{15,18}\/[A-Za-z0-9]{15,18}$/),
  scope: z.string().default(''),
});
type TokenAnswer = z.infer<typeof tokenAnswer>;

const timeoutMs = 15_000;
/**
 * Salesforce does not say how long an access token lives. A refresh token that nobody uses for 30 days ends, so each org
 * renews once a day; that is done before a day is over, lest a night's break makes it two.
 */
const heartbeatMs = 20 * 60 * 60_000;

export function salesforceOAuth({
  config,
  clock = { now: () => new Date() },
  onCall,
}: {
  config: OAuthConfig;
  clock?: Clock;
  onCall?: OnCall | undefined;
}): SalesforceOAuth {
  const call = (loginUrl: string, redirectUri?: string) => ({
    ...credentials(config),
    loginUrl,
    timeoutMs,
    onCall,
    ...(redirectUri === undefined ? {} : { redirectUri }),
  });
  return {
    authorizeUrl({ state, redirectUri, verifier, loginUrl }) {
      // jsforce sends a challenge without naming its method, which Salesforce then takes for plain.
      return oauthOf(call(loginUrl, redirectUri)).getAuthorizationUrl({
        scope: salesforceScopes.join(' '),
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
    },
    async exchange(code, { redirectUri, verifier, loginUrl }) {
      const answer = await sendOAuth(call(loginUrl, redirectUri), (oauth) =>
        oauth.requestToken(code, { code_verifier: verifier }),
      );
      const given = tokenAnswer.safeParse(toJson(answer.text));
      if (answer.status !== 200 || !given.success) return refuseExchange(answer, clock);
      const { refresh_token: refreshToken, instance_url: instanceUrl, scope } = given.data;
      const scopes = scope.split(/[\s+]+/).filter((one) => one !== '');
      if (refreshToken === undefined) return fail('INSTALL_SCOPES', { problem: 'refresh_token is missing' });
      const { org, user } = whoIs(given.data);
      return {
        externalId: org,
        userId: user,
        instanceUrl,
        tokens: toTokens(given.data, refreshToken, clock),
        scopes,
      };
    },
    async renew(tokens, connection): Promise<Renewal> {
      if (tokens.refreshToken === null) return { end: 'revoked', problem: 'there is no refresh token' };
      const { refreshToken } = tokens;
      const loginUrl = connection.account.loginUrl ?? config.SALESFORCE_LOGIN_URL;
      const answer = await sendOAuth(call(loginUrl), (oauth) => oauth.refreshToken(refreshToken));
      const given = tokenAnswer.safeParse(toJson(answer.text));
      if (answer.status !== 200 || !given.success) return toRefusal(answer, clock);
      const { org } = whoIs(given.data);
      if (org !== toId18(connection.externalId)) {
        const problem = `this address belongs to the org ${org} now, no longer to ${connection.externalId}: a refreshed sandbox is a new org; connect it anew`;
        return { end: 'revoked', problem };
      }
      return { end: 'renewed', tokens: toTokens(given.data, refreshToken, clock) };
    },
    async revoke(refreshToken, loginUrl) {
      const answer = await sendOAuth(call(loginUrl), (oauth) => oauth.revokeToken(refreshToken));
      // A token that is no longer known needs no revoking.
      if (isPassing(answer.status)) fail('CRM_BUSY', { problem: `${answer.status}`, waitMs: 10_000 });
    },
  };
}

/** Whose fault a refusal is. What is not known to be the customer's doing never costs a customer the connection. */
export function toRefusal(answer: Answer, clock: Clock): Exclude<Renewal, { end: 'renewed' }> {
  const { error, error_description: description } = toOAuthFault(answer.text);
  const words = [error, description].filter((word) => word !== undefined).join(': ');
  const problem = words || answer.text.slice(0, 200) || `HTTP ${answer.status}`;
  // Nothing was sent, or Salesforce itself said that it cannot: the refresh token was not used.
  if (answer.status === 0 && !answer.arrived) return { end: 'later', problem, waitMs: 10_000 };
  if (answer.status === 0 || answer.status === 200) return { end: 'lost', problem };
  if (isPassing(answer.status)) {
    return { end: 'later', problem, waitMs: retryAfterMs(answer.headers, clock.now()) ?? 30_000 };
  }
  if (/ip restricted/i.test(problem)) return { end: 'misconfigured', problem };
  if (/must be installed|not installed|app is not|blocked/i.test(problem)) return { end: 'revoked', problem };
  return error !== undefined && theirFaults.has(error)
    ? { end: 'revoked', problem }
    : { end: 'misconfigured', problem };
}

const theirFaults = new Set([
  'invalid_grant',
  'access_denied',
  'inactive_user',
  'inactive_org',
  'OAUTH_APP_BLOCKED',
  'OAUTH_EC_APP_NOT_FOUND',
]);

function refuseExchange(answer: Answer, clock: Clock): never {
  if (answer.status === 0 || answer.status === 200 || isPassing(answer.status)) {
    const waitMs = retryAfterMs(answer.headers, clock.now()) ?? 10_000;
    return fail('CRM_BUSY', { problem: answer.text.slice(0, 200) || `${answer.status}`, waitMs });
  }
  const { error, error_description: description } = toOAuthFault(answer.text);
  return refuseInstall(error ?? `HTTP ${answer.status}`, description ?? '');
}

function whoIs({ id }: TokenAnswer): { org: string; user: string } {
  const [org = '', user = ''] = id.split('/').slice(-2);
  return { org: toId18(org), user: toId18(user) };
}

function toTokens(given: TokenAnswer, refreshToken: string, clock: Clock): Tokens {
  return {
    accessToken: given.access_token,
    refreshToken: given.refresh_token ?? refreshToken,
    instanceUrl: given.instance_url,
    expiresAt: null,
    renewAt: new Date(clock.now().getTime() + heartbeatMs),
  };
}

function credentials(config: OAuthConfig): { clientId: string; clientSecret: string } {
  const { SALESFORCE_CLIENT_ID: clientId, SALESFORCE_CLIENT_SECRET: clientSecret } = config;
  if (clientId === undefined || clientSecret === undefined) {
    return fail('CRM_MISCONFIGURED', {
      problem: 'SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET are not set',
    });
  }
  return { clientId, clientSecret };
}

function isPassing(status: number): boolean {
  return status === 0 || status === 408 || status === 420 || status === 429 || status >= 500;
}
