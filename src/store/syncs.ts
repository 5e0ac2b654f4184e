// Rows of syncs: where the reading of each object type stands, with its progress.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type Sync, type SyncRows, syncPhases } from '#ports/store-sense.ts';
import { objectTypes } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const row = z.object({
  connection_id: z.string(),
  object_type: z.enum(objectTypes),
  phase: z.enum(syncPhases),
  cursor: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  state: z.enum(['waiting', 'running', 'done', 'off']),
  seen: z.coerce.number(),
  total: z.coerce.number().nullable(),
  started_at: z.date().nullable(),
  moved_at: z.date().nullable(),
  problem: z.string().nullable(),
});

export function syncRows(trx: Kysely<Database>, tenant: TenantId): SyncRows {
  return {
    async all(connection) {
      const { rows } = await sql`
        select connection_id, object_type, phase, cursor, state, seen, total, started_at, moved_at, problem from sync
        where tenant_id = ${tenant} and connection_id = ${connection} order by phase, object_type`.execute(
        trx,
      );
      return z.array(row).parse(rows).map(toSync);
    },
    async save(sync) {
      await sql`
        insert into sync (tenant_id, connection_id, object_type, phase, cursor, state, seen, total, started_at, moved_at, problem)
        values (${tenant}, ${sync.connection}, ${sync.objectType}, ${sync.phase}, ${JSON.stringify(sync.cursor)}, ${sync.state},
          ${sync.seen}, ${sync.total}, ${sync.startedAt}, ${sync.movedAt}, ${sync.problem})
        on conflict (connection_id, object_type, phase) do update set cursor = excluded.cursor, state = excluded.state,
          seen = excluded.seen, total = excluded.total, started_at = excluded.started_at, moved_at = excluded.moved_at,
          problem = excluded.problem`.execute(trx);
    },
    async advance(sync, from) {
      const { numAffectedRows } = await sql`
        update sync set cursor = ${JSON.stringify(sync.cursor)}, state = ${sync.state}, seen = ${sync.seen}, total = ${sync.total},
          started_at = ${sync.startedAt}, moved_at = ${sync.movedAt}, problem = ${sync.problem}
        where tenant_id = ${tenant} and connection_id = ${sync.connection} and object_type = ${sync.objectType}
          and phase = ${sync.phase} and cursor = ${JSON.stringify(from)}::jsonb`.execute(trx);
      return (numAffectedRows ?? 0n) === 1n;
    },
  };
}

function toSync(one: z.infer<typeof row>): Sync {
  return {
    connection: one.connection_id,
    objectType: one.object_type,
    phase: one.phase,
    cursor: one.cursor,
    state: one.state,
    seen: one.seen,
    total: one.total,
    startedAt: one.started_at,
    movedAt: one.moved_at,
    problem: one.problem,
  };
}
