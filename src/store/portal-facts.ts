// Rows of portal facts: what a portal looks like, read now and then.
import { type Kysely, sql } from 'kysely';
import type { PortalFactRows } from '#ports/store-sense.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function portalFactRows(trx: Kysely<Database>, tenant: TenantId): PortalFactRows {
  return {
    async read(connection, name) {
      const row = await trx
        .selectFrom('portal_fact')
        .select(['body', 'read_at'])
        .where('tenant_id', '=', tenant)
        .where('connection_id', '=', connection)
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? null : { body: row.body, readAt: row.read_at };
    },
    async save(connection, name, body, readAt) {
      await sql`
        insert into portal_fact (tenant_id, connection_id, name, body, read_at)
        values (${tenant}, ${connection}, ${name}, ${JSON.stringify(body)}, ${readAt})
        on conflict (connection_id, name) do update set body = excluded.body, read_at = excluded.read_at`.execute(
        trx,
      );
    },
    async expire(connection, name, unless) {
      await sql`update portal_fact set read_at = 'epoch' where tenant_id = ${tenant} and connection_id = ${connection}
        and name = ${name} and read_at <= ${unless}`.execute(trx);
    },
  };
}
