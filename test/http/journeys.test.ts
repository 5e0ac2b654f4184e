// The API of journeys: from a template to a live journey, with a count that a person types, and its kill switch.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aGraph, aTask, rule, say } from '#kit/a-graph.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;
let cookie: string;
let other: string;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', people: 3, now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 3, now });
  cookie = await house.signIn(north.tenant);
  other = await house.signIn(south.tenant);
});
afterAll(() => house.close());

const ask = async (method: string, path: string, body?: unknown, who = cookie) => {
  const answer = await fetch(`${house.url}${path}`, {
    method: method.toUpperCase(),
    headers: { cookie: who, 'x-revloop-console': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
};
const made = z.looseObject({ id: z.string() });
const graph = aGraph({ call: aTask('end'), end: { kind: 'exit' } }, { enter: rule('score', '<', 60) });

describe('the library', () => {
  test('is read with its names in both languages, and installed as a draft in dry run', async () => {
    const { body } = await ask('get', '/api/templates');
    const all = z.array(z.looseObject({ id: z.string(), name: z.looseObject({}) })).parse(body['templates']);
    expect(all.length).toBeGreaterThanOrEqual(24);
    const installed = await ask('post', '/api/templates/software-falling-use/install', {});
    expect(installed.status).toBe(200);
    expect(installed.body).toMatchObject({ stages: true });
    const { id } = made.parse(installed.body);
    const story = await ask('get', `/api/journeys/${id}`);
    expect(story.body).toMatchObject({ state: 'draft', dryRun: true, template: 'software-falling-use' });
    const again = await ask('post', '/api/templates/software-feature-stagnation/install', { dryRun: false });
    expect(again.body).toMatchObject({ stages: false });
  });

  test('says what of its needs is missing here, in words, and nothing that is there', async () => {
    await house.store.asTenant(north.tenant, async ({ twins }) => {
      const subject = north.subjects.get('5001') ?? '';
      const kept = (await twins.load([subject])).get(subject);
      const plan = { value: 'team', at: house.clock.now().toISOString(), by: 'test' };
      if (kept)
        await twins.save(
          new Map([[subject, { ...kept.twin, properties: { ...kept.twin.properties, plan } }]]),
        );
    });
    const { body } = await ask('get', '/api/templates/software-falling-use/missing');
    const missing = z
      .array(z.looseObject({ of: z.string(), name: z.string().optional() }))
      .parse(body['missing']);
    const keys = missing.map(({ of, name }) => (name === undefined ? of : `${of}:${name}`));
    expect(keys).toContain('event:Logged In');
    expect(keys).toContain('property:renewal_date');
    expect(keys).not.toContain('property:plan');
    expect((await ask('get', '/api/templates/no-such-thing/missing')).body).toMatchObject({
      code: 'TEMPLATE_UNKNOWN',
    });
  });
});

describe('a journey', () => {
  test('is refused with the step and the reason when it cannot be walked', async () => {
    const bad = { ...graph, nodes: { call: aTask('nowhere'), end: { kind: 'exit' } } };
    const refused = await ask('post', '/api/journeys', { name: say('Bad'), graph: bad });
    expect(refused).toMatchObject({ status: 400, body: { code: 'JOURNEY_INVALID' } });
    expect(String(refused.body['message'])).toContain('call leads to nowhere');
    const checked = await ask('post', '/api/journeys/check', { graph: bad });
    expect(checked.body).toEqual({
      problems: [{ code: 'leads_nowhere', node: 'call', detail: 'nowhere' }],
      sentences: expect.objectContaining({
        enter: [{ en: 'Score is less than 60', 'zh-CN': '评分 小于 60' }],
      }),
    });
    const unread = await ask('post', '/api/journeys', {
      name: say('Bad'),
      graph: { ...graph, nodes: { a: { kind: 'jump' } } },
    });
    expect(unread).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
  });

  test('goes live only with the number of customers typed, and stops for good when it is killed', async () => {
    const { id } = made.parse((await ask('post', '/api/journeys', { name: say('Call'), graph })).body);
    const { body: blast } = await ask('get', `/api/journeys/${id}/blast?version=1`);
    const { count } = z.looseObject({ count: z.number() }).parse(blast);
    expect(count).toBe(2);
    const wrong = await ask('post', `/api/journeys/${id}/publish`, { version: 1, confirm: 99 });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'JOURNEY_COUNT' } });
    expect(await ask('post', `/api/journeys/${id}/publish`, { version: 1, confirm: count })).toMatchObject({
      status: 200,
    });
    expect((await ask('get', `/api/journeys/${id}`)).body).toMatchObject({
      ...{ state: 'live', liveVersion: 1 },
      uplift: { verdict: 'not_enough', difference: null },
    });
    expect(await ask('patch', `/api/journeys/${id}`, { state: 'paused' })).toMatchObject({ status: 200 });
    expect(await ask('patch', `/api/journeys/${id}`, { state: 'killed' })).toMatchObject({
      body: { runsEnded: 0, actionsTakenBack: 0 },
    });
    expect(await ask('patch', `/api/journeys/${id}`, { state: 'live' })).toMatchObject({
      ...{ status: 409, body: { code: 'JOURNEY_STATE' } },
    });
  });

  test('belongs to one tenant: the other neither sees nor changes it', async () => {
    const { id } = made.parse((await ask('post', '/api/journeys', { name: say('Mine'), graph })).body);
    for (const [method, path, body] of [
      ['get', `/api/journeys/${id}`, undefined],
      ['patch', `/api/journeys/${id}`, { state: 'killed' }],
      ['post', `/api/journeys/${id}/publish`, { version: 1, confirm: 0 }],
      ['post', `/api/journeys/${id}/versions`, { graph }],
      ['get', `/api/journeys/${id}/blast?version=1`, undefined],
    ] as const)
      expect(await ask(method, path, body, other)).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    expect((await ask('get', '/api/journeys', undefined, other)).body).toEqual({ journeys: [] });
  });
});

test('the register keeps what a person decided about journeys and stages, with who and how many', async () => {
  const { id } = made.parse((await ask('post', '/api/journeys', { name: say('Watched'), graph })).body);
  const later = { ...graph, nodes: { call: aTask('end', { dueDays: 2 }), end: { kind: 'exit' } } };
  const { body: blast } = await ask('get', `/api/journeys/${id}/blast?version=1`);
  const { count } = z.looseObject({ count: z.number() }).parse(blast);
  await ask('post', `/api/journeys/${id}/versions`, { graph: later });
  await ask('post', `/api/journeys/${id}/publish`, { version: 1, confirm: count + 1 });
  await ask('post', `/api/journeys/${id}/publish`, { version: 1, confirm: count });
  await ask('post', `/api/journeys/${id}/move`, { from: 1, to: 2 });
  await ask('post', `/api/journeys/${id}/move`, { from: 1, to: 2, confirm: 0 });
  await ask('patch', `/api/journeys/${id}`, { state: 'paused', dryRun: true });
  await ask('patch', `/api/journeys/${id}`, { state: 'live' });
  await ask('patch', `/api/journeys/${id}`, { state: 'killed' });
  await ask('post', '/api/stages', { kind: 'company', stages: [] });
  const read = async (query: string) => {
    const { body } = await ask('get', `/api/register?${query}`);
    const line = z.looseObject({ who: z.string(), about: z.string(), body: z.looseObject({}) });
    return z.array(line).parse(body['decisions']);
  };
  const told = (await read('kind=journey&search=Watched')).reverse();
  expect(told.map(({ body }) => body['what'])).toEqual([
    ...['published', 'moved', 'dry_run', 'paused', 'resumed', 'killed'],
  ]);
  expect(new Set(told.map(({ who }) => who)).size).toBe(1);
  expect(told[0]).toMatchObject({ about: 'Watched', body: { journey: id, version: 1, count } });
  expect(told[1]?.body).toMatchObject({ from: 1, to: 2, count: 0 });
  expect(told[5]?.body).toMatchObject({ runs: 0, actions: 0 });
  expect((await read('kind=settings&search=stages'))[0]?.body).toMatchObject({ to: [], kind: 'company' });
});

test('stages are replaced as a whole, and a rule that cannot be asked is refused', async () => {
  const stage = { id: 'use', name: say('Use'), enter: rule('property:plan', '=', 'pro'), leave: null };
  expect(await ask('post', '/api/stages', { kind: 'company', stages: [stage] })).toMatchObject({
    body: { stages: 1 },
  });
  expect((await ask('get', '/api/stages')).body).toMatchObject({
    plan: { stages: [{ id: 'use' }] },
    counts: [],
  });
  const bad = { ...stage, enter: rule('property.number:seats', 'contains', 'x') };
  expect(await ask('post', '/api/stages', { kind: 'company', stages: [bad] })).toMatchObject({
    ...{ status: 400, body: { code: 'JOURNEY_INVALID' } },
  });
});
