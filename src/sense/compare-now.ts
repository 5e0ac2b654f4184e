// Makes reading due at once, where records changed and nobody told which.
import type { TenantStore } from '#ports/store.ts';
import type { ConnectionId } from './connection.ts';
import type { ObjectType } from './signal.ts';

type Rows = Pick<TenantStore, 'syncs'>;

/** What changed since the last time is read now. A type whose first reading is not through needs it not. */
export async function changesNow({ syncs }: Rows, connection: ConnectionId, now: Date): Promise<void> {
  for (const sync of await syncs.all(connection)) {
    if (sync.phase !== 'incremental' || sync.state === 'off') continue;
    await syncs.save({ ...sync, cursor: { ...sync.cursor, dueAt: now.toISOString() } });
  }
}

/**
 * Everything of these types is compared from the beginning, also where that is under way: what it has passed already may
 * have changed since.
 */
export async function compareNow(
  { syncs }: Rows,
  connection: ConnectionId,
  types: readonly ObjectType[] | 'all',
  now: Date,
): Promise<void> {
  for (const sync of await syncs.all(connection)) {
    if (sync.state === 'off' || (types !== 'all' && !types.includes(sync.objectType))) continue;
    const dueAt = now.toISOString();
    if (sync.phase === 'incremental') await syncs.save({ ...sync, cursor: { ...sync.cursor, dueAt } });
    if (sync.phase === 'reconcile') await syncs.save({ ...sync, state: 'waiting', cursor: { dueAt } });
  }
}
