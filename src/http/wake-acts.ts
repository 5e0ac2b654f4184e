// Wakes the workers of every active connection of a tenant: something is to be done outside.
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';

export async function wakeActs(
  { store, queue }: Pick<Ports, 'store' | 'queue'>,
  tenant: TenantId,
): Promise<void> {
  const connections = await store.asTenant(tenant, (rows) => rows.connections.all());
  for (const { id, state } of connections) {
    if (state === 'active') await queue.wake({ kind: 'act', tenant, connection: id });
  }
}
