// Rows of one tenant are out of reach for another, whatever SQL is sent under the application's role.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { enter } from '#store/open.ts';

describe.each(engines())('two tenants on $name', (engine) => {
  let database: TestDatabase;
  let mine: string;
  let theirs: string;
  const origin = randomUUID();
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    mine = await database.tenant('mine');
    theirs = await database.tenant('theirs');
    await database.store.asTenant(theirs, (rows) =>
      rows.signals.keep([
        {
          key: 'one',
          kind: 'crm.deleted',
          origin,
          objectType: 'contact',
          externalId: '1',
          occurredAt: new Date('2026-11-01T00:00:00Z'),
          data: {},
        },
      ]),
    );
  });
  afterAll(() => database.close());

  it('shows none of the other tenant’s rows in any table', async () => {
    const tables = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id'`.execute(database.store.db);
    expect(tables.rows.length).toBeGreaterThan(20);
    await database.store.db.transaction().execute(async (trx) => {
      await enter(trx, mine);
      for (const { name } of tables.rows) {
        const seen = await sql`select 1 from ${sql.table(name)} where tenant_id <> ${mine}`.execute(trx);
        expect({ name, rows: seen.rows.length }).toEqual({ name, rows: 0 });
      }
      const tenants = await sql<{ id: string }>`select id from tenant`.execute(trx);
      expect(tenants.rows).toEqual([{ id: mine }]);
    });
  });

  it('refuses a row made for the other tenant', async () => {
    const forged = database.store.db.transaction().execute(async (trx) => {
      await enter(trx, mine);
      await sql`insert into subject (tenant_id, id, kind) values (${theirs}, 99, 'contact')`.execute(trx);
    });
    await expect(forged).rejects.toThrow(/row-level security/);
  });

  it('sees nothing at all when no tenant was named', async () => {
    await database.store.db.transaction().execute(async (trx) => {
      await sql`select set_config('role', 'revloop_app', true)`.execute(trx);
      const seen = await sql`select 1 from signal`.execute(trx);
      expect(seen.rows).toEqual([]);
    });
  });

  it('leaves nothing behind where a tenant is gone, in tables without a foreign key too', async () => {
    const gone = await database.tenant('gone');
    const about = { origin, objectType: 'company', externalId: 'group:g' } as const;
    const data = { name: 'opened', user: 'u', properties: {} };
    const occurredAt = new Date('2026-11-01T00:00:00Z');
    await database.store.asTenant(gone, ({ signals }) =>
      signals.keep([{ ...about, key: 'event', kind: 'product.event', occurredAt, data }]),
    );
    const left = async () => {
      const found: string[] = [];
      for (const name of ['signal', 'usage_feature', 'usage_user', 'usage_tried', 'subject']) {
        const { rows } = await sql`select from ${sql.table(name)} where tenant_id = ${gone} limit 1`.execute(
          database.store.db,
        );
        if (rows.length > 0) found.push(name);
      }
      return found;
    };
    expect(await left()).toHaveLength(5);
    await sql`delete from tenant where id = ${gone}`.execute(database.store.db);
    expect(await left()).toEqual([]);
  });
});
