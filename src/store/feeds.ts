// Rows of feeds: where following stands; only the process that holds a row changes it.
import { type Kysely, sql } from 'kysely';
import type { Feed, FeedRows } from '#ports/feed.ts';
import { feedStates } from '#ports/feed.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function feedRows(trx: Kysely<Database>, tenant: TenantId): FeedRows {
  const rows = (connection: ConnectionId | null) =>
    sql<Row>`
    select connection_id, position, begin_at, state, since, code, problem, held_until > now() as held
    from feed where tenant_id = ${tenant} and (${connection}::uuid is null or connection_id = ${connection})
    order by connection_id`.execute(trx);
  const whileHeld = async (connection: ConnectionId, owner: string, set: ReturnType<typeof sql>) => {
    const { numAffectedRows } = await sql`update feed set ${set} where tenant_id = ${tenant}
      and connection_id = ${connection} and owner = ${owner} and held_until > now()`.execute(trx);
    return numAffectedRows === 1n;
  };
  return {
    all: async () => (await rows(null)).rows.map(toFeed),
    get: async (connection) => (await rows(connection)).rows.map(toFeed)[0] ?? null,
    movedTo: (connection, owner, position) => whileHeld(connection, owner, sql`position = ${position}`),
    beginAgain: (connection, owner) =>
      whileHeld(connection, owner, sql`position = null, begin_at = 'earliest'`),
    told: (connection, owner, { state, code, problem }) =>
      whileHeld(
        connection,
        owner,
        sql`since = case when state = ${state} then since else now() end, state = ${state}, code = ${code}, problem = ${problem}`,
      ),
    release: (connection, owner, waitMs) =>
      whileHeld(
        connection,
        owner,
        sql`owner = null, held_until = '-infinity', due_at = now() + ${waitMs} * interval '1 millisecond'`,
      ),
  };
}

type Row = {
  connection_id: string;
  position: string | null;
  begin_at: string;
  state: string;
  since: Date;
  code: string | null;
  problem: string | null;
  held: boolean;
};

/** What nobody holds is not followed, whatever was said of it last. */
function toFeed(row: Row): Feed {
  const said = feedStates.find((one) => one === row.state) ?? 'starting';
  return {
    connection: row.connection_id,
    state: said === 'following' && !row.held ? 'starting' : said,
    since: row.since,
    code: row.code,
    problem: row.problem,
    start:
      row.position === null
        ? { at: row.begin_at === 'earliest' ? 'earliest' : 'latest' }
        : { after: row.position },
  };
}
