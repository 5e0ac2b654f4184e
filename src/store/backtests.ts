// Rows of backtests that run: how far each is, wherever it runs.
import { type Kysely, sql } from 'kysely';
import type { BacktestRows } from '#ports/store-rules.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** One that has said nothing for so long has died with its process. */
const silentMinutes = 5;

export function backtestRows(trx: Kysely<Database>, tenant: TenantId): BacktestRows {
  return {
    async tell(id, { done, total }, now) {
      await sql`delete from backtest where tenant_id = ${tenant}
        and told_at < ${now}::timestamptz - make_interval(mins => ${silentMinutes})`.execute(trx);
      await sql`insert into backtest (tenant_id, id, done, total, told_at)
        values (${tenant}, ${id}, ${done}, ${total}, ${now})
        on conflict (tenant_id, id) do update
          set done = excluded.done, total = excluded.total, told_at = excluded.told_at`.execute(trx);
    },
    async progress(id, now) {
      const { rows } = await sql<{ done: number; total: number }>`select done, total from backtest
        where tenant_id = ${tenant} and id = ${id}
          and told_at >= ${now}::timestamptz - make_interval(mins => ${silentMinutes})`.execute(trx);
      return rows[0] ?? null;
    },
    async over(id) {
      await sql`delete from backtest where tenant_id = ${tenant} and id = ${id}`.execute(trx);
    },
  };
}
