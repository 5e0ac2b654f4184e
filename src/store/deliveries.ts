// Rows of the inbox: what came in, exactly as it came.
import { type Kysely, sql } from 'kysely';
import type { DeliveryRows } from '#ports/store-sense.ts';
import type { Delivery, DeliverySource } from '#sense/delivery.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function deliveryRows(trx: Kysely<Database>, tenant: TenantId): DeliveryRows {
  return {
    async keep({ source, origin, headers, body }) {
      const row = await trx
        .insertInto('delivery')
        .values({ tenant_id: tenant, source, origin, headers: JSON.stringify(headers), body })
        .returning('id')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async take(source, limit) {
      const rows = await trx
        .selectFrom('delivery')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('source', '=', source)
        .where('state', '=', 'kept')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .execute();
      return rows.map((row) => toDelivery(row, source));
    },
    async done(ids) {
      if (ids.length === 0) return;
      await sql`update delivery set state = 'done', problem = null where tenant_id = ${tenant} and id = any(${ids}::bigint[])`.execute(
        trx,
      );
    },
    async retry(id) {
      const { numUpdatedRows } = await trx
        .updateTable('delivery')
        .set({ state: 'kept', problem: null })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .where('state', '=', 'parked')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async park(id, problem) {
      await trx
        .updateTable('delivery')
        .set((eb) => ({ state: 'parked', problem, attempts: eb('attempts', '+', 1) }))
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .execute();
    },
  };
}

function toDelivery(
  row: { id: string; origin: string; headers: object; body: Buffer; received_at: Date; attempts: number },
  source: DeliverySource,
): Delivery {
  return {
    id: row.id,
    source,
    origin: row.origin,
    headers: Object.fromEntries(Object.entries(row.headers).map(([name, value]) => [name, String(value)])),
    body: row.body,
    receivedAt: row.received_at,
    attempts: row.attempts,
  };
}
