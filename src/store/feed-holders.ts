// Which process follows which feed, across tenants: each feed is held by one, and taken over when that one dies.
import { type Kysely, sql } from 'kysely';
import type { ConnectionId } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/**
 * The times are the database's, as the clocks of two machines differ. A feed that was refused is tried at once when the
 * account was connected again.
 */
export async function holdFeeds(
  db: Kysely<Database>,
  owner: string,
  holdMs: number,
  most: number,
): Promise<{ tenant: TenantId; connection: ConnectionId }[]> {
  await sql`insert into feed (tenant_id, connection_id) select tenant_id, id from connection c
    where state = 'active' and platform = 'salesforce' and not exists (select from feed f where f.connection_id = c.id)
    on conflict do nothing`.execute(db);
  const until = sql`now() + ${holdMs} * interval '1 millisecond'`;
  const { rows } = await sql<{ tenant_id: string; connection_id: string }>`
    with own as (
      update feed f set held_until = ${until} from connection c
      where c.id = f.connection_id and c.state = 'active' and f.owner = ${owner} and f.held_until > now()
      returning f.tenant_id, f.connection_id
    ), free as (
      select f.connection_id from feed f join connection c on c.id = f.connection_id
      where c.state = 'active' and f.held_until <= now() and (f.due_at <= now() or c.connected_at > f.tried_at)
      order by f.held_until limit ${most} for update of f skip locked
    ), taken as (
      update feed f set owner = ${owner}, held_until = ${until}, tried_at = now() from free
      where free.connection_id = f.connection_id and f.held_until <= now() returning f.tenant_id, f.connection_id
    )
    select tenant_id, connection_id from own union all select tenant_id, connection_id from taken`.execute(
    db,
  );
  return rows.map((row) => ({ tenant: row.tenant_id, connection: row.connection_id }));
}
