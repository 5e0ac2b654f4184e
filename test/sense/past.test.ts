// What records were before they were known is read once, from HubSpot's own history, over HTTP.
import { afterEach, describe, expect, it } from 'vitest';
import { dyingStore, sensingHouse } from '#kit/sensing-house.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import type { Signal } from '#sense/signal.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
afterEach(() => house.close());

const minute = 60_000;
const time = (day: number) => new Date(Date.UTC(2026, 2, day, 9));

function furnish(portal: Portal, count: number): string[] {
  return portal.seed(
    Array.from({ length: count }, (_, nr) => ({
      type: 'contacts',
      properties: { email: `p${nr}@example.com`, country: 'France', hs_lead_status: 'UNQUALIFIED' },
      createdAt: time(1),
      updatedAt: time(20),
      history: [
        { property: 'hs_lead_status', value: 'NEW', at: time(1) },
        { property: 'country', value: 'Japan', at: time(1) },
        { property: 'country', value: 'France', at: time(5) },
      ],
    })),
  );
}

async function pasts(): Promise<(Signal & { kind: 'crm.past' })[]> {
  return (await house.signals()).filter((one) => one.kind === 'crm.past');
}

describe('the past of records', () => {
  it('is read after the first reading, in batches that HubSpot allows, and each value is dated', async () => {
    house = await sensingHouse();
    const [id = ''] = furnish(house.portal, 120);
    await house.syncAll();
    const told = await pasts();
    expect(told).toHaveLength(120);
    const one = told.find(({ externalId }) => externalId === id);
    const states = one?.data.states ?? [];
    expect(states.map(({ at }) => at)).toEqual([1, 5, 20].map((day) => time(day).toISOString()));
    expect(states[0]?.properties).toMatchObject({ country: 'Japan', hs_lead_status: 'NEW' });
    expect(states[1]?.properties).toEqual({ country: 'France' });
    expect(states[2]?.properties).toEqual({ hs_lead_status: 'UNQUALIFIED' });
    const { state, seen, total } = (await house.syncs()).get('past contact') ?? {};
    expect({ state, seen, total }).toEqual({ state: 'done', seen: 120, total: 120 });
    // Nothing was learned yet: that begins when all of it is folded too.
    expect(house.woken).not.toContainEqual({ kind: 'learn', tenant: house.tenant });
  });

  it('changes nothing when it is read twice, and nothing of the twin', async () => {
    house = await sensingHouse();
    const [id = ''] = furnish(house.portal, 3);
    await house.syncAll();
    const twin = await house.twin('contact', id);
    const dirty = await house.count('dirty');
    house.clock.ahead = minute;
    await house.syncAll();
    const once = await pasts();
    const again = (await house.syncs()).get('past contact');
    if (again === undefined) throw new Error('the past of contacts is not read');
    await house.database.store.asTenant(house.tenant, ({ syncs }) =>
      syncs.save({ ...again, state: 'waiting', cursor: { after: null }, seen: 0 }),
    );
    await house.syncAll();
    expect(await pasts()).toEqual(once);
    const { properties } = (await house.twin('contact', id)) ?? {};
    expect(properties).toEqual(twin?.properties);
    expect(await house.count('dirty')).toBe(dirty);
  });

  it('goes on where it was, whenever the process dies', async () => {
    house = await sensingHouse();
    furnish(house.portal, 450);
    const stopped = { ...house.real, past: () => Promise.reject(new Error('stopped here')) };
    await expect(house.syncAll(stopped)).rejects.toThrow('stopped here');
    expect(await pasts()).toHaveLength(0);
    for (let at = 1; at < 60; at += 3) {
      const store = dyingStore(house.database.store, at);
      await house.syncAll(house.real, store).catch(() => undefined);
    }
    await house.syncAll();
    const told = await pasts();
    expect(new Set(told.map(({ externalId }) => externalId)).size).toBe(450);
    expect(told).toHaveLength(450);
  });

  it('is not told of whoever was deleted meanwhile', async () => {
    house = await sensingHouse();
    const [first = '', second = ''] = furnish(house.portal, 2);
    await house.syncAll({
      ...house.real,
      past: (...asked) => {
        house.portal.archive('contacts', first);
        return house.real.past(...asked);
      },
    });
    expect((await pasts()).map(({ externalId }) => externalId)).toEqual([second]);
  });
});
