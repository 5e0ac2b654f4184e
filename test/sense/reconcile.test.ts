// What no event and no search told is found by comparing, repaired and reported.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furnishPortal, past } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeEach(async () => {
  house = await sensingHouse();
});
afterEach(() => house.close());

const hour = 60 * 60_000;
const furnish = (contacts: number) => furnishPortal(house.portal, contacts);

describe('comparing', () => {
  it('lets go of a record that was archived while no event reached us', async () => {
    const { contacts } = furnish(5);
    await house.syncAll();
    house.portal.archive('contacts', contacts[0] ?? '');
    house.clock.ahead += 7 * hour;
    await house.syncAll();
    expect((await house.twin('contact', contacts[0] ?? ''))?.archived?.value).toBe(true);
    expect((await house.twin('contact', contacts[1] ?? ''))?.archived?.value).toBe(false);
    expect((await house.syncs()).get('archived contact')?.cursor).toMatchObject({ repaired: 1 });
  });

  it('repairs and reports what differs at night: missing here, missing there, known otherwise', async () => {
    const { contacts } = furnish(10);
    await house.syncAll();
    const [erased = '', changed = '', unlinked = ''] = contacts;
    house.portal.erase('contacts', erased);
    const quiet = { createdAt: past, updatedAt: past };
    const [unheard = ''] = house.portal.seed([
      { type: 'contacts', properties: { email: 'unheard@example.com' }, ...quiet },
    ]);
    await house.database.store.pool.query(
      `update record set properties = properties || '{"country":"Spain"}' where external_id = $1`,
      [changed],
    );
    const twin = await house.twin('contact', unlinked);
    const [company = ''] = twin?.links[`${house.connection.id}:company`]?.ids ?? [];
    house.portal.disassociate({ fromType: 'contacts', fromId: unlinked, toType: 'companies', toId: company });
    house.clock.ahead += 26 * hour;
    await house.syncAll();
    const { cursor } = (await house.syncs()).get('reconcile contact') ?? {};
    expect(cursor).toMatchObject({ missingHere: 1, missingThere: 1, differed: 2 });
    expect((await house.twin('contact', erased))?.archived?.value).toBe(true);
    expect(await house.value('contact', unheard, 'email')).toBe('unheard@example.com');
    expect(await house.value('contact', changed, 'country')).toBe('France');
    expect((await house.twin('contact', unlinked))?.links[`${house.connection.id}:company`]?.ids).toEqual([]);
  });

  it('fills in a custom property that the portal got later, for all records', async () => {
    const { contacts } = furnish(3);
    await house.syncAll();
    house.portal.defineProperty('contacts', {
      name: 'plan',
      label: 'Plan',
      type: 'string',
      fieldType: 'text',
    });
    const quiet = { createdAt: past, updatedAt: past };
    const [id = ''] = house.portal.seed([{ type: 'contacts', properties: { plan: 'gold' }, ...quiet }]);
    house.clock.ahead += 26 * hour;
    await house.syncAll();
    expect(await house.value('contact', id, 'plan')).toBe('gold');
    expect(contacts).toHaveLength(3);
  });
});
