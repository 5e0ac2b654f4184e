// What every API call passes before it is answered: length, failures, token, limits, scopes, locks.
import type { Apps, DeveloperApp } from './apps.ts';
import type { Chaos } from './chaos.ts';
import type { Endpoint } from './endpoint.ts';
import { HubspotError } from './hubspot-error.ts';
import type { Portal } from './portal.ts';
import type { Portals } from './portals.ts';
import type { RateLimiter } from './rate-limit.ts';
import { findToken, type StoredToken } from './tokens.ts';

export type Gate = {
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly limiter: RateLimiter;
};

export type Knock = {
  readonly url: string;
  readonly authorization: string;
  readonly contentType: string;
  readonly hasBody: boolean;
  readonly param: (name: string) => string;
};

export type Admitted = { readonly portal: Portal; readonly app: DeveloperApp; readonly token: StoredToken };

/** A refusal that is no HubSpot error body: limits and failures have shapes of their own. */
export type Refused = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};

// hubspot.md, section 7: too many properties in the query end in 414.
const LONGEST_URI = 8_192;
const failures = [500, 502, 503, 504] as const;

/** Refusals that come before the token is looked at. */
export function refuseEarly(gate: Gate, knock: Knock): Refused | undefined {
  const { migrationRetryAfterSeconds, failureRate } = gate.chaos.read();
  if (knock.url.length > LONGEST_URI) return plain(414, 'URI Too Long');
  if (migrationRetryAfterSeconds !== null) {
    const refused = plain(477, 'Migration in progress');
    return { ...refused, headers: { 'Retry-After': String(migrationRetryAfterSeconds) } };
  }
  if (failureRate > 0 && gate.chaos.roll() < failureRate) {
    return plain(failures[Math.floor(gate.chaos.roll() * failures.length)] ?? 500, 'internal error');
  }
  return undefined;
}

/** Whose call it is; throws HubSpot's 401. */
export function admit(gate: Gate, knock: Knock): Admitted {
  const bearer = /^Bearer (.+)$/i.exec(knock.authorization)?.[1];
  const token = bearer === undefined ? undefined : findToken(gate, bearer);
  const unknown = token === undefined || token.kind !== 'access' || token.revoked;
  const app = token === undefined ? undefined : gate.apps.get(token.appId);
  const portal = token === undefined ? undefined : gate.portals.find(token.portalId);
  if (unknown || app === undefined || portal === undefined) {
    throw new HubspotError(
      401,
      bearer === undefined
        ? 'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview'
        : 'The OAuth token provided is invalid or was revoked.',
      { category: 'INVALID_AUTHENTICATION' },
    );
  }
  const late = gate.portals.wall().getTime() - (token.expires ?? 0);
  if (late >= 0) {
    const seconds = Math.floor(late / 1_000);
    throw new HubspotError(401, `The OAuth token used to make this call expired ${seconds} second(s) ago.`, {
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': [new Date(token.expires ?? 0).toISOString()] },
    });
  }
  return { portal, app, token };
}

/** Throws 403 for missing scopes, 423 for locked records, 415 for a body that is not JSON. */
export function checkCall(gate: Gate, endpoint: Endpoint, knock: Knock, admitted: Admitted): void {
  if (knock.hasBody && !knock.contentType.includes('application/json')) {
    throw new HubspotError(415, 'Unsupported Media Type', { category: 'VALIDATION_ERROR' });
  }
  const missing = endpoint
    .scopes(knock.param)
    .filter((group) => !group.some((scope) => admitted.token.scopes.includes(scope)));
  if (missing.length > 0) throw missingScopes([...new Set(missing.flatMap((group) => group[0] ?? []))]);
  const writes = endpoint.method !== 'get' && endpoint.reads !== true;
  if (writes && gate.chaos.read().locked) {
    throw new HubspotError(423, 'The resource is locked. Wait at least 2 seconds between retries.');
  }
}

export function missingScopes(scopes: readonly string[]): HubspotError {
  const link = 'https://developers.hubspot.com/scopes';
  return new HubspotError(
    403,
    `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${link}.`,
    {
      category: 'MISSING_SCOPES',
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: link },
    },
  );
}

function plain(status: number, message: string): Refused {
  return { status, headers: {}, body: { status: 'error', message } };
}
