// Learning from a tenant's closed contacts, on real rows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { past } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { modelNight } from '#learn/model-night.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeAll(async () => {
  house = await sensingHouse();
  const closed = Array.from({ length: 120 }, (_, nr) => ({
    type: 'contacts',
    properties: {
      email: `person${nr}@example.com`,
      country: nr % 3 === 0 ? 'France' : 'Japan',
      ...(nr % 3 === 0 ? { lifecyclestage: 'customer' } : { hs_lead_status: 'UNQUALIFIED' }),
    },
    createdAt: past,
    updatedAt: past,
  }));
  house.portal.seed(closed);
  await house.syncAll();
  await turnAll();
});
afterAll(() => house.close());

async function turnAll() {
  while ((await turn(house.ports, house.tenant)).more);
}
const day = 86_400_000;
const learn = async () => {
  const learned = await learnTarget(house.ports, house.tenant, leads, async (request) => train(request));
  if (learned === null) throw new Error('it was not due');
  return learned;
};
const dirty = () => house.count('dirty');

describe('learning', () => {
  it('makes weights of what is closed, and has every contact scored anew', async () => {
    const learned = await learn();
    expect(learned.version).toBe(1);
    expect(learned.weights.history).toMatchObject({ closed: 120, won: 40 });
    expect(await dirty()).toBe(120);
    await turnAll();
  });

  it('is done once: what was learned is looked at at night, and stays where nothing has closed since', async () => {
    house.clock.ahead = 2 * day;
    expect(await learnTarget(house.ports, house.tenant, leads, async (request) => train(request))).toBeNull();
    const night = await modelNight(house.ports, house.tenant, leads, async (request) => train(request));
    expect(night?.decided).toEqual({ what: 'nothing', version: null });
    expect(await dirty()).toBe(0);
    const look = await house.database.store.asTenant(house.tenant, ({ models }) => models.checks('lead', 1));
    expect(look).toMatchObject([{ version: 1, body: { since: 0, drift: { rows: 0 } } }]);
  });

  it('sees at night what has closed since, and does not learn anew from a single one', async () => {
    const [id = ''] = house.portal.seed([
      {
        type: 'contacts',
        properties: { email: 'late@example.com', country: 'France', lifecyclestage: 'customer' },
        createdAt: past,
        updatedAt: new Date(),
      },
    ]);
    await house.hear(house.event('object.creation', { objectTypeId: '0-1', objectId: Number(id) }));
    await house.reread();
    await turnAll();
    house.clock.ahead = 4 * day;
    const night = await modelNight(house.ports, house.tenant, leads, async (request) => train(request));
    expect(night?.decided).toEqual({ what: 'nothing', version: null });
    const [look] = await house.database.store.asTenant(house.tenant, ({ models }) =>
      models.checks('lead', 1),
    );
    expect(look?.body.since).toBe(1);
  });
});
