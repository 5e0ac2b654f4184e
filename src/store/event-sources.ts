// Rows of event sources: where product events come from, with the hash of each write key.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { EventSource, EventSources } from '#ports/event-sources.ts';
import type { Database } from './tables.ts';

/** `last_seen_at` is written at most this often, so that a burst of events does not write it each time. */
const seenMs = 60_000;

type Row = { id: string; tenant_id: string; name: string; created_at: Date; last_seen_at: Date | null };
const columns = ['id', 'tenant_id', 'name', 'created_at', 'last_seen_at'] as const;

/** `db` connects as the owner of the tables: a write key is looked for before the tenant is known. */
export function openEventSources(db: Kysely<Database>): EventSources {
  return {
    async list(tenant) {
      const rows = await db
        .selectFrom('event_source')
        .select(columns)
        .where('tenant_id', '=', tenant)
        .orderBy('created_at')
        .execute();
      return rows.map(toSource);
    },
    async add(tenant, name, now) {
      const writeKey = `wk_${randomBytes(24).toString('base64url')}`;
      const row = await db
        .insertInto('event_source')
        .values({
          tenant_id: tenant,
          id: randomUUID(),
          name,
          write_key_hash: hashOf(writeKey),
          created_at: now,
        })
        .returning(columns)
        .executeTakeFirstOrThrow();
      return { source: toSource(row), writeKey };
    },
    async remove(tenant, id) {
      const gone = await db
        .deleteFrom('event_source')
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async byWriteKey(writeKey, now) {
      const row = await db
        .selectFrom('event_source')
        .select(columns)
        .where('write_key_hash', '=', hashOf(writeKey))
        .executeTakeFirst();
      if (row === undefined) return null;
      if (row.last_seen_at === null || now.getTime() - row.last_seen_at.getTime() > seenMs) {
        await db.updateTable('event_source').set({ last_seen_at: now }).where('id', '=', row.id).execute();
      }
      return toSource(row);
    },
  };
}

function toSource(row: Row): EventSource {
  return {
    id: row.id,
    tenant: row.tenant_id,
    name: row.name,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

function hashOf(writeKey: string): Buffer {
  return createHash('sha256').update(writeKey).digest();
}
