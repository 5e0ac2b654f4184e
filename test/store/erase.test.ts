// Whoever is erased is named nowhere any more, not even in what was counted of many.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';

describe.each(engines())('whoever is erased, on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  it('is not named in checks of health either; the others stay in their order', async () => {
    const { store } = database;
    const tenant = await database.tenant();
    await store.pool.query(
      `insert into subject (tenant_id, id, kind) select $1, n, 'company' from generate_series(1, 3) n`,
      [tenant],
    );
    const missed = (...subjects: string[]) =>
      subjects.map((subject) => ({ subject, name: `Firm ${subject}` }));
    const nights = { '2026-01-01': missed('3', '2', '1'), '2026-01-02': missed('1', '3'), '2026-01-03': [] };
    for (const [night, all] of Object.entries(nights))
      await store.pool.query(
        'insert into health_check (tenant_id, night, at, body) values ($1, $2, now(), $3)',
        [tenant, night, JSON.stringify({ left: 7, missed: all })],
      );
    await store.asTenant(tenant, (rows) => rows.subjects.erase('2', { who: 'mia' }));
    await store.asTenant(tenant, (rows) => rows.subjects.erase('3', { who: 'mia' }));
    const { rows } = await store.pool.query<{ body: unknown }>(
      'select body from health_check where tenant_id = $1 order by night',
      [tenant],
    );
    const kept = [missed('1'), missed('1'), []];
    expect(rows.map(({ body }) => body)).toEqual(kept.map((all) => ({ left: 7, missed: all })));
  });
});
