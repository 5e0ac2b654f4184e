// The secret that a tenant's requests to other systems are signed with; sealed, and made when it is first needed.
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { HookSecretRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Seal } from './seal.ts';
import type { Database } from './tables.ts';

export function hookSecretRows(trx: Kysely<Database>, tenant: TenantId, seal: Seal): HookSecretRows {
  const context = `hook ${tenant}`;
  const keep = async (now: Date, replace: boolean) => {
    const { keyId, sealed } = seal.seal(`whsec_${randomBytes(32).toString('base64')}`, context);
    await sql`insert into hook_secret (tenant_id, key_id, sealed, made_at) values (${tenant}, ${keyId}, ${sealed}, ${now})
      on conflict (tenant_id) do update set key_id = excluded.key_id, sealed = excluded.sealed, made_at = excluded.made_at
        where ${replace}`.execute(trx);
  };
  const kept = async () => {
    const { rows } = await sql<{ key_id: string; sealed: Buffer }>`select key_id, sealed from hook_secret
      where tenant_id = ${tenant}`.execute(trx);
    return rows[0] === undefined ? null : seal.open(rows[0].key_id, rows[0].sealed, context);
  };
  const now = async (at: Date, replace: boolean): Promise<string> => {
    await keep(at, replace);
    return (await kept()) ?? '';
  };
  return { read: async (at) => (await kept()) ?? now(at, false), renew: (at) => now(at, true) };
}
