// Who is who: users of the product find the record of the CRM that has their address.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import type { TenantStore } from '#ports/store.ts';
import type { NewSignal } from '#sense/signal.ts';
import { enter } from '#store/open.ts';

describe.each(engines())('identities on $name', (engine) => {
  const [source, at] = [randomUUID(), new Date('2026-11-01T00:00:00Z')];
  let database: TestDatabase;
  let tenant: string;
  let portal: string;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    tenant = await database.tenant();
    portal = await database.store.asTenant(tenant, async ({ connections }) => {
      const saved = await connections.save({
        ...{ platform: 'hubspot', externalId: '1', account: {}, scopes: [] },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: at },
      });
      return saved.id;
    });
  });
  afterAll(() => database.close());

  const as = <T>(work: (rows: TenantStore) => Promise<T>) => database.store.asTenant(tenant, work);
  const signal = (origin: string, externalId: string, objectType: 'contact' | 'company'): NewSignal => ({
    ...{ key: randomUUID(), kind: 'crm.deleted', origin, objectType, externalId, occurredAt: at, data: {} },
  });
  /** A record of the CRM, or somebody in the product who claims the address; gives the subject. */
  const subject = (origin: string, id: string, objectType: 'contact' | 'company') =>
    as(async ({ signals, subjects }) => {
      await signals.keep([signal(origin, id, objectType)]);
      return (await subjects.find(origin, objectType, [id])).get(id) ?? '';
    });
  const record = async (id: string, properties: Record<string, string>, archived = false) => {
    const objectType = 'domain' in properties ? 'company' : 'contact';
    const times = { createdAt: at, modifiedAt: at, saidAt: at };
    await as(({ records }) => records.save(portal, [{ objectType, id, properties, archived, ...times }], at));
    return subject(portal, id, objectType);
  };
  const claim = async (value: string, kind: 'contact' | 'company' = 'contact') => {
    const user = await subject(source, `user of ${value}`, kind);
    await as(({ identities }) =>
      identities.claim([
        { ...{ subject: user, kind, value, origin: source }, name: `user of ${value}`, isUser: false },
      ]),
    );
    return user;
  };
  const matches = (...subjects: string[]) => as(({ identities }) => identities.matches(subjects));

  it('join a user with the record that has the address, whichever came first', async () => {
    const ada = await record('1', { email: 'Ada@Example.com' });
    const user = await claim('ada@example.com');
    const found = [{ winner: ada, loser: user, joined: { by: 'email', value: 'ada@example.com' } }];
    expect(await matches(user)).toEqual(found);
    expect(await matches(ada)).toEqual(found);
    expect(await matches(ada, user)).toEqual(found);
  });

  it('join a group of the product with the company that has the domain, and with no person', async () => {
    const acme = await record('2', { domain: 'Acme.example' });
    await record('3', { email: 'acme.example' });
    const group = await claim('acme.example', 'company');
    expect(await matches(group)).toEqual([
      { winner: acme, loser: group, joined: { by: 'domain', value: 'acme.example' } },
    ]);
  });

  it('join nobody by a domain that many share, whichever record has it', async () => {
    await record('7', { domain: 'gmail.com' });
    await record('8', { domain: 'linkedin.com' });
    expect(await matches(await claim('gmail.com', 'company'))).toEqual([]);
    expect(await matches(await claim('linkedin.com', 'company'))).toEqual([]);
  });

  it('join nobody with an archived record, nor a subject that the CRM knows itself', async () => {
    await record('4', { email: 'gone@example.com' }, true);
    expect(await matches(await claim('gone@example.com'))).toEqual([]);
    const known = await record('5', { email: 'five@example.com' });
    await record('6', { email: 'six@example.com' });
    await as(({ identities }) =>
      identities.claim([
        {
          ...{ subject: known, kind: 'contact', value: 'six@example.com' },
          ...{ origin: source, name: 'known', isUser: false },
        },
      ]),
    );
    expect(await matches(known)).toEqual([]);
  });

  it('find a record by its address with an index, under the role of the tenant too', async () => {
    const plan = await database.store.db.transaction().execute(async (trx) => {
      await enter(trx, tenant);
      await sql`set local enable_seqscan = off`.execute(trx);
      const { rows } = await sql`explain select from record
        where tenant_id = ${tenant} and object_type = 'contact' and address = 'ada@example.com'`.execute(trx);
      return JSON.stringify(rows);
    });
    expect(plan).toMatch(/record_address/);
  });
});
