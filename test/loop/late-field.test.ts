// A field that people fill in when they close a lead is found by when it was filled in, told as that, and not used.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sensingHouse } from '#kit/sensing-house.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';

const day = 86_400_000;
const begin = Date.UTC(2026, 0, 5, 9);
let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeAll(async () => {
  house = await sensingHouse();
  house.portal.seed(
    Array.from({ length: 300 }, (_, nr) => {
      const won = nr % 3 === 0;
      const created = new Date(begin + nr * 6 * 3_600_000);
      const closed = new Date(created.getTime() + 20 * day);
      // Whoever closes it, won or lost, writes down the town: what it says tells nothing, only when it came does.
      const town = ['Leeds', 'York', 'Hull'][Math.floor(nr / 3) % 3] ?? '';
      const country = won === nr % 10 < 7 ? 'France' : 'Japan';
      const end = won ? { lifecyclestage: 'customer' } : { hs_lead_status: 'UNQUALIFIED' };
      return {
        type: 'contacts',
        properties: { email: `person${nr}@example.com`, country, city: town, ...end },
        createdAt: created,
        updatedAt: closed,
        history: [
          { property: 'country', value: country, at: created },
          { property: 'city', value: town, at: closed },
        ],
      };
    }),
  );
  await house.syncAll();
  // The past is read after the first reading.
  house.clock.ahead = 60_000;
  await house.syncAll();
  while ((await turn(house.ports, house.tenant)).more);
});
afterAll(() => house.close());

async function learn(kept: readonly string[]) {
  await house.database.store.asTenant(house.tenant, async (rows) => {
    const { settings } = await rows.settings.read();
    await rows.settings.save({ ...settings, keptFeatures: [...kept] });
  });
  const learned = await learnTarget(house.ports, house.tenant, leads, async (request) => train(request));
  if (learned === null) throw new Error('it was not due');
  return learned.weights;
}

it('is left out by default, because it came with the outcome, while what was there from the start is used', async () => {
  const { leftOut, features, report } = await learn([]);
  expect(leftOut.filter(({ name }) => name === 'city')).toEqual([
    expect.objectContaining({ why: 'filled_late', measure: 1 }),
  ]);
  const used = features.map(({ name }) => name);
  expect(used).toContain('country');
  expect(used).not.toContain('city');
  expect(report.past).toMatchObject({ country: 1 });
});

it('stays so though somebody wants it kept: while leads are open there is nothing of it', async () => {
  const { leftOut, features } = await learn(['city']);
  expect(leftOut).toContainEqual(expect.objectContaining({ name: 'city', why: 'filled_late' }));
  expect(features.map(({ name }) => name)).not.toContain('city');
});
