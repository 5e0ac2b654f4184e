// What is over is removed, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { removeOldRows } from '#store/old-rows.ts';

const now = new Date('2026-11-22T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe('old rows', () => {
  let database: TestDatabase;
  let tenant: string;
  beforeAll(async () => {
    database = await freshDatabase();
    tenant = await database.tenant();
  });
  afterAll(() => database.close());
  const query = async (statement: string, ...values: unknown[]) =>
    (await database.store.pool.query<{ one: string }>(statement, values)).rows.map(({ one }) => one);
  const keep = (state: string, at: Date, count: number) =>
    query(
      `insert into delivery (tenant_id, source, origin, headers, body, received_at, state)
        select $1, 'hubspot', $1, '{}', $2, $3, $4 from generate_series(1, $5)`,
      ...[tenant, Buffer.from(state), at, state, count],
    );

  it('lets go of deliveries that took effect a week ago and of those put aside a month ago; those that wait stay', async () => {
    await keep('done', daysAgo(31), 2_500);
    await keep('done', daysAgo(6), 2);
    await keep('parked', daysAgo(29), 3);
    await keep('parked', daysAgo(31), 1);
    await keep('kept', daysAgo(90), 4);
    expect(await removeOldRows(database.store.db, now)).toEqual({ deliveries: 2_501, ledger: 0 });
    const left = await query(
      `select state || ' ' || count(*) as one from delivery group by state order by 1`,
    );
    expect(left).toEqual(['done 2', 'kept 4', 'parked 3']);
  });

  it('lets go of what we wrote more than two days ago', async () => {
    const connection = await database.store.asTenant(tenant, async ({ connections, ledger }) => {
      const { id } = await connections.save({
        ...{ platform: 'hubspot', externalId: '1', account: {}, scopes: [] },
        tokens: { accessToken: 'a', refreshToken: null, expiresAt: null },
      });
      const entry = {
        connection: id,
        objectType: 'contact',
        property: 'revloop_lead_score',
        value: '9',
      } as const;
      await ledger.note([{ ...entry, externalId: 'new' }], daysAgo(1.9));
      return id;
    });
    await query(
      `insert into ledger (tenant_id, connection_id, object_type, external_id, property, value_hash, written_at)
        select $1, $2, 'contact', 'old', 'p', 'h', $3`,
      ...[tenant, connection, daysAgo(2.1)],
    );
    expect(await removeOldRows(database.store.db, now)).toEqual({ deliveries: 0, ledger: 1 });
    expect(await query('select external_id as one from ledger')).toEqual(['new']);
  });

  it('may be done by two processes at once', async () => {
    await keep('done', daysAgo(31), 3_000);
    const both = await Promise.all([1, 2].map(() => removeOldRows(database.store.db, now)));
    const again = await removeOldRows(database.store.db, now);
    expect([...both, again].reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(3_000);
    expect(await query(`select count(*)::text as one from delivery where state = 'done'`)).toEqual(['2']);
  });
});
