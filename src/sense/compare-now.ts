// Makes comparing with the CRM due at once, where records changed and nobody told which.
import type { TenantStore } from '#ports/store.ts';
import type { ConnectionId } from './connection.ts';
import type { ObjectType } from './signal.ts';

/**
 * Of these types, or of all: what changed is read now, and everything is compared from the beginning, also where that
 * is under way: what it has passed already may have changed since. A type whose first reading is not through needs
 * neither.
 */
export async function compareNow(
  { syncs }: Pick<TenantStore, 'syncs'>,
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
