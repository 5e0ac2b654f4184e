// Learning from a tenant's closed contacts, on real rows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { past } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { learnLeads } from '#learn/learn-leads.ts';
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
  const learned = await learnLeads(house.ports, house.tenant, async (request) => train(request));
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

  it('keeps the weights, and scores nobody anew, where nothing has closed since', async () => {
    house.clock.ahead = day;
    const learned = await learn();
    expect(learned.version).toBe(1);
    expect(await dirty()).toBe(0);
    const { rows } = await house.database.store.pool.query<{ trained_at: Date }>(
      'select trained_at from weights',
    );
    expect(rows.map((row) => row.trained_at.getTime() > Date.now() + day / 2)).toEqual([true]);
  });

  it('makes new weights once something has closed', async () => {
    const [id = ''] = house.portal.seed([
      {
        type: 'contacts',
        properties: { email: 'late@example.com', country: 'France', lifecyclestage: 'customer' },
        createdAt: past,
        updatedAt: past,
      },
    ]);
    await house.hear(house.event('object.creation', { objectTypeId: '0-1', objectId: Number(id) }));
    await house.reread();
    await turnAll();
    house.clock.ahead = 2 * 86_400_000;
    house.clock.ahead = 2 * day;
    const learned = await learn();
    expect(learned.version).toBe(2);
    expect(learned.weights.history.closed).toBe(121);
    expect(await dirty()).toBe(121);
  });
});
