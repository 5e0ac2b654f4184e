// Rows that nobody asks for any more are removed, a few at a time, so that nobody waits for it.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './tables.ts';

const day = 86_400_000;
/**
 * A delivery that took effect is kept so long for explaining it; its signals stay. No longer, because its bytes may name
 * people who were erased meanwhile; one that was put aside waits a month for the admin.
 */
const deliveryMs = 7 * day;
const parkedMs = 30 * day;
/** Echoes come back within a day. */
const ledgerMs = 2 * day;
const portion = 1_000;

/** Tells how many were removed. Any number of processes may do it at once. */
export async function removeOldRows(
  db: Kysely<Database>,
  now: Date,
): Promise<{ deliveries: number; ledger: number }> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const deliveries = await inPortions(
    db,
    sql`delete from delivery where id in (select id from delivery where (state = 'done'
      and received_at < ${before(deliveryMs)} or state = 'parked' and received_at < ${before(parkedMs)}) order by received_at limit ${portion} for update skip locked)`,
  );
  const ledger = await inPortions(
    db,
    sql`delete from ledger where ctid in (select ctid from ledger
      where written_at < ${before(ledgerMs)} limit ${portion} for update skip locked)`,
  );
  return { deliveries, ledger };
}

async function inPortions(db: Kysely<Database>, removal: RawBuilder<unknown>): Promise<number> {
  let all = 0;
  for (;;) {
    const { numAffectedRows } = await removal.execute(db);
    const removed = Number(numAffectedRows ?? 0n);
    all += removed;
    if (removed < portion) return all;
  }
}
