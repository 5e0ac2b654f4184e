// HubSpot's OAuth: consent page, code for tokens, renewal, revocation; and what a refusal means.
import { z } from 'zod';
import type { OnCall } from '#clients/on-call.ts';
import type { Renewal } from '#clients/renewal.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clock } from '#ports.ts';
import type { Tokens } from '#sense/connection.ts';
import { type OAuthFault, toOAuthFault } from './error-body.ts';
import { paths } from './paths.ts';
import { hubspotScopes } from './scopes.ts';
import { type Answer, send } from './transport.ts';
import { understood } from './understood.ts';
import { retryAfterMs } from './verdict.ts';

export type HubspotOAuth = {
  /** The consent page. Errors: CRM_MISCONFIGURED without a client id. */
  authorizeUrl(input: { state: string; redirectUri: string }): string;
  /** Errors: CRM_REFUSED (the code is not good), CRM_MISCONFIGURED, CRM_BUSY (waitMs). */
  exchange(
    code: string,
    redirectUri: string,
  ): Promise<{ externalId: string; tokens: Tokens; scopes: string[] }>;
  renew(tokens: Tokens): Promise<Renewal>;
  /** The refresh token works no longer; access tokens already given end by themselves within 30 minutes. */
  revoke(refreshToken: string): Promise<void>;
  /** Domain of the account, for people to know it by; null when HubSpot does not tell. */
  accountName(accessToken: string): Promise<string | null>;
};

type OAuthConfig = Pick<
  Config,
  'HUBSPOT_API_URL' | 'HUBSPOT_APP_URL' | 'HUBSPOT_CLIENT_ID' | 'HUBSPOT_CLIENT_SECRET'
>;

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().default(1_800),
  hub_id: z.coerce.string().optional(),
  scopes: z.array(z.string()).optional(),
});
type TokenAnswer = z.infer<typeof tokenAnswer>;

const introspected = z.looseObject({
  hub_id: z.coerce.string().optional(),
  hub_domain: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});

const timeoutMs = 10_000;
/** Attempts in one go; the row is locked meanwhile, so they are few and quick. */
const attempts = 2;
const renewalShare = 0.75;

export function hubspotOAuth({
  config,
  clock = { now: () => new Date() },
  onCall,
}: {
  config: OAuthConfig;
  clock?: Clock;
  onCall?: OnCall | undefined;
}): HubspotOAuth {
  const post = async (path: string, form: Record<string, string>): Promise<Answer> => {
    const full = { ...form, ...credentials(config) };
    const sending = { method: 'POST', path, form: full, timeoutMs, onCall } as const;
    let answer = await send(config.HUBSPOT_API_URL, sending);
    for (let tried = 1; tried < attempts && isPassing(answer.status); tried += 1) {
      answer = await send(config.HUBSPOT_API_URL, sending);
    }
    return answer;
  };
  const introspect = async (token: string) => {
    const answer = await post(paths.introspect, { token, token_type_hint: 'access_token' });
    return introspected.catch({}).parse(answer.status === 200 ? answer.body : {});
  };
  return {
    authorizeUrl({ state, redirectUri }) {
      const query = {
        client_id: credentials(config).client_id,
        redirect_uri: redirectUri,
        scope: hubspotScopes.required.join(' '),
        optional_scope: hubspotScopes.optional.join(' '),
        state,
      };
      // HubSpot wants spaces as %20, which URLSearchParams would write as +.
      const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      return `${config.HUBSPOT_APP_URL}/oauth/authorize?${pairs.join('&')}`;
    },
    async exchange(code, redirectUri) {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      const answer = await post(paths.token, form);
      if (answer.status !== 200) return refuseExchange(answer, clock);
      const given = understood(tokenAnswer, answer);
      const told =
        given.hub_id === undefined || given.scopes === undefined ? await introspect(given.access_token) : {};
      const externalId = given.hub_id ?? told.hub_id;
      if (externalId === undefined) {
        return fail('CRM_REFUSED', { status: 200, category: 'NO_HUB_ID', problem: 'no account was named' });
      }
      return { externalId, tokens: toTokens(given, null, clock), scopes: given.scopes ?? told.scopes ?? [] };
    },
    async renew(tokens) {
      if (tokens.refreshToken === null) return { end: 'revoked', problem: 'there is no refresh token' };
      const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken };
      const answer = await post(paths.token, form);
      const given = tokenAnswer.safeParse(answer.body);
      if (answer.status === 200 && given.success) {
        return { end: 'renewed', tokens: toTokens(given.data, tokens.refreshToken, clock) };
      }
      return toRefusal(answer, clock);
    },
    async revoke(refreshToken) {
      const answer = await post(paths.revoke, { token: refreshToken, token_type_hint: 'refresh_token' });
      if (isPassing(answer.status)) fail('CRM_BUSY', { problem: `${answer.status}`, waitMs: 10_000 });
    },
    async accountName(accessToken) {
      return (await introspect(accessToken)).hub_domain ?? null;
    },
  };
}

/** Whose fault a refusal is. What is not known to be the customer's doing never costs a customer the connection. */
export function toRefusal(answer: Answer, clock: Clock): Exclude<Renewal, { end: 'renewed' }> {
  const fault = toOAuthFault(answer.body);
  const problem = wordsOf(fault, answer.status);
  if (isPassing(answer.status) || answer.status === 200) {
    return { end: 'later', problem, waitMs: retryAfterMs(answer.headers, clock.now()) ?? 30_000 };
  }
  const codes = [fault.error, fault.status].filter((code) => code !== undefined);
  if (codes.some((code) => ourFaults.has(code))) return { end: 'misconfigured', problem };
  if (codes.some((code) => theirFaults.has(code))) return { end: 'revoked', problem };
  return { end: 'misconfigured', problem };
}

const ourFaults = new Set(['invalid_client', 'BAD_CLIENT_ID', 'BAD_CLIENT_SECRET', 'BAD_REDIRECT_URI']);
const theirFaults = new Set(['invalid_grant', 'access_denied', 'BAD_REFRESH_TOKEN', 'BAD_HUB']);
// A code that is too old or used is the installing person's doing.
const codeFaults = new Set(['BAD_AUTH_CODE', 'invalid_grant', 'access_denied']);

function refuseExchange(answer: Answer, clock: Clock): never {
  const refusal = toRefusal(answer, clock);
  const { problem } = refusal;
  if (refusal.end === 'later') return fail('CRM_BUSY', { problem, waitMs: refusal.waitMs });
  const fault = toOAuthFault(answer.body);
  const codes = [fault.error ?? '', fault.status ?? ''];
  const ours = codes.some((code) => ourFaults.has(code));
  const theirs = refusal.end === 'revoked' || codes.some((code) => codeFaults.has(code));
  if (theirs && !ours) {
    return fail('CRM_REFUSED', { status: answer.status, category: fault.status ?? 'OAUTH', problem });
  }
  return fail('CRM_MISCONFIGURED', { problem });
}

function toTokens(given: TokenAnswer, refreshToken: string | null, clock: Clock): Tokens {
  const now = clock.now().getTime();
  const lifeMs = given.expires_in * 1_000;
  return {
    accessToken: given.access_token,
    refreshToken: given.refresh_token ?? refreshToken,
    expiresAt: new Date(now + lifeMs),
    renewAt: new Date(now + lifeMs * renewalShare),
  };
}

function credentials(config: OAuthConfig): { client_id: string; client_secret: string } {
  const { HUBSPOT_CLIENT_ID: id, HUBSPOT_CLIENT_SECRET: secret } = config;
  if (id === undefined || secret === undefined) {
    return fail('CRM_MISCONFIGURED', { problem: 'HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET are not set' });
  }
  return { client_id: id, client_secret: secret };
}

function isPassing(status: number): boolean {
  return (
    status === 0 || status === 408 || status === 423 || status === 429 || status === 477 || status >= 500
  );
}

function wordsOf(
  { error_description: description, message, error, status }: OAuthFault,
  http: number,
): string {
  return (
    [status ?? error, description ?? message].filter((word) => word !== undefined).join(': ') ||
    `HTTP ${http}`
  );
}
