// What every API call passes before it is answered: length, failures, session, user, edition, limits.
import { type Budget, budgetOf, countCalls } from './call-budget.ts';
import { commitDue } from './late-writes.ts';
import type { Org } from './org.ts';
import type { Orgs } from './orgs.ts';
import { SalesforceError } from './salesforce-error.ts';
import { findToken, type Grant } from './tokens.ts';
import type { User } from './user.ts';

export type Admitted = { readonly org: Org; readonly user: User; readonly grant: Grant };

const LONGEST_URI = 16_384;
const NEWEST = 67;
const failures = [500, 502, 503, 504] as const;

/** Refusals that come before the session is looked at. */
export function refuseEarly({ chaos }: Pick<Orgs, 'chaos'>, url: string, headers: readonly string[]): void {
  if (url.length > LONGEST_URI) throw new SalesforceError(414, 'URI_TOO_LONG', 'URI Too Long');
  const head = headers.reduce((sum, one) => sum + one.length + 2, url.length);
  if (head > LONGEST_URI)
    throw new SalesforceError(431, 'HEADER_TOO_LARGE', 'Request Header Fields Too Large');
  if (!chaos.strikes(chaos.read().failureRate)) return;
  const status = failures[Math.floor(chaos.roll() * failures.length)] ?? 500;
  const code = status === 500 ? 'UNKNOWN_EXCEPTION' : 'SERVER_UNAVAILABLE';
  throw new SalesforceError(status, code, 'An unexpected error occurred. Please try again later.');
}

/** `67.0` of `v67.0`; throws where that version is retired or not there yet. */
export function versionOf(part: string): string {
  const found = /^v(\d\d)\.0$/.exec(part)?.[1];
  const number = Number(found ?? 0);
  if (number >= 20 && number <= 30) {
    throw new SalesforceError(
      410,
      'UNSUPPORTED_API_VERSION',
      'The API version specified is no longer supported.',
    );
  }
  if (number < 31 || number > NEWEST)
    throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return `${number}.0`;
}

const identityScopes: readonly string[] = ['id', 'openid', 'profile', 'email', 'full'];

/** Who asks about oneself; throws in the identity service's words. */
export function admitIdentity(orgs: Orgs, authorization: string): Admitted {
  const admitted = sessionOf(orgs, bearerIn(authorization));
  if (admitted === undefined) throw new SalesforceError(403, 'INVALID_SESSION_ID', 'Bad_OAuth_Token');
  if (!admitted.grant.scopes.some((scope) => identityScopes.includes(scope))) {
    throw new SalesforceError(403, 'INVALID_SESSION_ID', 'Wrong_Scope');
  }
  return admitted;
}

function bearerIn(authorization: string): string {
  return /^(?:Bearer|OAuth) (.+)$/i.exec(authorization)?.[1] ?? '';
}

/** Whose access token it is; undefined where it is none, or ended. */
export function sessionOf(orgs: Orgs, accessToken: string): Admitted | undefined {
  const token = findToken(orgs, accessToken);
  const { sessionSeconds } = orgs.chaos.read();
  const org = token && orgs.find(token.grant.org);
  const user = token && org?.context.users.get(token.grant.user);
  const ended = token !== undefined && orgs.wall().getTime() - token.made >= sessionSeconds * 1_000;
  const dead = token === undefined || token.kind !== 'access' || token.revoked || token.spent || ended;
  if (dead || org === undefined || user === undefined || !user.active) return undefined;
  return { org, user, grant: token.grant };
}

/** Whose call it is; throws Salesforce's 401 or 403. */
export function admit(orgs: Orgs, authorization: string): Admitted {
  const { chaos } = orgs;
  const admitted = sessionOf(orgs, bearerIn(authorization));
  if (admitted === undefined || chaos.strikes(chaos.read().sessionEndRate)) {
    throw new SalesforceError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  }
  const { org, user, grant } = admitted;
  if (!grant.scopes.some((scope) => scope === 'api' || scope === 'full')) {
    throw new SalesforceError(
      401,
      'INVALID_SESSION_ID',
      'This session is not valid for use with the REST API',
    );
  }
  if (!org.facts().api) {
    throw new SalesforceError(
      403,
      'API_DISABLED_FOR_ORG',
      'The REST API is not enabled for this Organization.',
    );
  }
  if (!user.apiEnabled) {
    throw new SalesforceError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
  }
  return admitted;
}

/** Commits what is due, counts the call, and throws where it is one too many. */
export function spendCall({ org }: Admitted): Budget {
  commitDue(org.context);
  const before = budgetOf(org.context);
  if (before.used >= before.most) {
    throw new SalesforceError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  countCalls(org.context);
  return { ...before, used: before.used + 1 };
}

export function limitInfo({ used, most }: Budget): Readonly<Record<string, string>> {
  return { 'Sforce-Limit-Info': `api-usage=${used}/${most}` };
}
