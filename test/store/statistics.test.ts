// Tables that grow at once are known to be large before anybody reads them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';

describe.each(engines())('statistics on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  it('knows how large a table is that has just been filled, and then leaves it alone', async () => {
    const { store } = database;
    const tenant = await database.tenant();
    await store.pool.query(
      `insert into subject (tenant_id, id, kind) select $1, n, 'contact' from generate_series(1, 2000) n`,
      [tenant],
    );
    const known = async () => {
      await store.doors.keepStatistics();
      const { rows } = await store.pool.query<{ n: number }>(
        `select reltuples as n from pg_class where oid = 'subject'::regclass`,
      );
      return rows[0]?.n;
    };
    // What a session has changed is counted about a second later.
    await expect.poll(known).toBe(2000);
    expect(await store.doors.keepStatistics()).not.toContain('subject');
  });
});
