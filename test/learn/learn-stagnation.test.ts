// What a tenant's own customers teach of stagnation, by the real turn on the real database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { readStagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { toStagnationWeights } from '#analyze/stagnation/stagnation-weights.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { learnStagnation } from '#learn/learn-stagnation.ts';
import type { NewSignal } from '#sense/signal.ts';

const day = 86_400_000;
const days = 110;
type Fate = 'stays' | 'left' | 'slips';
const customers = Array.from({ length: 60 }, (_, nr) => ({
  id: `${nr}`,
  /** One of four left on day 95, after nothing new for 40 days; two slip now. */
  fate: (nr < 2 ? 'slips' : nr % 4 === 0 ? 'left' : 'stays') as Fate,
}));

let house: JourneyHouse;
let begins: Date;

beforeAll(async () => {
  house = await journeyHouse();
  begins = new Date(house.time.now.getTime() - days * day);
  for (const who of customers) await house.tell(...historyOf(who));
  await house.settle();
});
afterAll(() => house.close());

const stopOf = { stays: days, left: 55, slips: 85 } as const;

/** In the product twice in three days, something new every sixth day; all of that until it stops. */
function historyOf({ id, fate }: (typeof customers)[number]): NewSignal[] {
  const stop = stopOf[fate];
  const signals: NewSignal[] = [];
  const say = (nr: number, hour: number, name: string, feature?: string) => {
    const one = house.event('company', id, name, `user of ${id}`);
    const at = new Date(begins.getTime() + nr * day + hour * 3_600_000);
    if (one.kind !== 'product.event') return;
    const properties = feature === undefined ? {} : { feature };
    signals.push({ ...one, occurredAt: at, data: { ...one.data, properties } });
  };
  const shift = Number(id);
  for (let nr = 0; nr < days; nr += 1) {
    const over = nr - stop - 10;
    if (over > 0 && over % Math.ceil(over / 4 + 1) !== 0) continue;
    if (fate === 'left' && nr > 95) break;
    if ((nr + shift) % 3 !== 0) say(nr, 9, 'Logged In');
    if (nr <= stop && (nr + shift) % 6 === 1) say(nr, 10, 'Feature Tried', `feature ${Math.floor(nr / 6)}`);
  }
  const stage = (value: string, nr: number): NewSignal => ({
    ...house.record('company', id, { name: `Customer ${id}`, lifecyclestage: value }),
    occurredAt: new Date(begins.getTime() + nr * day),
  });
  signals.push(stage('customer', 0));
  if (fate === 'left') {
    signals.push(stage('other', 95), ...lostRenewal(id));
  }
  return signals;
}

function lostRenewal(id: string): NewSignal[] {
  const deal = (nr: string, won: boolean, closes: number) => [
    house.record('deal', nr, {
      hs_is_closed_won: String(won),
      hs_is_closed_lost: String(!won),
      closedate: new Date(begins.getTime() + closes * day).toISOString(),
    }),
    house.links('deal', nr, 'company', [id]),
  ];
  return [...deal(`first ${id}`, true, 0), ...deal(`renewal ${id}`, false, 95)];
}

const graph: JourneyGraph = {
  version: 1,
  kind: 'company',
  enter: {
    combinator: 'and',
    rules: [
      { field: 'customer', operator: '=', value: true },
      { field: 'stagnation', operator: '=', value: true },
    ],
  },
  again: null,
  leave: null,
  goal: {
    when: { combinator: 'and', rules: [{ field: 'stagnation', operator: '=', value: false }] },
    within: { days: 30 },
    at: 'ever',
  },
  holdout: 0,
  start: 'rest',
  nodes: { rest: { kind: 'wait', for: { days: 1 }, next: 'end' }, end: { kind: 'goal' } },
};

describe('stagnation', () => {
  const findings = async () => {
    const subjects = await house.asTenant((rows) =>
      rows.subjects.find(
        house.crm.id,
        'company',
        customers.map(({ id }) => id),
      ),
    );
    const found = await house.asTenant((rows) => rows.findings.current([...subjects.values()], 'stagnation'));
    return new Map(
      customers.map((who) => [
        who.id,
        found.find(({ subject }) => subject === subjects.get(who.id))?.finding,
      ]),
    );
  };

  it('says that it is the preset, and little sure, before anything was learned', async () => {
    const found = await findings();
    expect(found.get('1')).toMatchObject({
      kind: 'stagnation',
      basis: 'prior',
      band: 'slowing',
      weightsVersion: null,
    });
    expect(found.get('1')?.confidence).toBeLessThanOrEqual(0.2);
    expect(found.get('4')).toBeUndefined();
  });

  it('is learned from those who left and those who stayed, and then found of those who slip now, and of nobody else', async () => {
    const learned = await learnStagnation(house.ports, house.tenant);
    expect(learned?.weights).toMatchObject({ learned: true, history: { left: 14, stayed: 46, needed: 0 } });
    expect(learned?.weights.report?.early).toBeGreaterThanOrEqual(12);
    await house.settle();
    const found = await findings();
    const stalled = [...found].flatMap(([id, one]) => (one?.band === 'stalled' ? [id] : []));
    expect(stalled).toEqual(['0', '1']);
    const one = found.get('1');
    expect(one).toMatchObject({ basis: 'model', weightsVersion: 1 });
    expect(one?.probability).toBeGreaterThan(0.5);
    const reasons = new Map(one?.reasons.map(({ code, value }) => [code, value]));
    expect(reasons.get('stagnation_days')).toBe(25);
    expect(reasons.get('stagnation_last')).toBe('feature 14');
    expect(Number(reasons.get('stagnation_left'))).toBeLessThanOrEqual(
      Number(reasons.get('stagnation_like')),
    );
  });

  it('is kept as versions, and another learning of the same makes no new one', async () => {
    house.time.now = new Date(house.time.now.getTime() + 1.1 * day);
    const again = await learnStagnation(house.ports, house.tenant);
    const rows = await house.asTenant((one) => one.weights.list('stagnation'));
    expect(again?.version).toBe(1);
    expect(rows.map(({ version, state }) => [version, state])).toEqual([[1, 'live']]);
    expect(toStagnationWeights(rows[0]?.body).learned).toBe(true);
  });

  it('is not found of a customer because the feed of events is late', async () => {
    house.time.now = new Date(house.time.now.getTime() + 40 * day);
    await house.asTenant((rows) => rows.subjects.markKindDirty('company', 'day'));
    await house.settle();
    const found = await findings();
    expect([...found].flatMap(([id, one]) => (one?.band === 'stalled' ? [id] : []))).toEqual(['0', '1']);
    expect(found.get('5')?.doubts).toContain('stale');
  });

  it('takes customers into a journey', async () => {
    const journey = await house.journey(graph);
    await house.asTenant((rows) => rows.subjects.markKindDirty('company', 'day'));
    await house.settle();
    const slipping = await Promise.all(['0', '1'].map((id) => house.subject('company', id)));
    expect((await house.runs(journey)).map(({ subject }) => subject).sort()).toEqual(slipping.sort());
  });

  it('knows that customers as a whole rest, before it is learned again', async () => {
    const quiet = async () => (await house.asTenant(readStagnationLook)).weights.quiet;
    const learned = await house.asTenant((rows) => rows.weights.live('stagnation'));
    const before = toStagnationWeights(learned?.body).quiet;
    expect(await quiet()).toEqual(before);
    const rests = [days, days + 1].map((nr) => new Date(begins.getTime() + nr * day + 9 * 3_600_000));
    for (const at of rests) {
      const one = house.event('company', '5', 'Logged In', 'user of 5');
      await house.tell({ ...one, occurredAt: at });
    }
    const rested = Object.keys(await quiet()).filter((date) => !(date in before));
    expect(rested).toEqual(rests.map((at) => at.toISOString().slice(0, 10)));
  });
});
