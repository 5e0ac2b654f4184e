// Learning is done when it is due or when the tenant chose otherwise, however often somebody is woken for it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { type TrainRequest, train } from '#learn/train.ts';
import type { TenantSettings } from '#sense/tenant.ts';

const model = train({
  ...{ target: 'lead', sources: leadSources, records: aLeadHistory(300), now: historyEnd, seed: 2 },
});
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

let time = 0;
let tenant = '';
beforeEach(async () => {
  time = Date.UTC(2026, 10, 22, 12);
  tenant = await database.tenant();
});

/** Is woken for learning after so many minutes; tells whether it trained. */
async function learns(minutes: number, trainer: (request: TrainRequest) => typeof model): Promise<boolean> {
  time += minutes * 60_000;
  let trained = false;
  const ports = {
    store: database.store,
    queue: { wake: async () => undefined },
    clock: { now: () => new Date(time) },
    log: silentLog(),
  };
  const learned = await learnTarget(ports, tenant, leads, async (request) => {
    trained = true;
    return trainer(request);
  });
  expect(learned === null).toBe(!trained);
  return trained;
}
const known = () => model;

test('a prior is learned again after a quarter of an hour, not before', async () => {
  expect(await learns(0, train)).toBe(true);
  expect(await learns(0, train)).toBe(false);
  expect(await learns(14, train)).toBe(false);
  expect(await learns(2, train)).toBe(true);
  expect(await learns(14, train)).toBe(false);
});

test('what was learned is not learned again here: whether others do better is decided at night', async () => {
  expect(await learns(0, known)).toBe(true);
  expect(await learns(30 * 24 * 60, known)).toBe(false);
});

const choose = (change: Partial<TenantSettings>) =>
  database.store.asTenant(tenant, async ({ settings }) => {
    await settings.save({ ...(await settings.read()).settings, ...change });
  });

test('other choices of the tenant are learned from at once, and once', async () => {
  expect(await learns(0, known)).toBe(true);
  await choose({ dryRun: true });
  expect(await learns(1, known)).toBe(false);
  await choose({ leftOutFeatures: ['source'] });
  expect(await learns(1, known)).toBe(true);
  expect(await learns(1, known)).toBe(false);
});

test('the direction that a tenant demands of a field is demanded of the training', async () => {
  const demanded: TrainRequest['monotone'][] = [];
  const trainer = ({ monotone }: TrainRequest) => {
    demanded.push(monotone);
    return model;
  };
  expect(await learns(0, trainer)).toBe(true);
  await choose({ directions: { employees: 'rising', 'company.age': 'falling' } });
  expect(await learns(1, trainer)).toBe(true);
  expect(await learns(1, trainer)).toBe(false);
  expect(demanded).toEqual([{}, { employees: 1, 'company.age': -1 }]);
});

test('a direction of one target alone is not demanded of the others, and goes before that of all', async () => {
  let demanded: TrainRequest['monotone'];
  const trainer = (request: TrainRequest) => {
    demanded = request.monotone;
    return model;
  };
  await choose({
    directions: { employees: 'rising', 'lead:employees': 'falling', 'churn:company.age': 'falling' },
  });
  expect(await learns(1, trainer)).toBe(true);
  expect(demanded).toEqual({ employees: -1 });
});
