// Waits until a running Revloop has done what it was given to do, and tells when it did.
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';

const counts = z.object({
  backfilling: z.coerce.number(),
  deliveries: z.coerce.number(),
  rereads: z.coerce.number(),
  dirty: z.coerce.number(),
  pending: z.coerce.number(),
  parked: z.coerce.number(),
  weights: z.coerce.number(),
});
export type Counts = z.infer<typeof counts>;

/** What waits to be done, over all tenants. */
export async function waitingWork(pool: pg.Pool): Promise<Counts> {
  const { rows } = await pool.query(`select
    (select count(*) from sync where phase = 'backfill' and state in ('waiting', 'running')) as backfilling,
    (select count(*) from delivery where state = 'kept') as deliveries,
    (select count(*) from reread where due_at <= now()) as rereads,
    (select count(*) from dirty where attempts = 0) as dirty,
    (select count(*) from action where state = 'pending') as pending,
    (select count(*) from action where state = 'parked') as parked,
    (select count(*) from weights where body ->> 'learner' <> 'prior') as weights`);
  return counts.parse(rows[0]);
}

export const isQuiet = (now: Counts) =>
  now.backfilling + now.deliveries + now.rereads + now.dirty + now.pending === 0;

/** Resolves when `done` holds; performance.now() of that moment. Errors: after `patience` seconds. */
export async function until(
  pool: pg.Pool,
  done: (now: Counts) => boolean,
  patience: number,
  each: (now: Counts) => void = () => undefined,
): Promise<number> {
  const began = performance.now();
  for (;;) {
    const now = await waitingWork(pool);
    each(now);
    if (done(now)) return performance.now();
    if (performance.now() - began > patience * 1000)
      throw new Error(`still to be done after ${patience} s: ${JSON.stringify(now)}`);
    await sleep(250);
  }
}
