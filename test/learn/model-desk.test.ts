// The desk of models: where a person is to say yes, nothing moves before; and one step leads back to the same scores.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { toWeights, type Weights } from '#analyze/weights.ts';
import { lessonHouse, night, type World } from '#kit/a-lesson.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { openModelDesk } from '#learn/model-desk.ts';

let house: Awaited<ReturnType<typeof lessonHouse>>;
beforeAll(async () => {
  house = await lessonHouse();
});
afterAll(() => house.close());

const turned: World = (one) => {
  const { source } = one.values;
  const other = source === '推荐' ? 'cold list' : source === 'cold list' ? '推荐' : source;
  return { ...one, values: { ...one.values, source: other ?? null } };
};

async function tenantThatAsks() {
  const at = await house.tenantIn(turned);
  await at.choose({ learning: { approval: true } });
  const desk = openModelDesk(at.ports, [at.lesson]);
  const decide = (version: number, verdict: 'approve' | 'decline' | 'go_back', note: string | null = null) =>
    desk.decide(at.tenant, 'Mia Keller', { target: 'lead', version, verdict, note });
  /** What everybody scores by the live weights, to the last bit. */
  const scores = async () => {
    const weights: Weights = toWeights((await at.live())?.body);
    const score = compileWeights(weights);
    return at.records.map((one) => score(rowOf(weights.features, one.values), one.at).logOdds);
  };
  return { ...at, decide, scores };
}

describe('where a person is to say yes', () => {
  test('what won waits, and scores stay as they were until then', async () => {
    const at = await tenantThatAsks();
    const before = await at.scores();
    const woken = at.woken.length;
    expect((await at.night())?.decided).toEqual({ what: 'waiting', version: 2 });
    expect(await at.scores()).toEqual(before);
    expect(at.woken).toHaveLength(woken);
    const [waiting] = await at.events();
    expect(waiting).toMatchObject({ what: 'waiting', who: 'learn', version: 2, detail: { against: 1 } });
    expect(waiting?.detail.moves).toMatchObject({ finding: 'lead_score', looked: 200 });
    // The next night does not ask again for the same.
    house.time.now += night;
    expect((await at.night())?.decided.what).toBe('nothing');
    const event = await at.decide(2, 'approve', 'The fair was a new kind of lead');
    expect(event).toMatchObject({ what: 'promoted', who: 'Mia Keller', version: 2 });
    expect(event.detail.trial?.gain).toBeGreaterThan(0);
    expect((await at.live())?.version).toBe(2);
    expect(await at.scores()).not.toEqual(before);
    expect(at.woken.at(-1)).toEqual({ kind: 'turn', tenant: at.tenant });
    const register = await at.rows(({ decisions }) =>
      decisions.register({ kind: 'model', search: 'Mia', since: null, until: null, offset: 0, limit: 5 }),
    );
    expect(register.decisions).toMatchObject([
      { who: 'Mia Keller', about: 'lead 2', why: 'The fair was a new kind of lead' },
    ]);
  });

  test('what was declined never scores anybody, and cannot be approved any more', async () => {
    const at = await tenantThatAsks();
    const before = await at.scores();
    await at.night();
    expect(await at.decide(2, 'decline')).toMatchObject({ what: 'declined', version: 2 });
    expect(await at.scores()).toEqual(before);
    await expect(at.decide(2, 'approve')).rejects.toMatchObject({ code: 'MODEL_DECIDED' });
    house.time.now += night;
    expect((await at.night())?.decided.what).toBe('nothing');
  });

  test('of two who decide at once, one does', async () => {
    const at = await tenantThatAsks();
    await at.night();
    const both = await Promise.allSettled([at.decide(2, 'approve'), at.decide(2, 'decline')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await at.events()).filter(({ who }) => who === 'Mia Keller')).toHaveLength(1);
  });
});

test('one step back brings the same scores, bit for bit, and the next night leaves it so', async () => {
  const at = await tenantThatAsks();
  const before = await at.scores();
  await at.night();
  await at.decide(2, 'approve');
  const after = await at.scores();
  const back = await at.decide(1, 'go_back', 'Reps did not believe it');
  expect(back).toMatchObject({ what: 'rolled_back', version: 1, detail: { against: 2 } });
  expect(await at.scores()).toEqual(before);
  expect(back.detail.moves?.top[0]?.from).toBeDefined();
  house.time.now += night;
  expect((await at.night())?.decided.what).toBe('nothing');
  expect((await at.live())?.version).toBe(1);
  const again = await at.decide(2, 'go_back');
  expect(await at.scores()).toEqual(after);
  // It had waited for a person once, and was live since: to make it live again is one step back too, and stays.
  expect(again).toMatchObject({ what: 'rolled_back', version: 2, detail: { against: 1 } });
  house.time.now += night;
  expect((await at.night())?.decided.what).toBe('nothing');
});

test('whoever goes back to a version of other choices is not overruled by the next learning', async () => {
  const at = await tenantThatAsks();
  const learn = () => learnTarget(at.ports, at.tenant, at.lesson, house.train);
  await at.choose({ leftOutFeatures: ['source'], learning: { approval: false } });
  expect((await learn())?.decided).toEqual({ what: 'promoted', version: 2 });
  expect(await at.decide(1, 'go_back')).toMatchObject({ what: 'rolled_back', version: 1 });
  expect(await learn()).toBeNull();
  expect((await at.live())?.version).toBe(1);
  // It is looked at in the night like any other; and what is chosen next is learned again.
  house.time.now = (at.records[649]?.closedAt ?? 0) + 60_000;
  expect((await at.night())?.decided.what).toBe('nothing');
  await at.choose({ leftOutFeatures: ['size'] });
  expect((await learn())?.decided).toEqual({ what: 'promoted', version: 3 });
});

test('who moves is told with the features that did it, which add up to the way that was gone', async () => {
  const at = await tenantThatAsks();
  await at.night();
  const moves = (await at.events())[0]?.detail.moves;
  if (moves === undefined) throw new Error('nobody was looked at');
  expect(moves.far).toBeGreaterThan(0);
  const [first] = moves.top;
  expect(Math.abs((first?.to ?? 0) - (first?.from ?? 0))).toBeGreaterThan(10);
  const told = moves.top.flatMap(({ by }) => by.slice(0, 1).map(({ label }) => label));
  expect(told.filter((label) => label === 'Lead source').length).toBeGreaterThan(told.length / 2);
});

test('the live version cannot be gone back to, and one that never was cannot be approved', async () => {
  const at = await tenantThatAsks();
  await expect(at.decide(1, 'go_back')).rejects.toMatchObject({ code: 'MODEL_DECIDED' });
  await expect(at.decide(7, 'approve')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('a look that a person asks for', () => {
  const asks = async (given?: World) => {
    const at = await house.tenantIn(given);
    const desk = openModelDesk(at.ports, [at.lesson]);
    return { ...at, look: () => desk.look(at.tenant, 'Mia Keller', 'lead') };
  };

  test('is done at once although it is not night, once, and says what came of it', async () => {
    const at = await asks();
    // Fifty more have closed: too few to be worth learning anew.
    house.time.now = (at.records[649]?.closedAt ?? 0) + 60_000;
    expect((await at.night())?.decided.what).toBe('nothing');
    house.time.now += 60_000;
    expect(await at.night()).toBeNull();
    expect(await at.look()).toMatchObject({ what: 'asked', who: 'Mia Keller', version: 1 });
    expect(at.woken.at(-1)).toEqual({ kind: 'learn', tenant: at.tenant });
    const woken = await house.database.store.doors.waiting(house.clock.now());
    expect(woken).toContainEqual({ kind: 'learn', tenant: at.tenant });
    // Whoever asks before it has begun asks for the same one.
    expect((await at.look()).id).toBe((await at.look()).id);
    house.time.now += 60_000;
    const done = await at.night();
    expect(done?.decided.what).toBe('kept');
    const [check] = await at.checks();
    expect(check).toMatchObject({ night: '2026-09-30', body: { train: ['asked'] } });
    expect(check?.at.getTime()).toBe(house.time.now);
    expect((await at.events())[0]).toMatchObject({ what: 'kept', why: expect.arrayContaining(['asked']) });
    expect(await at.night()).toBeNull();
    expect((await at.events()).filter(({ what }) => what === 'asked')).toHaveLength(1);
  });

  test('can be asked for again at once, and finds what has turned', async () => {
    const at = await asks(turned);
    await at.look();
    house.time.now += 1000;
    expect((await at.night())?.decided).toEqual({ what: 'promoted', version: 2 });
    house.time.now += 1000;
    await at.look();
    house.time.now += 1000;
    expect((await at.night())?.decided.what).toBe('kept');
  });

  test('stands in the register with who asked', async () => {
    const at = await asks();
    await at.look();
    const { decisions } = await at.rows((rows) =>
      rows.decisions.register({
        kind: 'model',
        search: 'Mia',
        since: null,
        until: null,
        offset: 0,
        limit: 5,
      }),
    );
    expect(decisions).toMatchObject([{ who: 'Mia Keller', about: 'lead 1' }]);
  });

  test('is refused where nothing was learned', async () => {
    const tenant = await house.database.tenant();
    const at = await asks();
    const desk = openModelDesk(at.ports, [at.lesson]);
    await expect(desk.look(tenant, 'Mia Keller', 'lead')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
