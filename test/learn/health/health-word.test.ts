// A person's word about a customer: it counts until its day, is never overwritten in silence, and the index goes on beside it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { NewSignal } from '#sense/signal.ts';

const dayMs = 86_400_000;
const origin = '00000000-0000-4000-8000-000000000001';
let house: HttpHouse;
let tenant: string;
let subject: string;
let mia: string;
let ben: string;
let now: Date;

const about = { origin, objectType: 'company', externalId: 'c1' } as const;

function login(daysAgo: number): NewSignal {
  return {
    ...{
      ...about,
      kind: 'product.event',
      key: `in/${daysAgo}`,
      occurredAt: new Date(now.getTime() - daysAgo * dayMs),
    },
    data: { name: 'Logged In', user: 'u1', properties: {} },
  };
}

beforeAll(async () => {
  house = await openHttpHouse();
  // What the database marks as due now must be due for whoever asks a little later.
  house.time.shiftMs = 600_000;
  now = house.clock.now();
  tenant = await house.database.tenant();
  [mia, ben] = await Promise.all([house.signIn(tenant, 'Mia Keller'), house.signIn(tenant, 'Ben Okoro')]);
  const body = train({
    target: 'lead',
    sources: leadSources,
    records: aLeadHistory(40),
    now: historyEnd,
    seed: 1,
  });
  await house.store.asTenant(tenant, async (rows) => {
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now);
    await rows.signals.keep([
      {
        ...{ ...about, kind: 'crm.record', key: 'c1', occurredAt: new Date(now.getTime() - 200 * dayMs) },
        data: {
          ...{ properties: { name: 'Northwind', lifecyclestage: 'customer' }, archived: false },
          createdAt: new Date(now.getTime() - 200 * dayMs).toISOString(),
        },
      },
      ...Array.from({ length: 100 }, (_, nr) => login(30 + nr)),
    ]);
  });
  await settle();
  const found = await house.store.asTenant(tenant, ({ subjects }) =>
    subjects.find(origin, 'company', ['c1']),
  );
  subject = found.get('c1') ?? '';
});
afterAll(() => house.close());

async function settle() {
  const { store, queue, clock } = house.deps;
  while ((await turn({ store, queue, clock, log: silentLog() }, tenant)).more);
}

const found = async () => {
  const kept = await house.store.asTenant(tenant, ({ findings }) => findings.current([subject], 'health'));
  return kept[0]?.finding;
};
const say = (cookie: string, body: object) => call('POST', `/api/subjects/${subject}/health`, cookie, body);
const call = (method: string, path: string, cookie: string, body?: object) =>
  fetch(`${house.url}${path}`, {
    method,
    headers: { cookie, 'x-revloop-console': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const register = async () => {
  const kept = { kind: 'override' as const, search: '', since: null, until: null, offset: 0, limit: 20 };
  const { decisions } = await house.store.asTenant(tenant, (rows) => rows.decisions.register(kept));
  return decisions.map(({ who, why, body }) => ({ who, why, body }));
};

describe('a person’s word about a customer', () => {
  let first = '';

  it('counts from the next turn on, with who, why and until when, and what is computed beside it', async () => {
    expect(await found()).toMatchObject({ band: 'at_risk' });
    const answer = await say(mia, {
      band: 'healthy',
      reason: 'On holiday until December',
      days: 10,
      replaces: null,
    });
    expect(answer.status).toBe(200);
    first = (await answer.json()).id;
    await settle();
    const finding = await found();
    expect(finding).toMatchObject({ score: 66, band: 'healthy' });
    expect(finding?.override).toMatchObject({
      ...{ id: first, who: 'Mia Keller', reason: 'On holiday until December' },
      computed: { band: 'at_risk' },
    });
  });

  it('is not overwritten by whoever has not seen it', async () => {
    const blind = await say(ben, { band: 'watch', reason: 'I think so', days: 5, replaces: null });
    expect(blind.status).toBe(409);
    expect((await blind.json()).code).toBe('HEALTH_WORD_OTHER');
    await settle();
    expect((await found())?.override?.who).toBe('Mia Keller');
  });

  it('is not overwritten by the index, which goes on being computed and kept', async () => {
    await house.store.asTenant(tenant, ({ signals }) => signals.keep([login(0)]));
    await settle();
    const finding = await found();
    expect(finding).toMatchObject({
      band: 'healthy',
      override: { who: 'Mia Keller', computed: { band: 'watch' } },
    });
    expect(finding?.moved?.[0]).toMatchObject({
      part: 'use',
      from: 17,
      signal: expect.objectContaining({ from: 0, to: 1 }),
    });
    const past = await house.store.asTenant(tenant, ({ history }) => history.findings([subject], 'health'));
    expect(past.map(({ band }) => band)).toEqual(['at_risk', 'at_risk', 'watch']);
  });

  it('gives way to another word of whoever has seen it', async () => {
    const other = await say(ben, { band: 'at_risk', reason: 'Their sponsor left', days: 3, replaces: first });
    expect(other.status).toBe(200);
    await settle();
    expect(await found()).toMatchObject({ score: 32, band: 'at_risk', override: { who: 'Ben Okoro' } });
  });

  it('ends on its day by itself, and the register tells all of it', async () => {
    house.time.shiftMs += 3 * dayMs + 60_000;
    await settle();
    const finding = await found();
    expect(finding?.override).toBeUndefined();
    expect(finding?.band).toBe('watch');
    expect(await register()).toEqual([
      { who: 'revloop', why: null, body: expect.objectContaining({ ended: 'expired' }) },
      {
        ...{ who: 'Ben Okoro', why: 'Their sponsor left' },
        body: expect.objectContaining({ health: { from: 'healthy', to: 'at_risk' } }),
      },
      {
        ...{ who: 'Mia Keller', why: 'On holiday until December' },
        body: expect.objectContaining({ health: { from: 'computed', to: 'healthy' } }),
      },
    ]);
  });

  it('can be taken back once', async () => {
    [mia, ben] = await Promise.all([house.signIn(tenant, 'Mia Keller'), house.signIn(tenant, 'Ben Okoro')]);
    const said = await say(mia, { band: 'healthy', reason: 'They renewed', days: 20, replaces: null });
    const { id } = await said.json();
    const path = `/api/subjects/${subject}/health/${id}`;
    expect((await call('DELETE', path, ben)).status).toBe(200);
    expect((await call('DELETE', path, ben)).status).toBe(409);
    await settle();
    expect((await found())?.override).toBeUndefined();
  });

  it('that comes as a record of the CRM counts in the same turn, and overwrites nothing that its author had not seen', async () => {
    const heard = async (key: string, data: Partial<Extract<NewSignal, { kind: 'health.said' }>['data']>) => {
      const word = {
        band: 'healthy' as const,
        reason: 'Said in the CRM',
        days: 7,
        replaces: null,
        by: 'Rita Rep',
      };
      const signal = { ...about, kind: 'health.said' as const, key, occurredAt: house.clock.now() };
      await house.store.asTenant(tenant, ({ signals }) =>
        signals.keep([{ ...signal, data: { ...word, ...data } }]),
      );
      await settle();
      return (await found())?.override;
    };
    const kept = await heard('w1', {});
    expect(kept).toMatchObject({ who: 'Rita Rep', reason: 'Said in the CRM' });
    expect((await found())?.band).toBe('healthy');
    expect(await heard('w2', { band: 'at_risk', by: 'Ben Okoro' })).toMatchObject({ who: 'Rita Rep' });
    expect(await heard('w3', { band: null, reason: '', by: 'Ben Okoro' })).toMatchObject({ who: 'Rita Rep' });
    expect(await heard('w4', { band: null, reason: '', replaces: kept?.id ?? '' })).toBeUndefined();
    const [back, other, blind, said] = await register();
    expect(said).toMatchObject({ who: 'Rita Rep', body: { health: { from: 'computed', to: 'healthy' } } });
    expect(blind).toMatchObject({ who: 'Ben Okoro', body: { refused: 'at_risk' } });
    expect(other).toMatchObject({
      body: { health: { from: 'healthy', to: 'healthy' }, refused: 'computed' },
    });
    expect(back).toMatchObject({ body: { ended: 'withdrawn' } });
  });

  it('is said of companies only, and of one’s own', async () => {
    const word = { band: 'watch', reason: 'no reason', days: 5, replaces: null };
    const other = await house.signIn(await house.database.tenant(), 'Eve');
    expect((await say(other, word)).status).toBe(404);
  });
});
