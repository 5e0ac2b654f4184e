// The tenant's own row: its name and the choices of its admin.
import type { Kysely } from 'kysely';
import type { TenantStore } from '#ports/store.ts';
import { type Tenant, type TenantId, tenantSettings } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function settingsRows(trx: Kysely<Database>, tenant: TenantId): TenantStore['settings'] {
  const own = () => trx.selectFrom('tenant').selectAll().where('id', '=', tenant);
  return {
    read: async () => toTenant(await own().executeTakeFirstOrThrow()),
    // Other tables' rows that name the tenant may come meanwhile.
    hold: async () => toTenant(await own().forNoKeyUpdate().executeTakeFirstOrThrow()),
    async save(settings) {
      await trx
        .updateTable('tenant')
        .set({ settings: JSON.stringify(settings) })
        .where('id', '=', tenant)
        .execute();
    },
  };
}

function toTenant(row: { id: string; name: string; settings: object; created_at: Date }): Tenant {
  return {
    id: row.id,
    name: row.name,
    settings: tenantSettings.parse(row.settings),
    createdAt: row.created_at,
  };
}
