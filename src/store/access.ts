// Rows of the ways in: one-time codes, sessions and API keys, kept as hashes.
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Access, Caller } from '#ports/access.ts';
import type { Database } from './tables.ts';

const codeMs = 15 * 60_000;
const sessionMs = 12 * 3_600_000;
/** A session's end is moved at most this often, so that reading a page does not write a row each time. */
const slideMs = 5 * 60_000;

type Kind = 'session' | 'one_time' | 'api';
type Row = { kind: Kind; tenant: string; who: string; now: Date; expiresAt: Date | null };

/** `db` connects as the owner of the tables: a caller is looked for before the tenant is known. */
export function openAccess(db: Kysely<Database>): Access {
  const secretOf = async ({ kind, tenant, who, now, expiresAt }: Row): Promise<string> => {
    const secret = `${kind === 'api' ? 'rvl_' : ''}${randomBytes(32).toString('base64url')}`;
    await db
      .insertInto('access_key')
      .values({ tenant_id: tenant, hash: hashOf(secret), kind, who, created_at: now, expires_at: expiresAt })
      .execute();
    return secret;
  };
  const beginSession: Access['beginSession'] = (tenant, who, now) =>
    secretOf({ kind: 'session', tenant, who, now, expiresAt: later(now, sessionMs) });
  return {
    issueCode: (tenant, who, now) =>
      secretOf({ kind: 'one_time', tenant, who, now, expiresAt: later(now, codeMs) }),
    beginSession,
    async enter(code, now) {
      const row = await db
        .deleteFrom('access_key')
        .where('hash', '=', hashOf(code))
        .where('kind', '=', 'one_time')
        .returning(['tenant_id', 'who', 'expires_at'])
        .executeTakeFirst();
      if (row === undefined || row.expires_at === null || row.expires_at <= now) return null;
      const caller = { tenant: row.tenant_id, who: row.who, by: 'session' } as const;
      return { caller, session: await beginSession(caller.tenant, caller.who, now) };
    },
    session: (secret, now) => sessionOf(db, secret, now),
    async endSession(secret) {
      await db
        .deleteFrom('access_key')
        .where('hash', '=', hashOf(secret))
        .where('kind', '=', 'session')
        .execute();
    },
    async makeApiKey(tenant, name, now) {
      const key = await secretOf({ kind: 'api', tenant, who: name, now, expiresAt: null });
      return { id: hashOf(key).toString('hex'), key };
    },
    apiKey: (secret, now) => apiKeyOf(db, secret, now),
    async apiKeys(tenant) {
      const rows = await db
        .selectFrom('access_key')
        .select(['hash', 'who', 'created_at', 'used_at'])
        .where('tenant_id', '=', tenant)
        .where('kind', '=', 'api')
        .orderBy('created_at')
        .execute();
      return rows.map((row) => ({
        id: row.hash.toString('hex'),
        name: row.who,
        createdAt: row.created_at,
        usedAt: row.used_at,
      }));
    },
    async removeApiKey(tenant, id) {
      const gone = await db
        .deleteFrom('access_key')
        .where('tenant_id', '=', tenant)
        .where('kind', '=', 'api')
        .where('hash', '=', Buffer.from(id, 'hex'))
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async sweep(now) {
      const gone = await db.deleteFrom('access_key').where('expires_at', '<=', now).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

async function sessionOf(db: Kysely<Database>, secret: string, now: Date): Promise<Caller | null> {
  const hash = hashOf(secret);
  const row = await db
    .selectFrom('access_key')
    .select(['tenant_id', 'who', 'expires_at'])
    .where('hash', '=', hash)
    .where('kind', '=', 'session')
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row?.expires_at == null) return null;
  const end = later(now, sessionMs);
  if (end.getTime() - row.expires_at.getTime() > slideMs) {
    await db
      .updateTable('access_key')
      .set({ expires_at: end, used_at: now })
      .where('hash', '=', hash)
      .execute();
  }
  return { tenant: row.tenant_id, who: row.who, by: 'session' };
}

async function apiKeyOf(db: Kysely<Database>, secret: string, now: Date): Promise<Caller | null> {
  const hash = hashOf(secret);
  const row = await db
    .selectFrom('access_key')
    .select(['tenant_id', 'who', 'used_at'])
    .where('hash', '=', hash)
    .where('kind', '=', 'api')
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.used_at === null || now.getTime() - row.used_at.getTime() > slideMs) {
    await db.updateTable('access_key').set({ used_at: now }).where('hash', '=', hash).execute();
  }
  return { tenant: row.tenant_id, who: row.who, by: 'api' };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
