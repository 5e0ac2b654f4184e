// Codes and tokens of the simulated Salesforce: issued, rotated, punished, revoked, ended.
import { createHash, randomBytes } from 'node:crypto';
import { numberOf, type Row, textOf } from '#sandbox/sqlite.ts';
import type { Apps, ClientApp } from './apps.ts';
import type { Orgs } from './orgs.ts';

export type TokenOffice = { readonly orgs: Orgs; readonly apps: Apps };

export type Grant = {
  readonly id: string;
  readonly clientId: string;
  readonly org: string;
  readonly user: string;
  readonly scopes: readonly string[];
};

/** Pairs one user may have with one app; one more ends the oldest. */
const MOST_PAIRS = 5;
const CODE_MS = 15 * 60_000;

export function issueCode(
  office: TokenOffice,
  grant: Omit<Grant, 'id'>,
  asked: { readonly redirectUri: string; readonly challenge: string },
): string {
  const code = `aPrx${randomBytes(48).toString('base64url')}==`;
  office.orgs.database.run(
    `insert into codes (code, client_id, org, user, redirect_uri, scopes, challenge, expires)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[code, grant.clientId, grant.org, grant.user, asked.redirectUri, grant.scopes.join(' ')],
    ...[asked.challenge, office.orgs.wall().getTime() + CODE_MS],
  );
  return code;
}

/** The grant the code stands for, made now; or why it stands for none, in Salesforce's words. */
export function redeemCode(
  office: TokenOffice,
  app: ClientApp,
  given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Grant | readonly [error: string, description: string] {
  const { database, wall } = office.orgs;
  const row = database.get('select * from codes where code = ? and client_id = ?', given.code, app.clientId);
  if (row === undefined) return ['invalid_grant', 'invalid authorization code'];
  if (numberOf(row, 'expires') < wall().getTime()) return ['invalid_grant', 'expired authorization code'];
  if (textOf(row, 'redirect_uri') !== given.redirectUri) {
    return ['redirect_uri_mismatch', 'redirect_uri must match configuration'];
  }
  const proof = createHash('sha256').update(given.verifier).digest('base64url');
  if (given.verifier === '' || proof !== textOf(row, 'challenge'))
    return ['invalid_grant', 'invalid code verifier'];
  database.run('update codes set expires = 0 where code = ?', given.code);
  return makeGrant(office, {
    clientId: app.clientId,
    org: textOf(row, 'org'),
    user: textOf(row, 'user'),
    scopes: textOf(row, 'scopes').split(' '),
  });
}

export function makeGrant({ orgs }: TokenOffice, grant: Omit<Grant, 'id'>): Grant {
  const { database } = orgs;
  const id = randomBytes(12).toString('hex');
  const now = orgs.wall().getTime();
  database.run(
    'insert into grants (id, client_id, org, user, scopes, made, used) values (?, ?, ?, ?, ?, ?, ?)',
    ...[id, grant.clientId, grant.org, grant.user, grant.scopes.join(' '), now, now],
  );
  const older = database.all(
    `select id from grants where client_id = ? and org = ? and user = ? and revoked = 0
     order by made desc, id = ? desc limit -1 offset ?`,
    ...[grant.clientId, grant.org, grant.user, id, MOST_PAIRS],
  );
  for (const row of older) revokeGrant(orgs, textOf(row, 'id'));
  return { ...grant, id };
}

export function issueAccess({ orgs }: TokenOffice, grant: Grant): string {
  return store(orgs, grant, 'access', `${grant.org.slice(0, 15)}!AQ${randomBytes(64).toString('base64url')}`);
}

export function issueRefresh({ orgs }: TokenOffice, grant: Grant): string {
  return store(orgs, grant, 'refresh', `5Aep861${randomBytes(60).toString('base64url')}`);
}

export type FoundToken = {
  readonly token: string;
  readonly kind: 'access' | 'refresh';
  readonly grant: Grant;
  readonly made: number;
  /** A refresh token that was used: another one took its place. */
  readonly spent: boolean;
  readonly revoked: boolean;
  /** When the pair was last used. */
  readonly used: number;
};

export function findToken(orgs: Pick<Orgs, 'database'>, token: string): FoundToken | undefined {
  const row = orgs.database.get(
    `select t.token, t.kind, t.made, t.spent, g.id, g.client_id, g.org, g.user, g.scopes, g.revoked, g.used
     from tokens t join grants g on g.id = t.grant_id where t.token = ?`,
    token,
  );
  return row && tokenOf(row);
}

/** Marks a refresh token as used, so that it works never again. */
export function spend({ orgs }: TokenOffice, { token, grant }: FoundToken): void {
  const now = orgs.wall().getTime();
  orgs.database.run('update tokens set spent = 1, used = ? where token = ?', now, token);
  orgs.database.run('update grants set used = ? where id = ?', now, grant.id);
}

/** Ends the pair: the refresh token and every access token that came from it. */
export function revokeGrant({ database }: Pick<Orgs, 'database'>, id: string): void {
  database.run('update grants set revoked = 1 where id = ?', id);
}

/** As an admin does it for all of an app's users, or for one. */
export function revokeAll({ database }: Pick<Orgs, 'database'>, org: string, clientId?: string): number {
  return database.run(
    'update grants set revoked = 1 where org = ? and (? is null or client_id = ?) and revoked = 0',
    ...[org, clientId ?? null, clientId ?? null],
  );
}

/** The sessions end; refresh tokens go on working. */
export function endSessions({ database }: Pick<Orgs, 'database'>, org: string): number {
  return database.run(
    "update tokens set spent = 1 where kind = 'access' and grant_id in (select id from grants where org = ?)",
    org,
  );
}

function store(orgs: Orgs, grant: Grant, kind: 'access' | 'refresh', token: string): string {
  const now = orgs.wall().getTime();
  orgs.database.run(
    'insert into tokens (token, grant_id, kind, made, used) values (?, ?, ?, ?, ?)',
    ...[token, grant.id, kind, now, now],
  );
  return token;
}

function tokenOf(row: Row): FoundToken {
  return {
    token: textOf(row, 'token'),
    kind: textOf(row, 'kind') === 'access' ? 'access' : 'refresh',
    grant: {
      id: textOf(row, 'id'),
      clientId: textOf(row, 'client_id'),
      org: textOf(row, 'org'),
      user: textOf(row, 'user'),
      scopes: textOf(row, 'scopes').split(' '),
    },
    made: numberOf(row, 'made'),
    spent: numberOf(row, 'spent') === 1,
    revoked: numberOf(row, 'revoked') === 1,
    used: numberOf(row, 'used'),
  };
}
