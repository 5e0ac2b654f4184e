// Codes and tokens of the simulated HubSpot: issued, refreshed, revoked, expired.
import { createHash, randomBytes } from 'node:crypto';
import { maybeNumber, numberOf, type Row, textOf } from '#sandbox/sqlite.ts';
import type { Apps, DeveloperApp } from './apps.ts';
import type { Chaos } from './chaos.ts';
import type { Portals } from './portals.ts';

export type TokenOffice = {
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
};

export type Grant = {
  readonly appId: number;
  readonly portalId: number;
  readonly scopes: readonly string[];
  readonly userId: number;
};

export type StoredToken = Grant & {
  readonly token: string;
  readonly kind: 'access' | 'refresh';
  /** Milliseconds; refresh tokens do not expire. */
  readonly expires: number | undefined;
  readonly revoked: boolean;
};

const CODE_MS = 600_000;
// hubspot.md 2.5: leave room for 512 characters; these are longer than a short column would hold.
const TOKEN_BYTES = 280;

export function issueCode(
  office: TokenOffice,
  grant: Grant,
  request: { readonly redirectUri: string; readonly challenge: string },
): string {
  const code = randomBytes(24).toString('base64url');
  office.portals.database.run(
    `insert into codes (code, app_id, portal_id, redirect_uri, scopes, user_id, challenge, expires)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[code, grant.appId, grant.portalId, request.redirectUri, grant.scopes.join(' '), grant.userId],
    ...[request.challenge, office.portals.wall().getTime() + CODE_MS],
  );
  return code;
}

/** Uses the code up; undefined where it is unknown, used, expired, another app's or fails its PKCE check. */
export function redeemCode(
  office: TokenOffice,
  app: DeveloperApp,
  given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Grant | 'BAD_AUTH_CODE' | 'BAD_REDIRECT_URI' {
  const { database, wall } = office.portals;
  const row = database.get('select * from codes where code = ? and app_id = ?', given.code, app.appId);
  if (row === undefined || numberOf(row, 'expires') < wall().getTime()) return 'BAD_AUTH_CODE';
  if (textOf(row, 'redirect_uri') !== given.redirectUri) return 'BAD_REDIRECT_URI';
  const challenge = textOf(row, 'challenge');
  const proof = createHash('sha256').update(given.verifier).digest('base64url');
  if (challenge !== '' && proof !== challenge) return 'BAD_AUTH_CODE';
  database.run('delete from codes where code = ?', given.code);
  return toGrant(row);
}

/** A fresh pair for the grant; the refresh token of a refresh is kept unless chaos rotates it. */
export function issueTokens(office: TokenOffice, grant: Grant, refreshToken?: string) {
  const { accessTokenSeconds, rotateRefreshTokens } = office.chaos.read();
  const now = office.portals.wall().getTime();
  const access = store(office, 'access', grant, now + accessTokenSeconds * 1_000);
  let refresh = refreshToken;
  if (refresh === undefined || rotateRefreshTokens) {
    if (refresh !== undefined) revokeToken(office, refresh);
    refresh = store(office, 'refresh', grant, null);
  }
  return {
    access_token: access,
    refresh_token: refresh,
    expires_in: accessTokenSeconds,
    token_type: 'bearer',
    token_use: 'access_token',
    hub_id: grant.portalId,
    user_id: grant.userId,
    scopes: grant.scopes,
  };
}

export function findToken(office: Pick<TokenOffice, 'portals'>, token: string): StoredToken | undefined {
  const row = office.portals.database.get('select * from tokens where token = ?', token);
  if (row === undefined) return undefined;
  return {
    ...toGrant(row),
    token,
    kind: textOf(row, 'kind') === 'access' ? 'access' : 'refresh',
    expires: maybeNumber(row, 'expires'),
    revoked: numberOf(row, 'revoked') === 1,
  };
}

/** Access tokens already issued go on working until they expire. */
export function revokeToken(office: Pick<TokenOffice, 'portals'>, token: string): void {
  office.portals.database.run('update tokens set revoked = 1 where token = ?', token);
}

function store(
  office: TokenOffice,
  kind: 'access' | 'refresh',
  grant: Grant,
  expires: number | null,
): string {
  const bytes = kind === 'access' ? TOKEN_BYTES : 60;
  const token = `${kind === 'access' ? 'C' : 'na1-'}${randomBytes(bytes).toString('base64url')}`;
  office.portals.database.run(
    'insert into tokens (token, kind, app_id, portal_id, scopes, user_id, expires) values (?, ?, ?, ?, ?, ?, ?)',
    ...[token, kind, grant.appId, grant.portalId, grant.scopes.join(' '), grant.userId, expires],
  );
  return token;
}

function toGrant(row: Row): Grant {
  return {
    appId: numberOf(row, 'app_id'),
    portalId: numberOf(row, 'portal_id'),
    scopes: textOf(row, 'scopes').split(' '),
    userId: numberOf(row, 'user_id'),
  };
}
