// Learning is done when it is due or when the tenant chose otherwise, however often somebody is woken for it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fail } from '#errors.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { frameLesson, learnWithin } from '#learn/lesson-frame.ts';
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

test('what is too much for the limits of a training is learned of the newer half, once, and little is not tried again', async () => {
  const asked: number[] = [];
  const tooMuch = async ({ records }: TrainRequest) => {
    asked.push(records.length);
    return records.length > 1500
      ? fail('TRAINING_TOO_LONG', { records: records.length, seconds: 300 })
      : model;
  };
  const records = Array.from({ length: 2400 }, (_, nr) => ({
    ...{ id: `${nr}`, at: nr, closedAt: nr, won: nr % 2 === 0, values: {} },
  }));
  const told = await database.store.asTenant(tenant, (rows) => frameLesson(rows, leads));
  const ports = { store: database.store, clock: { now: () => new Date(time) } };
  const learn = learnWithin(ports, tenant, leads, { told, train: tooMuch, now: new Date(time) });
  expect((await learn(records)).learner).toBe(model.learner);
  expect(asked).toEqual([2400, 1200]);
  const never = learnWithin(ports, tenant, leads, {
    told,
    train: async (request) => fail('TRAINING_TOO_BIG', { records: request.records.length, megabytes: 1 }),
    now: new Date(time),
  });
  await expect(never(records.slice(0, 1000))).rejects.toMatchObject({ params: { records: 1000 } });
});
