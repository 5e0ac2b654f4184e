// A row of connection, read into the noun.
import type { Selectable } from 'kysely';
import { account, type Connection, connectionStates, platforms } from '#sense/connection.ts';
import type { Database } from './tables.ts';

export function toConnection(row: Selectable<Database['connection']>): Connection {
  const platform = platforms.find((one) => one === row.platform);
  const state = connectionStates.find((one) => one === row.state);
  if (platform === undefined || state === undefined)
    throw new TypeError(`connection ${row.id} is not readable`);
  return {
    id: row.id,
    tenant: row.tenant_id,
    platform,
    externalId: row.external_id,
    state,
    reason: row.reason,
    account: account.parse(row.account),
    scopes: row.scopes,
    connectedAt: row.connected_at,
  };
}
