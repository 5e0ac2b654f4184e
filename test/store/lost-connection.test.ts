// A database that ends a connection in the middle of a transaction fails that transaction, and nothing else.
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';

describe.each(engines())('a connection lost on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  it('fails the transaction that had it, leaves the process alone, and the next one gets another', async () => {
    const { db, pool } = database.store;
    const lost = db.transaction().execute(async (trx) => {
      const own = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      const pid = own.rows[0]?.pid;
      // While nothing is asked of it: what then becomes of it has no statement that could be told.
      await pool.query('select pg_terminate_backend($1)', [pid]);
      while ((await pool.query('select 1 from pg_stat_activity where pid = $1', [pid])).rows.length > 0)
        await pause(10);
      await pause(50);
      await sql`select 1`.execute(trx);
    });
    await expect(lost).rejects.toThrow();
    expect(await database.store.answers()).toBe(true);
    await expect(db.transaction().execute((trx) => sql`select 1`.execute(trx))).resolves.toBeDefined();
  });
});
