// What sensing does when the CRM as a whole refuses: waits, stops, or goes on without one type.
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { Ports, Work } from '#ports.ts';
import type { Connection } from './connection.ts';

/**
 * Waits or stops as the error asks, and returns true; false for an error of another kind, which the caller throws on.
 * A stop marks the connection as revoked, so that nothing else is tried with it.
 */
export async function settleTrouble(
  { store, queue, log }: Pick<Ports, 'store' | 'queue' | 'log'>,
  connection: Connection,
  kind: Work['kind'],
  error: unknown,
): Promise<boolean> {
  const trouble = crmTrouble(error);
  const { tenant, id } = connection;
  if (trouble === null || trouble.what === 'scope') return false;
  if (trouble.what === 'wait') {
    log.info({ tenant, connection: id, ...trouble }, 'the CRM asks to wait');
    await queue.wake({ kind, tenant, connection: id }, trouble.waitMs);
    return true;
  }
  await store.asTenant(tenant, async ({ connections }) => {
    const now = await connections.get(id);
    if (now?.state === 'active') await connections.setState(id, 'revoked', trouble.code);
  });
  log.warn({ tenant, connection: id, code: trouble.code }, 'the CRM connection was revoked: its work stops');
  return true;
}
