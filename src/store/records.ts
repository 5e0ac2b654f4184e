// Rows of records: what each CRM record looked like when it was last read.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { KnownRecord, RecordRows } from '#ports/store-sense.ts';
import { type ObjectType, objectTypes } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const properties = z.record(z.string(), z.string().nullable());
const links = z.partialRecord(z.enum(objectTypes), z.array(z.string()));

type Row = {
  external_id: string;
  properties: unknown;
  links: unknown;
  created_at: Date;
  modified_at: Date;
  archived: boolean;
  merged_ids: string[];
  said_at: Date;
  read_at: Date;
};

export function recordRows(trx: Kysely<Database>, tenant: TenantId): RecordRows {
  const given = (connection: string, records: readonly KnownRecord[], readAt: Date) => sql`
    insert into record (tenant_id, connection_id, object_type, external_id, properties, links, created_at,
      modified_at, archived, merged_ids, said_at, read_at)
    select ${tenant}, ${connection}, object_type, external_id, properties, links, created_at, modified_at, archived,
      merged_ids, said_at, ${readAt}
    from jsonb_to_recordset(${toInput(records)}::jsonb) as x(object_type text, external_id text, properties jsonb,
      links jsonb, created_at timestamptz, modified_at timestamptz, archived boolean, merged_ids text[], said_at timestamptz)
    order by 3, 4`;
  return {
    async known(connection, objectType, ids) {
      const { rows } = await sql<Row>`
        select external_id, properties, links, created_at, modified_at, archived, merged_ids, said_at, read_at from record
        where tenant_id = ${tenant} and connection_id = ${connection} and object_type = ${objectType}
          and external_id = any(${ids}::text[]) order by external_id for update`.execute(trx);
      return new Map(rows.map((row) => [row.external_id, toRecord(objectType, row)]));
    },
    async add(connection, records, readAt) {
      if (records.length === 0) return new Set();
      // Waits for whoever is just keeping one of them.
      const { rows } = await sql<{ external_id: string }>`${given(connection, records, readAt)}
        on conflict do nothing returning external_id`.execute(trx);
      return new Set(rows.map((row) => row.external_id));
    },
    async save(connection, records, readAt) {
      if (records.length === 0) return;
      await sql`${given(connection, records, readAt)}
        on conflict (connection_id, object_type, external_id) do update set properties = excluded.properties,
          links = record.links || excluded.links, created_at = excluded.created_at, modified_at = excluded.modified_at,
          archived = excluded.archived, merged_ids = excluded.merged_ids, said_at = excluded.said_at, read_at = excluded.read_at
        where record.modified_at <= excluded.modified_at`.execute(trx);
    },
    async touch(connection, objectType, ids, readAt) {
      if (ids.length === 0) return;
      await sql`update record set read_at = ${readAt} where tenant_id = ${tenant} and connection_id = ${connection}
        and object_type = ${objectType} and external_id = any(${ids}::text[])`.execute(trx);
    },
    async archive(connection, objectType, list) {
      if (list.length === 0) return;
      const input = JSON.stringify(list.map(({ id, at }) => ({ id, at: at.toISOString() })));
      // A deletion older than what is known says nothing new: reading again will tell.
      await sql`
        update record r set archived = true, said_at = x.at
        from (select id, max(at) as at from jsonb_to_recordset(${input}::jsonb) as y(id text, at timestamptz) group by id) x
        where r.tenant_id = ${tenant} and r.connection_id = ${connection} and r.object_type = ${objectType}
          and r.external_id = x.id and not r.archived and r.said_at <= x.at`.execute(trx);
    },
    async remove(connection, objectType, ids) {
      if (ids.length === 0) return;
      await sql`delete from record where tenant_id = ${tenant} and connection_id = ${connection}
        and object_type = ${objectType} and external_id = any(${ids}::text[])`.execute(trx);
    },
    async companies(connection, objectType, ids) {
      const { rows } = await sql<{ external_id: string; company: string }>`
        select external_id, links -> 'company' ->> 0 as company from record
        where tenant_id = ${tenant} and connection_id = ${connection} and object_type = ${objectType}
          and external_id = any(${ids}::text[]) and links -> 'company' ->> 0 is not null`.execute(trx);
      return new Map(rows.map((row) => [row.external_id, row.company]));
    },
    async count(connection) {
      const { rows } = await sql<{ object_type: string; live: string; archived: string }>`
        select object_type, count(*) filter (where not archived) as live, count(*) filter (where archived) as archived
        from record where tenant_id = ${tenant} and connection_id = ${connection} group by 1 order by 1`.execute(
        trx,
      );
      return rows.flatMap((row) => {
        const objectType = objectTypes.find((one) => one === row.object_type);
        return objectType === undefined
          ? []
          : [{ objectType, live: Number(row.live), archived: Number(row.archived) }];
      });
    },
    async newest(connection, objectType, after, limit) {
      // Ids grow, in their length too.
      const { rows } = await sql<Row>`
        select external_id, properties, links, created_at, modified_at, archived, merged_ids, said_at, read_at from record
        where tenant_id = ${tenant} and connection_id = ${connection} and object_type = ${objectType} and not archived
          and (${after}::text is null or (length(external_id), external_id collate "C") < (length(${after}), ${after} collate "C"))
        order by length(external_id) desc, external_id collate "C" desc limit ${limit}`.execute(trx);
      return rows.map((row) => toRecord(objectType, row));
    },
    async unseen(connection, objectType, since, limit) {
      const { rows } = await sql<{ external_id: string }>`
        select external_id from record where tenant_id = ${tenant} and connection_id = ${connection}
          and object_type = ${objectType} and not archived and read_at < ${since}
        order by external_id limit ${limit}`.execute(trx);
      return rows.map((row) => row.external_id);
    },
  };
}

function toInput(records: readonly KnownRecord[]): string {
  return JSON.stringify(
    records.map((record) => ({
      object_type: record.objectType,
      external_id: record.id,
      properties: record.properties,
      links: record.links ?? {},
      created_at: record.createdAt,
      modified_at: record.modifiedAt,
      archived: record.archived,
      merged_ids: record.mergedIds ?? [],
      said_at: record.saidAt,
    })),
  );
}

function toRecord(objectType: ObjectType, row: Row): KnownRecord {
  const linked = Object.entries(links.parse(row.links)).filter(([, ids]) => ids !== undefined);
  return {
    objectType,
    id: row.external_id,
    properties: properties.parse(row.properties),
    links: Object.fromEntries(linked),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    archived: row.archived,
    mergedIds: row.merged_ids,
    saidAt: row.said_at,
    readAt: row.read_at,
  };
}
