// Records that are deleted, restored, merged or erased: certain only when the CRM itself shows it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furnishPortal } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: ReturnType<typeof furnishPortal>;
beforeEach(async () => {
  house = await sensingHouse();
  ids = furnishPortal(house.portal, 5);
  await house.syncAll();
  await house.calls();
});
afterEach(() => house.close());

const hint = (objectId: string, more = {}) =>
  house.event('object.propertyChange', {
    objectTypeId: '0-1',
    objectId: Number(objectId),
    propertyName: 'country',
    propertyValue: 'whatever the event says',
    ...more,
  });
const about = (change: string, objectId: string, more = {}) =>
  house.event(`object.${change}`, { objectTypeId: '0-1', objectId: Number(objectId), ...more });
describe('what goes and comes back', () => {
  const archived = async (id: string) => (await house.twin('contact', id))?.archived?.value;
  const later = async (ms: number) => {
    house.clock.ahead += ms;
    await house.reread();
  };

  it('is gone when it was deleted, and stays so while it can still be read for a moment', async () => {
    const [id = ''] = ids.contacts;
    await house.hear(about('deletion', id));
    expect(await archived(id)).toBe(true);
    await later(10_100);
    expect(await archived(id)).toBe(true);
    house.portal.archive('contacts', id);
    await later(10_100);
    expect(await archived(id)).toBe(true);
    expect(await house.count('reread')).toBe(0);
  });

  it('is back when it was restored, in whatever order that is told', async () => {
    const [id = '', other = ''] = ids.contacts;
    const past = Date.now() - 60_000;
    const deleted = (one: string) => about('deletion', one, { occurredAt: past });
    const restored = (one: string) => about('restore', one, { occurredAt: past + 30_000 });
    await house.hear(deleted(id));
    await house.hear(restored(id));
    await house.hear(restored(other));
    await house.hear(deleted(other));
    await later(0);
    await later(11_000);
    await later(11_000);
    expect([await archived(id), await archived(other)]).toEqual([false, false]);
    expect(await house.count('reread')).toBe(0);
    expect([...(await house.known('contact', id, other)).values()].map((one) => one.archived)).toEqual([
      false,
      false,
    ]);
  });

  it('is back even when only reading again tells', async () => {
    const [id = ''] = ids.contacts;
    await house.hear(about('deletion', id));
    await later(10_100);
    await later(10_100);
    expect(await archived(id)).toBe(false);
  });

  it('leads to the winner when it was merged and nobody told', async () => {
    const [winner = '', loser = ''] = ids.contacts;
    house.portal.merge('contacts', winner, loser);
    await house.hear(hint(loser));
    await house.reread();
    const merges = (await house.signals()).filter(({ kind }) => kind === 'crm.merged');
    expect(merges.map(({ externalId, data }) => [externalId, data])).toEqual([[winner, { from: [loser] }]]);
    expect((await house.known('contact', loser)).size).toBe(0);
  });

  it('says a merge once, though an event and the record both say it', async () => {
    const [primary = '', loser = ''] = ids.contacts;
    const { id: winner } = house.portal.merge('contacts', primary, loser, undefined, { newId: true });
    const ends = { primaryObjectId: primary, mergedObjectIds: [loser], newObjectId: winner };
    await house.hear(about('merge', winner, ends));
    await house.reread();
    const merges = (await house.signals()).filter(({ kind }) => kind === 'crm.merged');
    expect(merges.map(({ externalId, data }) => JSON.stringify([externalId, data])).sort()).toEqual(
      [loser, primary].map((from) => JSON.stringify([winner, { from: [from] }])).sort(),
    );
  });

  describe('leaves its links to the winner', () => {
    const companiesOf = async (id: string) =>
      (await house.twin('contact', id))?.links[`${house.connection.id}:company`]?.ids;
    const merge = (newId: boolean) => {
      const [primary = '', loser = ''] = ids.contacts;
      const { id: winner } = house.portal.merge('contacts', primary, loser, undefined, { newId });
      const ends = { primaryObjectId: primary, mergedObjectIds: [loser] };
      const event = about('merge', winner, newId ? { ...ends, newObjectId: winner } : ends);
      return { winner, loser, event, companies: ids.companies.slice(0, 2).sort() };
    };

    it.each([true, false])('when only its own id was asked for (new id: %s)', async (newId) => {
      const { winner, loser, event, companies } = merge(newId);
      await house.hear(hint(loser));
      await house.reread();
      await house.hear(event);
      await house.reread();
      expect(await companiesOf(winner)).toEqual(companies);
    });

    it('when the winner was read for another reason before the merge was told', async () => {
      const { winner, event, companies } = merge(false);
      await house.hear(hint(winner));
      await house.reread();
      await house.hear(event);
      await house.reread();
      expect(await companiesOf(winner)).toEqual(companies);
    });

    it.each([true, false])(
      'when nothing but reading what changed tells of it (new id: %s)',
      async (newId) => {
        const { winner, companies } = merge(newId);
        house.clock.ahead += 6 * 60_000;
        await house.syncAll();
        expect(await companiesOf(winner)).toEqual(companies);
      },
    );
  });

  it('is forgotten when it was erased, whichever of its two events comes first', async () => {
    const [id = ''] = ids.contacts;
    house.portal.erase('contacts', id);
    await house.hear(about('deletion', id));
    await house.hear(house.event('contact.privacyDeletion', { objectId: Number(id) }));
    await later(10_100);
    await later(10 * 60_000);
    await later(10 * 60_000);
    await later(10 * 60_000);
    await later(10 * 60_000);
    expect((await house.known('contact', id)).size).toBe(0);
    expect((await house.twin('contact', id))?.erased).toBe(true);
    expect(await house.count('reread')).toBe(0);
  });
});
