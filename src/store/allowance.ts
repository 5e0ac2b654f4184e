// Rows of allowances: how many requests a platform still lets us make, the same for all processes.
import { type Kysely, sql } from 'kysely';
import { fail } from '#errors.ts';
import type { AllowanceRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

type Kept = { readonly state: unknown; readonly now: Date };

export function allowanceRows(trx: Kysely<Database>, tenant: TenantId): AllowanceRows {
  // Losing the last moments of an allowance in a crash costs one refused request, so no commit waits for the disk.
  const lock = async (connection: string, bucket: string): Promise<Kept | undefined> => {
    // Outside the materialized part the clock is read after the lock was had, however long it took.
    const { rows } = await sql<Kept>`
      with locked as materialized (
        select state from allowance where connection_id = ${connection} and bucket = ${bucket} for update)
      select state, clock_timestamp() as now, set_config('synchronous_commit', 'off', true) from locked`.execute(
      trx,
    );
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
      if (kept === undefined) return fail('NOT_FOUND', { what: 'connection' });
      const { state, result } = change(kept.state, kept.now);
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
