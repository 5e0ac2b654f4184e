// Our records keep step with the CRM: first reading, changes, archived ones and the nightly comparison.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '#errors.ts';
import { furnishPortal, past } from '#kit/furnish-portal.ts';
import { dyingStore, sensingHouse } from '#kit/sensing-house.ts';
import { progress } from '#sense/progress.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeEach(async () => {
  house = await sensingHouse();
});
afterEach(() => house.close());

const hour = 60 * 60_000;
const day = 24 * hour;
const furnish = (contacts: number) => furnishPortal(house.portal, contacts);

async function keptState() {
  const all = await house.signals();
  return all.map(({ key, kind, externalId, data }) => ({ key, kind, externalId, data }));
}

describe('the first reading', () => {
  it('reads every record with its links, once, then once what each was before, and says how far it is', async () => {
    const { contacts, companies } = furnish(250);
    const sum = await house.syncAll();
    expect(sum.records).toBe(2 * 300);
    const last = contacts[249] ?? '';
    const twin = await house.twin('contact', last);
    expect(twin?.properties['email']?.value).toBe('person249@example.com');
    expect(twin?.links[`${house.connection.id}:company`]?.ids).toEqual([companies[9]]);
    expect(twin?.asOf.crm).toBe(past.toISOString());
    const shown = await progress(house.ports, house.connection);
    expect(shown).toContainEqual(
      expect.objectContaining({
        objectType: 'contact',
        phase: 'backfill',
        state: 'done',
        seen: 250,
        total: 250,
      }),
    );
  });

  it('says nothing new when everything is read again', async () => {
    furnish(150);
    await house.syncAll();
    const before = await keptState();
    house.clock.ahead += 2 * day;
    const again = await house.syncAll();
    expect(again.records).toBe(200);
    expect(again.signals).toBe(0);
    expect(await keptState()).toEqual(before);
  });

  it('goes on after a kill in any transaction, without loss and without repeating', async () => {
    const { contacts } = furnish(350);
    const { store } = house.database;
    let kills = 0;
    for (let at = 1; at < 400; at += 1) {
      try {
        await house.syncAll(house.real, dyingStore(store, at));
        break;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('killed')) throw error;
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThan(10);
    const syncs = await house.syncs();
    expect(syncs.get('backfill contact')).toMatchObject({ state: 'done', seen: 350, total: 350 });
    const records = (await house.signals()).filter(
      ({ kind, objectType }) => kind === 'crm.record' && objectType === 'contact',
    );
    expect(records.map(({ externalId }) => externalId).sort()).toEqual([...contacts].sort());
  });

  it('gives way to another worker at the same reading', async () => {
    furnish(350);
    await Promise.all([house.syncAll(), house.syncAll()]);
    expect((await house.syncs()).get('backfill contact')).toMatchObject({ state: 'done', seen: 350 });
  });

  it('switches off a type that the account does not allow, with the reason, and reads the others', async () => {
    furnish(5);
    const crm = {
      ...house.real,
      list: (...[type, input]: Parameters<typeof house.real.list>) =>
        type === 'ticket' ? fail('CRM_SCOPE', { scope: 'tickets' }) : house.real.list(type, input),
    };
    await house.syncAll(crm);
    const syncs = await house.syncs();
    expect(syncs.get('backfill ticket')).toMatchObject({
      state: 'off',
      problem: expect.stringContaining('tickets'),
    });
    expect(syncs.get('backfill note')).toMatchObject({ state: 'done' });
    house.clock.ahead += 25 * hour;
    await house.syncAll();
    expect((await house.syncs()).get('backfill ticket')).toMatchObject({ state: 'done', problem: null });
  });

  it('lets learning begin although the CRM refuses a type again and again', async () => {
    furnish(5);
    const refusing = {
      ...house.real,
      list: (...[type, input]: Parameters<typeof house.real.list>) =>
        type === 'deal'
          ? fail('CRM_REFUSED', { status: 400, category: 'VALIDATION_ERROR', problem: 'no deals' })
          : house.real.list(type, input),
    };
    await house.syncAll(refusing);
    expect((await house.syncs()).get('backfill deal')).toMatchObject({ state: 'waiting' });
    expect(await house.database.store.doors.waiting(house.clock.now())).toContainEqual({
      kind: 'learn',
      tenant: house.tenant,
    });
  });

  it('waits as long as the CRM asks, and stops when the permission was taken back', async () => {
    const refusing = (code: 'CRM_LIMIT' | 'CRM_REVOKED') => ({
      ...house.real,
      list: () => fail(code, { waitMs: 7_000, problem: 'gone' }),
    });
    expect(await house.syncAll(refusing('CRM_LIMIT'))).toMatchObject({ records: 0 });
    expect((await house.row()).state).toBe('active');
    await house.syncAll(refusing('CRM_REVOKED'));
    expect(await house.row()).toMatchObject({ state: 'revoked', reason: 'CRM_REVOKED' });
  });
});

describe('changes', () => {
  it('finds an edit made on a page that was read already, while the reading goes on', async () => {
    const { contacts } = furnish(250);
    let pages = 0;
    const crm = {
      ...house.real,
      list: async (...args: Parameters<typeof house.real.list>) => {
        const page = await house.real.list(...args);
        if (args[0] === 'contact' && args[1].archived !== true && pages++ === 1)
          house.portal.update('contacts', contacts[0] ?? '', { country: 'Chile' });
        return page;
      },
    };
    await house.syncAll(crm);
    expect(await house.value('contact', contacts[0] ?? '', 'country')).toBe('Chile');
  });

  it('finds what the search index shows late', async () => {
    const { contacts } = furnish(5);
    await house.syncAll();
    house.sandbox.chaos.set({ searchLagMs: 30_000 });
    house.portal.update('contacts', contacts[0] ?? '', { country: 'Chile' });
    house.clock.ahead += 6 * 60_000;
    await house.syncAll();
    expect(await house.value('contact', contacts[0] ?? '', 'country')).toBe('France');
    house.sandbox.chaos.set({ searchLagMs: 0 });
    house.clock.ahead += 3 * 60_000 + 3_000;
    house.clock.ahead += 3 * 60_000;
    await house.syncAll();
    expect(await house.value('contact', contacts[0] ?? '', 'country')).toBe('Chile');
  });

  it('gets past 12,000 records that changed in the same millisecond', async () => {
    furnish(5);
    await house.syncAll();
    const at = new Date(Date.now() - 60_000);
    house.portal.seed(
      Array.from({ length: 12_000 }, (_, nr) => ({
        type: 'contacts',
        properties: { email: `bulk${nr}@example.com` },
        createdAt: at,
        updatedAt: at,
      })),
    );
    house.clock.ahead += 6 * 60_000;
    await house.syncAll();
    expect(await house.count("record where object_type = 'contact'")).toBe(12_005);
    expect((await house.syncs()).get('incremental contact')).toMatchObject({
      state: 'waiting',
      seen: 12_000,
    });
  });

  it('reads the links of a record that it never saw', async () => {
    const { companies } = furnish(5);
    await house.syncAll();
    const { id } = house.portal.create('contacts', { email: 'new@example.com' });
    house.portal.associate({
      fromType: 'contacts',
      fromId: id,
      toType: 'companies',
      toId: companies[3] ?? '',
    });
    house.clock.ahead += 6 * 60_000;
    await house.syncAll();
    const twin = await house.twin('contact', id);
    expect(twin?.links[`${house.connection.id}:company`]?.ids).toEqual([companies[3]]);
  });
});
