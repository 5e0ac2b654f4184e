// The connection of the workspace that a request came from; its tenant is known only from here on.
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';

/** null for a workspace that nobody has connected, or that was removed: there is nothing to say to it. */
export async function workspaceConnection(
  { store }: Pick<Ports, 'store'>,
  team: string | undefined,
): Promise<Connection | null> {
  const connection = team ? await store.doors.connection('slack', team) : null;
  return connection?.state === 'uninstalled' ? null : connection;
}
