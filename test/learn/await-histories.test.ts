// The first weights wait for what the CRM tells of the past; where that takes long, they say so, and why others follow is said.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { past } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { Sync } from '#ports/store-sense.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeEach(async () => {
  house = await sensingHouse();
  house.portal.seed(
    Array.from({ length: 122 }, (_, nr) => ({
      type: 'contacts',
      properties: {
        email: `person${nr}@example.com`,
        country: nr % 3 === 0 ? 'France' : 'Japan',
        ...(nr >= 120
          ? {}
          : nr % 3 === 0
            ? { lifecyclestage: 'customer' }
            : { hs_lead_status: 'UNQUALIFIED' }),
      },
      createdAt: past,
      updatedAt: past,
    })),
  );
  await house.syncAll();
  while ((await turn(house.ports, house.tenant)).more);
});
afterEach(() => house.close());

const minutes = (count: number) => {
  house.clock.ahead += count * 60_000;
};
const learn = () => learnTarget(house.ports, house.tenant, leads, async (request) => train(request));
const isWoken = async () =>
  (await house.database.store.doors.waiting(house.clock.now())).some(({ kind }) => kind === 'learn');
/** As if the histories of the contacts had come so far. */
async function histories(change: Pick<Sync, 'state' | 'problem'>): Promise<void> {
  const known = (await house.syncs()).get('past contact');
  if (known === undefined) throw new Error('no history of contacts is ever read');
  await house.database.store.asTenant(house.tenant, ({ syncs }) => syncs.save({ ...known, ...change }));
}
const decided = () =>
  house.database.store.asTenant(house.tenant, ({ models }) => models.events({ target: 'lead', limit: 5 }));

test('wait while histories are read; what is learned then is not learned again a minute later', async () => {
  await histories({ state: 'running', problem: null });
  expect([await isWoken(), await learn()]).toEqual([false, null]);
  minutes(4);
  expect([await isWoken(), await learn()]).toEqual([false, null]);
  await histories({ state: 'done', problem: null });
  expect(await isWoken()).toBe(true);
  const learned = await learn();
  expect(learned?.weights.learner).not.toBe('prior');
  expect(learned?.weights.early).toBeUndefined();
  expect([await isWoken(), await learn()]).toEqual([false, null]);
});

test.each([
  ['refused', { state: 'waiting', problem: 'CRM_REFUSED: no' }],
  ['not granted', { state: 'off', problem: 'CRM_SCOPE: no' }],
] as const)('do not wait for histories that are %s', async (_, change) => {
  await histories(change);
  expect(await isWoken()).toBe(true);
  expect((await learn())?.weights.early).toBeUndefined();
});

test('of a very large account come before the histories, say so of each score, and say why others follow', async () => {
  await histories({ state: 'running', problem: null });
  minutes(6);
  expect(await isWoken()).toBe(true);
  expect((await learn())?.weights.early).toBe(true);
  while ((await turn(house.ports, house.tenant)).more);
  const { rows } = await house.database.store.pool.query<{ doubts: string[] }>(
    `select body -> 'doubts' as doubts from finding where kind = 'lead_score' and body ->> 'basis' = 'model'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { doubts } of rows) expect(doubts).toContain('histories');

  await histories({ state: 'waiting', problem: null });
  await house.syncAll();
  expect(house.woken).toContainEqual({ kind: 'learn', tenant: house.tenant });
  const again = await learn();
  expect(again?.weights.early).toBeUndefined();
  expect((await decided())[0]).toMatchObject({ what: 'promoted', why: ['histories'] });
  expect(await learn()).toBeNull();

  await house.database.store.asTenant(house.tenant, async ({ settings }) => {
    await settings.save({ ...(await settings.read()).settings, leftOutFeatures: ['country'] });
  });
  // Nothing is left to learn from: that everybody has the same score now is told too.
  expect((await learn())?.weights.learner).toBe('prior');
  expect((await decided())[0]?.why).toEqual(['choices']);
});
