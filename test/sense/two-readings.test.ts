// Two readings of one record at once: whichever is taken in last, what is known in the end is what the CRM says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furnishPortal } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { until } from '#kit/until.ts';
import type { Crm } from '#ports/crm.ts';
import { absorb } from '#sense/absorb.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: ReturnType<typeof furnishPortal>;
beforeEach(async () => {
  house = await sensingHouse();
  ids = furnishPortal(house.portal, 5);
  await house.syncAll();
});
afterEach(() => house.close());

const about = (change: string, objectId: string, more = {}) =>
  house.event(`object.${change}`, { objectTypeId: '0-1', objectId: Number(objectId), ...more });
const ends = (contact: string, company: string) => ({
  ...{ fromType: 'contacts', fromId: contact, toType: 'companies', toId: company },
});
const linkedEvent = (contact: string, company: string) =>
  house.event('object.associationChange', {
    ...{ fromObjectTypeId: '0-1', toObjectTypeId: '0-2', fromObjectId: contact, toObjectId: company },
  });
const companiesOf = async (id: string) => ({
  twin: (await house.twin('contact', id))?.links[`${house.connection.id}:company`]?.ids ?? [],
  record: (await house.known('contact', id)).get(id)?.links?.company ?? [],
});
/** What of reading again is put off for a moment is due. */
const later = async () => {
  house.clock.ahead += 3_000;
  await house.reread();
};

/** A CRM whose answer of links was under way for so long that `meanwhile` went by. */
const slowly = (meanwhile: () => Promise<unknown>): Crm => {
  let first = true;
  return {
    ...house.real,
    links: async (...asked) => {
      const answer = await house.real.links(...asked);
      const [, , to] = asked;
      if (first && to === 'company') {
        first = false;
        // Later by more than a clock can tell.
        house.clock.ahead += 5;
        await meanwhile();
      }
      return answer;
    },
  };
};

describe('a reading that was overtaken by another one', () => {
  it('takes back no link that the other one found', async () => {
    const { id } = house.portal.create('contacts', { email: 'new@example.com' });
    const [company = ''] = ids.companies;
    await house.hear(about('creation', id));
    await house.reread(
      slowly(async () => {
        house.portal.associate(ends(id, company));
        await house.hear(linkedEvent(id, company));
        await house.reread();
      }),
    );
    await later();
    expect(await companiesOf(id)).toEqual({ twin: [company], record: [company] });
    expect(await house.count('reread')).toBe(0);
  });

  it('brings back no link that the other one found gone', async () => {
    const [id = ''] = ids.contacts;
    const [company = ''] = ids.companies;
    await house.hear(linkedEvent(id, company));
    await house.reread(
      slowly(async () => {
        house.portal.disassociate(ends(id, company));
        await house.hear(linkedEvent(id, company));
        await house.reread();
      }),
    );
    await later();
    expect(await companiesOf(id)).toEqual({ twin: [], record: [] });
  });

  it('lets no record go that the other one found', async () => {
    const [id = ''] = ids.contacts;
    house.portal.archive('contacts', id);
    await house.hear(about('propertyChange', id, { propertyName: 'country', propertyValue: 'Peru' }));
    for (let tries = 0; tries < 4; tries += 1) {
      house.clock.ahead += 10 * 60_000;
      await house.reread();
    }
    house.clock.ahead += 10 * 60_000;
    await house.reread({
      ...house.real,
      read: async (...asked) => {
        const answer = await house.real.read(...asked);
        house.portal.restore('contacts', id);
        house.clock.ahead += 5;
        await house.hear(about('restore', id));
        await house.reread();
        return answer;
      },
    });
    await later();
    expect((await house.twin('contact', id))?.archived?.value).toBe(false);
    expect((await house.known('contact', id)).get(id)?.archived).toBe(false);
  });
});

describe('a record that two see for the first time at once', () => {
  it('is told by the second against what the first one told', async () => {
    const { id } = house.portal.create('contacts', { email: 'new@example.com' });
    const { records } = await house.real.read('contact', [id], ['email']);
    const [record] = records;
    if (record === undefined) throw new Error('the contact is not there');
    const company = ids.companies[0] ?? '';
    const { store } = house.database;
    const linked = (...companies: string[]) => ({ ...record, links: { company: companies } });
    const take = (one: typeof record, meanwhile: () => Promise<unknown>) =>
      store.asTenant(house.tenant, async (rows) => {
        await absorb(rows, house.connection, [one], new Date());
        await meanwhile();
      });
    const waiting = async () =>
      (await house.count(
        "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )) > 0;
    let second: Promise<unknown> = Promise.resolve();
    await take(linked(company), async () => {
      second = take(linked(), async () => undefined);
      await until(waiting, 'the second waits for the first');
    });
    await second;
    expect(await companiesOf(id)).toEqual({ twin: [], record: [] });
  });
});
