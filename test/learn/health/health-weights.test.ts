// How much each part counts: chosen by a person or learned, in the register, and told as the cause where an index moves for it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '#analyze/finding.ts';
import { presetWeights } from '#analyze/health-weights.ts';
import type { SegmentVersion } from '#analyze/segment/segment.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { weighAnew } from '#learn/health/weigh-anew.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { NewSignal } from '#sense/signal.ts';

const dayMs = 86_400_000;
const origin = '00000000-0000-4000-8000-000000000001';
let house: HttpHouse;
let tenant: string;
let cookie: string;
let now: Date;

/** Uses the product every day, and nobody has talked to it for 200 days. */
function customer(id: string): NewSignal[] {
  const about = { origin, objectType: 'company', externalId: id } as const;
  const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * dayMs);
  return [
    {
      ...{ ...about, kind: 'crm.record', key: `${id}/r`, occurredAt: at(300) },
      data: {
        ...{ properties: { name: id, lifecyclestage: 'customer' }, archived: false },
        createdAt: at(300).toISOString(),
      },
    },
    {
      ...{ ...about, kind: 'engagement', key: `${id}/call`, occurredAt: at(105) },
      data: { type: 'call', id: `${id}/call`, direction: null, outcome: null },
    },
    ...Array.from(
      { length: 100 },
      (_, nr): NewSignal => ({
        ...{ ...about, kind: 'product.event', key: `${id}/${nr}`, occurredAt: at(nr) },
        data: { name: 'Logged In', user: 'u', properties: {} },
      }),
    ),
  ];
}

beforeAll(async () => {
  house = await openHttpHouse();
  house.time.shiftMs = 600_000;
  now = house.clock.now();
  tenant = await house.database.tenant();
  cookie = await house.signIn(tenant, 'Mia Keller');
  const records = aLeadHistory(40);
  const body = train({ target: 'lead', sources: leadSources, records, now: historyEnd, seed: 1 });
  await house.store.asTenant(tenant, async (rows) => {
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now);
    await rows.signals.keep([...customer('north'), ...customer('south')]);
  });
  await settle();
  const north = await subjectOf('north');
  await house.store.asTenant(tenant, ({ segments }) =>
    segments.save(version, [{ subject: north, segment: 'many-users', since: now, x: 0, y: 0 }], now),
  );
});
afterAll(() => house.close());

const version: SegmentVersion = {
  ...{
    none: null,
    customers: 2,
    unplaced: 0,
    needed: 30,
    scales: [],
    tried: [],
    doubts: 0,
    moved: null,
    axes: [],
  },
  segments: [
    { id: 'many-users', words: [{ behaviour: 'users', high: true }], size: 1, centroid: {}, typical: {} },
  ],
};

async function settle() {
  const { store, queue, clock } = house.deps;
  while ((await turn({ store, queue, clock, log: silentLog() }, tenant)).more);
}
const subjectOf = async (id: string) =>
  (await house.store.asTenant(tenant, ({ subjects }) => subjects.find(origin, 'company', [id]))).get(id) ??
  '';
async function found(id: string): Promise<Finding> {
  const subject = await subjectOf(id);
  const [kept] = await house.store.asTenant(tenant, ({ findings }) => findings.current([subject], 'health'));
  if (kept === undefined) throw new Error('nothing was found');
  return kept.finding;
}
async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${house.url}${path}`, {
    method,
    headers: { cookie, 'x-revloop-console': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}
const onUse = {
  ...presetWeights,
  use: 1,
  breadth: 0,
  support: 0,
  relationship: 0,
  commercial: 0,
  sentiment: 0,
};
const registered = async () => {
  const filter = { kind: 'settings' as const, search: 'healthWeights', since: null, until: null };
  const { decisions } = await house.store.asTenant(tenant, (rows) =>
    rows.decisions.register({ ...filter, offset: 0, limit: 20 }),
  );
  return decisions;
};

describe('how much each part counts', () => {
  it('is the preset until somebody chooses, for everybody and in each segment', async () => {
    const { body } = await ask('GET', '/api/health-weights');
    expect(body.preset).toEqual(presetWeights);
    expect(body.weights).toMatchObject([
      { segment: null, basis: 'preset', parts: presetWeights, chosen: null },
      { segment: 'many-users', size: 1, basis: 'all', parts: presetWeights, chosen: null },
    ]);
    expect(body.weights[1].name.en).not.toBe('');
    expect((await found('north')).weightsVersion).toBeNull();
  });

  it('shows who would move before anything is chosen', async () => {
    const input = { segment: 'many-users', basis: 'hand', parts: onUse };
    const { body } = await ask('POST', '/api/health-weights/preview', input);
    expect(body).toMatchObject({ customers: 1, moved: 1 });
    expect((await ask('GET', '/api/health-weights')).body.weights[1].basis).toBe('all');
  });

  it('is refused where no part counts at all', async () => {
    const parts = { ...onUse, use: 0 };
    for (const path of ['/api/health-weights', '/api/health-weights/preview']) {
      const answer = await ask('POST', path, { segment: null, basis: 'hand', parts, why: 'Nothing counts' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    }
  });

  it('counts in its segment only, stands in the register, and is told as the cause', async () => {
    const before = await found('north');
    const south = await found('south');
    const input = { segment: 'many-users', basis: 'hand', parts: onUse, why: 'They never talk to anybody' };
    expect(await ask('POST', '/api/health-weights', input)).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    await settle();
    const after = await found('north');
    expect(after.weightsVersion).toBe(1);
    expect(after.score).toBeGreaterThan(before.score ?? 100);
    expect(after.because).toMatchObject({ cause: 'weights', points: { record: 0 } });
    expect(after.because?.points?.weights).toBeCloseTo((after.score ?? 0) - (before.score ?? 0), 0);
    expect(await found('south')).toMatchObject({ score: south.score, weightsVersion: null });
    expect(await registered()).toMatchObject([
      { who: 'Mia Keller', about: 'healthWeights many-users', why: 'They never talk to anybody' },
    ]);
  });

  it('alerts nobody for what other weights make of a customer', async () => {
    const onTalks = { ...onUse, use: 0, relationship: 1 };
    const input = { segment: null, basis: 'hand', parts: onTalks, why: 'A trial of talks alone' };
    expect((await ask('POST', '/api/health-weights', input)).status).toBe(200);
    await settle();
    const south = await found('south');
    expect(south).toMatchObject({ band: 'at_risk', because: { cause: 'weights' } });
    // Its own weights still count for the segment.
    expect((await found('north')).weightsVersion).toBe(1);
    const subject = await subjectOf('south');
    const advice = await house.store.asTenant(tenant, (rows) => rows.advice.live([subject]));
    expect(advice.filter(({ situation, alert }) => situation === 'health:risk' && alert)).toEqual([]);
  });

  it('is the preset again when somebody says so, and a segment goes by everybody again', async () => {
    for (const [segment, basis] of [
      [null, 'preset'],
      ['many-users', 'all'],
    ])
      await ask('POST', '/api/health-weights', { segment, basis, why: 'Back to what was' });
    await settle();
    expect(await found('north')).toMatchObject({ weightsVersion: 3, because: { cause: 'weights' } });
    expect((await found('north')).score).toBe((await found('south')).score);
  });

  it('refuses to learn from too little, other segments, and no weights at all', async () => {
    const ask2 = async (input: object) =>
      (await ask('POST', '/api/health-weights', { why: 'Why not', ...input })).body.code;
    expect(await ask2({ segment: null, basis: 'learned' })).toBe('HEALTH_WEIGHTS_EARLY');
    expect(await ask2({ segment: 'nobody', basis: 'preset' })).toBe('NOT_FOUND');
    expect(await ask2({ segment: null, basis: 'hand' })).toBe('INPUT_INVALID');
  });

  it('learns anew each night where that was chosen, and leaves alone what a person set', async () => {
    const { check } = await house.deps.customerHealth.checkNow(tenant);
    expect(check.segments?.map(({ segment, weights }) => [segment, weights.parts])).toEqual([
      [null, null],
      ['many-users', null],
    ]);
    const parts = { ...onUse, use: 0.6, support: 0.4 };
    const learned = (of: typeof parts) => ({
      ...check,
      segments: (check.segments ?? []).map((one) => ({ ...one, weights: { ...one.weights, parts: of } })),
    });
    const anew = (of: typeof parts) =>
      house.store.asTenant(tenant, (rows) => weighAnew(rows, learned(of), house.clock.now()));
    expect(await anew(parts)).toBe(0);
    await house.store.asTenant(tenant, ({ health }) => health.saveCheck('2999-01-01', learned(parts), now));
    const input = { segment: null, basis: 'learned', why: 'Let it learn' };
    expect((await ask('POST', '/api/health-weights', input)).status).toBe(200);
    expect(await anew({ ...parts, use: 0.605, support: 0.395 })).toBe(0);
    expect(await anew({ ...parts, use: 0.5, support: 0.5 })).toBe(1);
    expect((await registered())[0]).toMatchObject({ who: 'revloop', about: 'healthWeights' });
    await settle();
    expect((await found('south')).weightsVersion).toBeGreaterThan(4);
  });
});
