// Rows of installs under way: each state works once, and only in the browser that began it.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Installs } from '#ports/installs.ts';
import { platforms } from '#sense/connection.ts';
import type { Database } from './tables.ts';

const lifeMs = 15 * 60_000;

/** `db` connects as the owner of the tables: an install may come before its tenant. */
export function openInstalls(db: Kysely<Database>): Installs {
  return {
    async begin({ platform, tenant, verifier, loginUrl }, now) {
      const state = randomBytes(32).toString('base64url');
      const browser = randomBytes(32).toString('base64url');
      await db
        .insertInto('install')
        .values({
          state_hash: hashOf(state),
          browser_hash: hashOf(browser),
          platform,
          tenant_id: tenant,
          verifier,
          login_url: loginUrl,
          expires_at: new Date(now.getTime() + lifeMs),
        })
        .execute();
      return { state, browser };
    },
    async consume(input, now) {
      const row = await db
        .deleteFrom('install')
        .where('state_hash', '=', hashOf(input.state))
        .returningAll()
        .executeTakeFirst();
      if (row === undefined || row.expires_at <= now || row.platform !== input.platform) return null;
      if (!timingSafeEqual(row.browser_hash, hashOf(input.browser))) return null;
      const platform = platforms.find((one) => one === row.platform);
      if (platform === undefined) return null;
      return { platform, tenant: row.tenant_id, verifier: row.verifier, loginUrl: row.login_url };
    },
    async sweep(now) {
      const gone = await db.deleteFrom('install').where('expires_at', '<=', now).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
