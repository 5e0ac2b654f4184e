// The tenant's own row: its name and the choices of its admin.
import type { Kysely } from 'kysely';
import type { TenantStore } from '#ports/store.ts';
import { type TenantId, tenantSettings } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function settingsRows(trx: Kysely<Database>, tenant: TenantId): TenantStore['settings'] {
  return {
    async read() {
      const row = await trx
        .selectFrom('tenant')
        .selectAll()
        .where('id', '=', tenant)
        .executeTakeFirstOrThrow();
      return {
        id: row.id,
        name: row.name,
        settings: tenantSettings.parse(row.settings),
        createdAt: row.created_at,
      };
    },
    async save(settings) {
      await trx
        .updateTable('tenant')
        .set({ settings: JSON.stringify(settings) })
        .where('id', '=', tenant)
        .execute();
    },
  };
}
