// Rows of event sources: where product events come from, with the hash of each write key.
import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { EventSource, EventSources } from '#ports/event-sources.ts';
import { collectionSettings } from '#sense/collection.ts';
import type { Database } from './tables.ts';

/** `last_seen_at` is written at most this often, so that a burst of events does not write it each time. */
const seenMs = 60_000;

type Row = {
  id: string;
  tenant_id: string;
  name: string;
  created_at: Date;
  last_seen_at: Date | null;
  write_key_hash: Buffer;
};
const columns = ['id', 'tenant_id', 'name', 'created_at', 'last_seen_at', 'write_key_hash'] as const;

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
      // With the dial as it stands now: a transaction of its own only to look at it cost four round trips a request.
      const row = await db
        .selectFrom('event_source')
        .innerJoin('tenant', 'tenant.id', 'event_source.tenant_id')
        .select(columns.map((one) => `event_source.${one}` as const))
        .select(sql<unknown>`coalesce(tenant.settings -> 'collection', '{}')`.as('collection'))
        .where('write_key_hash', '=', hashOf(writeKey))
        .executeTakeFirst();
      if (row === undefined) return null;
      if (row.last_seen_at === null || now.getTime() - row.last_seen_at.getTime() > seenMs) {
        await db.updateTable('event_source').set({ last_seen_at: now }).where('id', '=', row.id).execute();
      }
      return { ...toSource(row), collection: collectionSettings.parse(row.collection) };
    },
    async keep({ id }, headers, body) {
      // The tenant is the source's own, so no row can get to another one although no tenant is entered.
      const kept = await sql`
        insert into delivery (tenant_id, source, origin, headers, body)
        select tenant_id, 'segment', id, ${JSON.stringify(headers)}::jsonb, ${body} from event_source where id = ${id}`.execute(
        db,
      );
      return (kept.numAffectedRows ?? 0n) > 0n;
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
    pseudonymKey: pseudonymKeyOf(row.write_key_hash),
  };
}

/** Derived, so that nothing else must be kept secret. */
export function pseudonymKeyOf(writeKeyHash: Buffer): KeyObject {
  return createSecretKey(createHmac('sha256', writeKeyHash).update('pseudonyms').digest());
}

function hashOf(writeKey: string): Buffer {
  return createHash('sha256').update(writeKey).digest();
}
