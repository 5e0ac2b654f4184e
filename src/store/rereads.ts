// Rows of rereads: which records of a CRM must be read again, each once however often it was wanted.
import { type Kysely, sql } from 'kysely';
import type { Reread, RereadRows } from '#ports/store-sense.ts';
import { objectTypes } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

type Row = {
  connection_id: string;
  object_type: string;
  external_id: string;
  links: boolean;
  mark: string;
  attempts: number;
};

export function rereadRows(trx: Kysely<Database>, tenant: TenantId): RereadRows {
  return {
    async want(list, dueAt) {
      if (list.length === 0) return;
      const input = JSON.stringify(
        list.map(({ connection, objectType, externalId, links }) => ({
          connection_id: connection,
          object_type: objectType,
          external_id: externalId,
          links,
        })),
      );
      // One order for all writers, so that two of them never wait for each other.
      await sql`
        insert into reread (tenant_id, connection_id, object_type, external_id, links, due_at)
        select ${tenant}, connection_id, object_type, external_id, bool_or(links), ${dueAt}
        from jsonb_to_recordset(${input}::jsonb) as x(connection_id uuid, object_type text, external_id text, links boolean)
        group by connection_id, object_type, external_id order by 2, 3, 4
        on conflict (connection_id, object_type, external_id) do update set mark = nextval('dirty_mark'),
          due_at = least(reread.due_at, excluded.due_at), links = reread.links or excluded.links, attempts = 0`.execute(
        trx,
      );
    },
    async due(connection, now, limit) {
      const { rows } = await sql<Row>`
        select connection_id, object_type, external_id, links, mark, attempts from reread
        where tenant_id = ${tenant} and connection_id = ${connection} and due_at <= ${now}
        order by due_at, mark limit ${limit}`.execute(trx);
      return rows.map(toReread);
    },
    async finish(list) {
      if (list.length === 0) return;
      await sql`
        with finished as (${locked(tenant, list)})
        delete from reread r using finished f where r.connection_id = f.connection_id
          and r.object_type = f.object_type and r.external_id = f.external_id`.execute(trx);
    },
    async postpone(list, dueAt) {
      if (list.length === 0) return;
      await sql`
        with late as (${locked(tenant, list)})
        update reread r set due_at = ${dueAt}, attempts = r.attempts + 1 from late f
        where r.connection_id = f.connection_id and r.object_type = f.object_type
          and r.external_id = f.external_id`.execute(trx);
    },
  };
}

/** Those whose mark did not move, locked in the order in which everybody locks. */
function locked(tenant: TenantId, list: readonly Reread[]) {
  const input = JSON.stringify(
    list.map(({ connection, objectType, externalId, mark }) => ({
      connection_id: connection,
      object_type: objectType,
      external_id: externalId,
      mark,
    })),
  );
  return sql`
    select r.connection_id, r.object_type, r.external_id from reread r
    join jsonb_to_recordset(${input}::jsonb) as x(connection_id uuid, object_type text, external_id text, mark bigint)
      using (connection_id, object_type, external_id, mark)
    where r.tenant_id = ${tenant} order by 1, 2, 3 for update of r`;
}

function toReread(row: Row): Reread {
  const objectType = objectTypes.find((one) => one === row.object_type);
  if (objectType === undefined) throw new TypeError(`reread of the unknown type ${row.object_type}`);
  return {
    connection: row.connection_id,
    objectType,
    externalId: row.external_id,
    links: row.links,
    mark: row.mark,
    attempts: row.attempts,
  };
}
