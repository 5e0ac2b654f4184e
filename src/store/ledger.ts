// Rows of the ledger: what we wrote to the CRM within a day, to know our own echo.
import { type Kysely, sql } from 'kysely';
import type { LedgerEntry, LedgerRows } from '#ports/store-sense.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const dayMs = 24 * 60 * 60 * 1000;
const columns = sql`as x(connection_id uuid, object_type text, external_id text, property text, value text, nr int)`;

export function ledgerRows(trx: Kysely<Database>, tenant: TenantId): LedgerRows {
  return {
    async note(entries, at) {
      if (entries.length === 0) return;
      await sql`
        insert into ledger (tenant_id, connection_id, object_type, external_id, property, value_hash, written_at)
        select distinct ${tenant}::uuid, connection_id, object_type, external_id, property, sha256(convert_to(value, 'UTF8')), ${at}::timestamptz
        from jsonb_to_recordset(${toInput(entries)}::jsonb) ${columns} order by 2, 3, 4, 5, 6
        on conflict (connection_id, object_type, external_id, property, value_hash)
          do update set written_at = excluded.written_at`.execute(trx);
      const connections = [...new Set(entries.map((entry) => entry.connection))];
      await sql`delete from ledger where tenant_id = ${tenant} and connection_id = any(${connections}::uuid[])
        and written_at < ${new Date(at.getTime() - dayMs)}`.execute(trx);
    },
    async echoes(entries, now) {
      if (entries.length === 0) return [];
      const { rows } = await sql<{ nr: number }>`
        select distinct x.nr from jsonb_to_recordset(${toInput(entries)}::jsonb) ${columns}
        join ledger l using (connection_id, object_type, external_id, property)
        where l.tenant_id = ${tenant} and l.value_hash = sha256(convert_to(x.value, 'UTF8'))
          and l.written_at >= ${new Date(now.getTime() - dayMs)}`.execute(trx);
      const found = new Set(rows.map((row) => row.nr));
      return entries.map((_, nr) => found.has(nr));
    },
  };
}

function toInput(entries: readonly LedgerEntry[]): string {
  return JSON.stringify(
    entries.map((entry, nr) => ({
      connection_id: entry.connection,
      object_type: entry.objectType,
      external_id: entry.externalId,
      property: entry.property,
      value: entry.value,
      nr,
    })),
  );
}
