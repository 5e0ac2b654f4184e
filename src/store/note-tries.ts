// Rows of first tries: when each feature was used for the first time, under the name under which the events came.
import { type Kysely, sql } from 'kysely';
import type { NewSignal } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { featureOf } from '#twin/feature-of.ts';
import type { Database } from './tables.ts';

/** The earliest wins, whatever comes first; in one order, so that two writers never wait for each other. */
export async function noteTries(
  trx: Kysely<Database>,
  tenant: TenantId,
  signals: readonly NewSignal[],
): Promise<void> {
  const tries = new Map<
    string,
    { origin: string; object_type: string; external_id: string; feature: string; at: string }
  >();
  for (const one of signals) {
    if (one.kind !== 'product.event') continue;
    const { origin, objectType: object_type, externalId: external_id } = one;
    const [feature, at] = [featureOf(one.data), one.occurredAt.toISOString()];
    const key = JSON.stringify([origin, object_type, external_id, feature]);
    const known = tries.get(key);
    if (known === undefined || at < known.at)
      tries.set(key, { origin, object_type, external_id, feature, at });
  }
  if (tries.size === 0) return;
  const ordered = [...tries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  await sql`
    insert into usage_tried as u (tenant_id, origin, object_type, external_id, feature, first_at)
    select ${tenant}, x.origin, x.object_type, x.external_id, x.feature, x.at
    from jsonb_to_recordset(${JSON.stringify(ordered)}::jsonb) as x(origin uuid, object_type text, external_id text,
      feature text, at timestamptz)
    on conflict (tenant_id, origin, object_type, external_id, feature) do update set first_at = excluded.first_at
      where u.first_at > excluded.first_at`.execute(trx);
}
