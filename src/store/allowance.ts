// Rows of allowances: how many requests a platform still lets us make, the same for all processes.
import { type Kysely, sql } from 'kysely';
import type { AllowanceRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

type Kept = { readonly state: unknown; readonly now: Date };

export function allowanceRows(trx: Kysely<Database>, tenant: TenantId): AllowanceRows {
  // Losing the last moments of an allowance in a crash costs one refused request, so no commit waits for the disk.
  const lock = async (connection: string, bucket: string): Promise<Kept | undefined> => {
    const { rows } = await sql<Kept>`
      select state, clock_timestamp() as now, set_config('synchronous_commit', 'off', true)
      from allowance where connection_id = ${connection} and bucket = ${bucket} for update`.execute(trx);
    return rows[0];
  };
  const make = (connection: string, bucket: string) =>
    trx
      .insertInto('allowance')
      .values({ tenant_id: tenant, connection_id: connection, bucket, state: '{}' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return {
    async change(connection, bucket, change) {
      let kept = await lock(connection, bucket);
      if (kept === undefined) {
        await make(connection, bucket);
        kept = await lock(connection, bucket);
      }
      // clock_timestamp() of a select that waited may be of before the wait, so the clock is read under the lock.
      const clock = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx);
      const { state, result } = change(kept?.state ?? {}, clock.rows[0]?.now ?? new Date(0));
      await trx
        .updateTable('allowance')
        .set({ state: JSON.stringify(state) })
        .where('connection_id', '=', connection)
        .where('bucket', '=', bucket)
        .execute();
      return result;
    },
  };
}
