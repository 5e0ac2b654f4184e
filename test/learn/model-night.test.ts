// A night of a model: it is looked at once, learned anew where that pays, and replaced only by what does better.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { toWeights } from '#analyze/weights.ts';
import { lessonHouse, night, type World } from '#kit/a-lesson.ts';
import { dyingStore } from '#kit/sensing-house.ts';
import { learnTarget } from '#learn/learn-target.ts';
import type { Trainer } from '#learn/train-in-worker.ts';

let house: Awaited<ReturnType<typeof lessonHouse>>;
beforeAll(async () => {
  house = await lessonHouse();
});
afterAll(() => house.close());

/** Since the first were learned from, what was a good source has become a bad one, and the other way round. */
const turned: World = (one) => {
  const { source } = one.values;
  const other = source === '推荐' ? 'cold list' : source === 'cold list' ? '推荐' : source;
  return { ...one, values: { ...one.values, source: other ?? null } };
};
/** Other leads come than before, but who wins among them is as it was: half of all others are gone. */
const shifted: World = (one, nr) =>
  one.values['source'] === 'web' || nr % 8 === 0 ? one : { ...one, values: { ...one.values, source: 'web' } };

describe('where the world is as it was', () => {
  test('the look is kept, and nobody is scored anew', async () => {
    const at = await house.tenantIn((one) => one);
    await at.promise((one) => ('chance' in one && typeof one.chance === 'number' ? one.chance : 0.5));
    // Fifty more have closed: too few to be worth learning anew.
    house.time.now = (at.records[649]?.closedAt ?? 0) + 60_000;
    const done = await at.night();
    expect(done).toEqual({ night: '2026-09-30', decided: { what: 'nothing', version: null } });
    const [check] = await at.checks();
    expect(check?.body).toMatchObject({ since: 50, train: [], promises: { verdict: 'kept', rows: 50 } });
    expect(check?.body.drift).toMatchObject({ level: 'calm', rows: 50 });
    expect(await at.events()).toMatchObject([{ what: 'promoted', version: 1, why: ['first'] }]);
    expect((await at.live())?.version).toBe(1);
    expect(at.woken).toHaveLength(1);
  });

  test('it is looked at once a night, and a day later again', async () => {
    const at = await house.tenantIn();
    const trained: number[] = [];
    const counting: Trainer = async (request) => {
      trained.push(request.records.length);
      return house.train(request);
    };
    expect(await at.night(counting)).not.toBeNull();
    const often = trained.length;
    expect(await at.night(counting)).toBeNull();
    house.time.now += 3 * 3_600_000;
    expect(await at.night(counting)).toBeNull();
    expect(trained).toHaveLength(often);
    house.time.now += night - 3 * 3_600_000;
    expect(await at.night(counting)).not.toBeNull();
    expect((await at.checks()).map((one) => one.night)).toEqual(['2026-11-02', '2026-11-01']);
  });
});

describe('where the world has turned', () => {
  test('what was learned anew wins on the newest, goes live, and who it scores is looked at again', async () => {
    const at = await house.tenantIn(turned);
    const done = await at.night();
    expect(done?.decided).toEqual({ what: 'promoted', version: 2 });
    const live = await at.live();
    expect(live?.version).toBe(2);
    expect(toWeights(live?.body).history.closed).toBe(1400);
    const [event] = await at.events();
    expect(event).toMatchObject({
      what: 'promoted',
      who: 'learn',
      version: 2,
      detail: { against: 1, how: 'learned' },
    });
    expect(event?.why).toContain('better');
    expect(event?.detail.trial?.gain).toBeGreaterThan(0);
    expect(at.woken.at(-1)).toEqual({ kind: 'turn', tenant: at.tenant });
  });

  test('a worker that is killed at any moment has done all of it or nothing, and the next one does it', async () => {
    for (const step of [1, 2, 3]) {
      const at = await house.tenantIn(turned);
      const dying = dyingStore(house.database.store, step);
      await expect(at.night(undefined, dying)).rejects.toThrow('killed');
      expect(await at.checks()).toEqual([]);
      expect(await at.events()).toHaveLength(1);
      expect((await at.live())?.version).toBe(1);
      // Who died had taken the night for a while, where it came so far.
      house.time.now += 31 * 60_000;
      expect((await at.night())?.decided).toEqual({ what: 'promoted', version: 2 });
    }
  });

  test('whoever demands a yes while it is being learned is asked', async () => {
    const at = await house.tenantIn(turned);
    const meanwhile: Trainer = async (request) => {
      await at.choose({ learning: { approval: true } });
      return house.train(request);
    };
    expect((await at.night(meanwhile))?.decided).toEqual({ what: 'waiting', version: 2 });
    expect((await at.live())?.version).toBe(1);
  });

  test('what was learned with a field that was left out meanwhile scores nobody', async () => {
    const at = await house.tenantIn(turned);
    const meanwhile: Trainer = async (request) => {
      await at.choose({ leftOutFeatures: ['source'] });
      return house.train(request);
    };
    expect(await at.night(meanwhile)).toBeNull();
    expect((await at.live())?.version).toBe(1);
    expect(await at.checks()).toEqual([]);
    await at.choose({ leftOutFeatures: ['size'] });
    const woken = at.woken.length;
    expect(await learnTarget(at.ports, at.tenant, at.lesson, meanwhile)).toBeNull();
    expect((await at.live())?.version).toBe(1);
    expect(at.woken.slice(woken)).toEqual([{ kind: 'learn', tenant: at.tenant }]);
  });

  test('of two workers that come at once one does it', async () => {
    const at = await house.tenantIn(turned);
    const both = await Promise.all([at.night(), at.night()]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    expect((await at.events()).filter(({ version }) => version === 2)).toHaveLength(1);
    const { rows } = await house.database.store.pool.query(
      'select version from weights where tenant_id = $1',
      [at.tenant],
    );
    expect(rows).toHaveLength(2);
  });
});

describe('where other leads come than before', () => {
  test('drift is told once, with the features that moved, and learning anew is tried', async () => {
    const at = await house.tenantIn(shifted);
    await at.night();
    const [check] = await at.checks();
    expect(check?.body.drift.level).toBe('drift');
    expect(check?.body.drift.features[0]).toMatchObject({ name: 'source', level: 'drift' });
    expect(check?.body.train).toContain('drift');
    const found = (await at.events()).filter(({ what }) => what === 'drift');
    expect(found).toMatchObject([{ version: 1, detail: { features: ['Lead source'] } }]);
  });

  test('a challenger that does worse is kept aside with the reason, and scores stay as they are', async () => {
    const at = await house.tenantIn(shifted);
    const before = JSON.stringify((await at.live())?.body);
    // It learns the opposite of what happened.
    const done = await at.night(async (request) =>
      house.train({ ...request, records: request.records.map((one) => ({ ...one, won: !one.won })) }),
    );
    expect(done?.decided).toEqual({ what: 'kept', version: 2 });
    const live = await at.live();
    expect(live?.version).toBe(1);
    expect(JSON.stringify(live?.body)).toBe(before);
    const [event] = await at.events();
    expect(event).toMatchObject({ what: 'kept', version: 2 });
    expect(event?.why).toContain('not_above_base');
    // It is not tried again every night, but when there is more to learn from.
    house.time.now += night;
    expect((await at.night())?.decided.what).toBe('nothing');
  });

  test('training that fails leaves the weights as they are, and says so', async () => {
    const at = await house.tenantIn(shifted);
    const failing = async () => {
      throw new Error('no memory');
    };
    await expect(at.night(failing)).rejects.toThrow('no memory');
    expect((await at.live())?.version).toBe(1);
    expect((await at.events())[0]).toMatchObject({ what: 'kept', version: null });
    expect((await at.events())[0]?.why).toEqual(expect.arrayContaining(['failed', 'INTERNAL']));
  });
});

test('broken promises are brought in line, and everybody stays above whom they were above', async () => {
  // Two of three that would have been won are lost now, whoever they are.
  const at = await house.tenantIn((one, nr) => ({ ...one, won: one.won && nr % 3 === 0 }));
  const score = compileWeights(at.first);
  await at.promise(({ at: moment, values }) => score(rowOf(at.first.features, values), moment).probability);
  // What can be learned anew is no better.
  const done = await at.night(async () => at.first);
  expect(done?.decided).toEqual({ what: 'promoted', version: 2 });
  const [check] = await at.checks();
  expect(check?.body.promises.verdict).toBe('too_high');
  expect(check?.body.train).toContain('calibration');
  const [promoted, ...found] = await at.events();
  expect(promoted).toMatchObject({ what: 'promoted', detail: { how: 'recalibrated' } });
  expect(found).toContainEqual(expect.objectContaining({ what: 'calibration', why: ['too_high'] }));
  const again = toWeights((await at.live())?.body);
  expect(again.history.to).toBe(new Date(at.records.at(-1)?.closedAt ?? 0).toISOString());
  const newest = at.records.slice(1000);
  const promisedBy = (scorer: typeof score) =>
    newest.reduce((sum, one) => sum + scorer(rowOf(at.first.features, one.values), one.at).probability, 0);
  const won = newest.filter((one) => one.won).length;
  const off = (scorer: typeof score) => Math.abs(promisedBy(scorer) - won);
  expect(off(compileWeights(again))).toBeLessThan(off(score) / 3);
});

test('the sweeper wakes for it when it is night, until somebody has taken it', async () => {
  const at = await house.tenantIn();
  const waits = async () =>
    (await house.database.store.doors.waiting(house.clock.now())).filter(
      ({ tenant }) => tenant === at.tenant,
    );
  expect(await waits()).toEqual([{ kind: 'learn', tenant: at.tenant }]);
  const dying = dyingStore(house.database.store, 2);
  await expect(at.night(undefined, dying)).rejects.toThrow('killed');
  expect(await waits()).toEqual([]);
  house.time.now += 31 * 60_000;
  expect(await waits()).toHaveLength(1);
  await at.night(async () => at.first);
  // Of those that are scored anew a turn is due.
  expect((await waits()).filter(({ kind }) => kind === 'learn')).toEqual([]);
});
