// Events are hints: the record is read again, believed when it is certain, and never lost.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '#errors.ts';
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
const link = (from: string, fromId: string, to: string, toId: string) => {
  const sides = { fromObjectTypeId: from, toObjectTypeId: to, fromObjectId: fromId, toObjectId: toId };
  return house.event('object.associationChange', sides);
};

describe('a change', () => {
  it('is read from the record, not believed from the event', async () => {
    const [id = ''] = ids.contacts;
    house.portal.update('contacts', id, { country: 'Chile' });
    await house.hear(hint(id));
    expect(await house.reread()).toMatchObject({ read: 1, changed: 1 });
    expect(await house.value('contact', id, 'country')).toBe('Chile');
  });

  it('that changed nothing makes no signal and no turn', async () => {
    const [id = ''] = ids.contacts;
    await house.hear(hint(id));
    const before = (await house.signals()).length;
    house.woken.length = 0;
    expect(await house.reread()).toMatchObject({ read: 1, changed: 0 });
    expect(await house.signals()).toHaveLength(before);
    expect(house.woken).toEqual([]);
    expect(await house.count('reread')).toBe(0);
  });

  it('costs one request for a hundred records, and none when nothing is due', async () => {
    const people = house.portal.seed(
      Array.from({ length: 100 }, (_, nr) => ({
        type: 'contacts',
        properties: { email: `more${nr}@example.com` },
        createdAt: new Date(),
        updatedAt: new Date(),
      })),
    );
    house.clock.ahead += 6 * 60_000;
    await house.syncAll();
    await house.hear(...people.map((id) => hint(id)));
    await house.calls();
    expect(await house.reread()).toMatchObject({ read: 100 });
    expect(Object.values(await house.calls())).toEqual([1]);
    expect(await house.reread()).toMatchObject({ read: 0 });
    expect(await house.calls()).toEqual({});
  });

  it('heard while the record was being read is read again', async () => {
    const [id = ''] = ids.contacts;
    await house.hear(hint(id));
    await house.reread({
      ...house.real,
      read: async (...args) => {
        const answer = await house.real.read(...args);
        house.portal.update('contacts', id, { country: 'Peru' });
        await house.hear(hint(id, { eventId: 'later' }));
        return answer;
      },
    });
    expect(await house.count('reread')).toBe(1);
    await house.reread();
    expect(await house.value('contact', id, 'country')).toBe('Peru');
  });

  it('of a property that nobody knew makes the definitions be read again', async () => {
    const [id = ''] = ids.contacts;
    house.portal.defineProperty('contacts', {
      name: 'plan',
      label: 'Plan',
      type: 'string',
      fieldType: 'text',
    });
    house.portal.update('contacts', id, { plan: 'gold' });
    house.clock.ahead += 11 * 60_000;
    await house.hear(hint(id, { propertyName: 'plan' }));
    await house.reread();
    expect(await house.value('contact', id, 'plan')).toBe('gold');
  });

  it('waits in the store while the CRM is busy', async () => {
    const [id = ''] = ids.contacts;
    await house.hear(hint(id));
    const busy = { ...house.real, read: () => fail('CRM_BUSY', { waitMs: 9_000, problem: '503' }) };
    expect(await house.reread(busy)).toMatchObject({ read: 0, more: false });
    expect(await house.count('reread where attempts = 0')).toBe(1);
  });
});

describe('a new record', () => {
  it('that cannot be read yet is tried again', async () => {
    const { id } = house.portal.create('contacts', { email: 'early@example.com' });
    await house.hear(about('creation', id));
    const early = { ...house.real, read: async () => ({ records: [], missing: [id] }) };
    expect(await house.reread(early)).toMatchObject({ missing: 1, gone: 0 });
    house.clock.ahead += 2_100;
    expect(await house.reread()).toMatchObject({ read: 1 });
    expect(await house.value('contact', id, 'email')).toBe('early@example.com');
  });

  it('that never can be read is given up, and says nothing', async () => {
    await house.hear(about('creation', '987654'));
    for (let tries = 0; tries < 6; tries += 1) {
      house.clock.ahead += 10 * 60_000;
      await house.reread();
    }
    expect(await house.count('reread')).toBe(0);
    expect(
      (await house.signals()).filter(({ externalId }) => externalId === '987654').map((s) => s.kind),
    ).toEqual(['crm.changed']);
  });

  it('comes with its links', async () => {
    const { id } = house.portal.create('contacts', { email: 'linked@example.com' });
    const [company = ''] = ids.companies;
    house.portal.associate({ fromType: 'contacts', fromId: id, toType: 'companies', toId: company });
    await house.hear(about('creation', id), link('0-1', id, '0-2', company));
    await house.reread();
    expect((await house.twin('contact', id))?.links[`${house.connection.id}:company`]?.ids).toEqual([
      company,
    ]);
  });
});

describe('an engagement', () => {
  const call = (contact: string) => {
    const at = '2026-10-05T09:00:00.000Z';
    const { id } = house.portal.create('calls', { hs_timestamp: at, hs_call_direction: 'INBOUND' });
    house.portal.associate({ fromType: 'calls', fromId: id, toType: 'contacts', toId: contact });
    return id;
  };

  it('becomes a fact about everybody it was with, once', async () => {
    const [contact = ''] = ids.contacts;
    const id = call(contact);
    const created = house.event('object.creation', { objectTypeId: '0-48', objectId: Number(id) });
    await house.hear(created, link('0-48', id, '0-1', contact));
    await house.reread();
    await house.hear(link('0-48', id, '0-1', contact));
    await house.reread();
    const twin = await house.twin('contact', contact);
    expect(twin?.engagements['call']?.days).toBe('2026-10-05:1');
  });

  it('read before its links is looked at once more', async () => {
    const [contact = ''] = ids.contacts;
    const id = call(contact);
    await house.hear(house.event('object.creation', { objectTypeId: '0-48', objectId: Number(id) }));
    await house.reread({ ...house.real, links: async () => new Map() });
    house.clock.ahead += 31_000;
    await house.reread();
    expect((await house.twin('contact', contact))?.engagements['call']?.days).toBe('2026-10-05:1');
  });
});
