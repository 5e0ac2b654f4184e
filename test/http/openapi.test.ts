// The API's description: every route is in it, and what it says is true.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { segmentVersion } from '#analyze/segment/segment.ts';
import { openapiOf } from '#http/openapi.ts';
import { apiRoutes } from '#http/routes.ts';
import { aGraph, aTask, say } from '#kit/a-graph.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now: house.clock.now() });
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${house.url}${path}`, { headers });

/** A journey that the subject is on, with a step taken. */
async function aRun(subject: string) {
  const { tenant } = north;
  const now = house.clock.now();
  const graph = aGraph({ call: aTask('end'), end: { kind: 'exit' } }, { kind: 'contact' });
  const journey = await house.deps.journeys.make(tenant, 'Mia', { name: say('Call'), graph });
  const run = await house.store.asTenant(tenant, async (rows) => {
    const entry = { journey, version: 1, subject, entryKey: '1', held: false, dry: false, node: 'call' };
    await rows.runs.enter([{ ...entry, measureAt: now }], now);
    const [made] = await rows.runs.ofSubject(subject);
    const decision = { say: 'go', next: 'end', because: { code: 'step' } } as const;
    const step = { seq: 0, node: 'call', kind: 'task', decision, effect: null, dry: false } as const;
    const more = { subject, how: 'done', owner: null, interrupted: true, at: now } as const;
    await rows.runs.log([{ ...step, ...more, run: made?.id ?? '' }]);
    return made?.id ?? '';
  });
  return { journey, run };
}

/** The plainest version of segments, with one of them. */
async function aSegment(id: string) {
  const one = {
    id,
    words: [{ behaviour: 'users', high: false }],
    size: 1,
    centroid: {},
    typical: {},
  } as const;
  const found = segmentVersion.parse({
    ...{ none: null, customers: 1, unplaced: 0, needed: 30, scales: [], segments: [one], tried: [] },
    ...{ doubts: 0, moved: null, axes: [] },
  });
  await house.store.asTenant(north.tenant, (rows) => rows.segments.save(found, [], new Date()));
}

describe('openapi.json', () => {
  const shape = z.looseObject({
    openapi: z.string(),
    components: z.looseObject({}),
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.looseObject({
          operationId: z.string(),
          parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.looseObject({}) })),
          responses: z.record(
            z.string(),
            z.looseObject({
              content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }),
            }),
          ),
        }),
      ),
    ),
  });

  test('names every route of the API, each once, with the parameters of its address', async () => {
    const { paths } = shape.parse(await (await get('/api/openapi.json', {})).json());
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const routed = apiRoutes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(routed.sort());
    for (const [path, methods] of Object.entries(paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(wanted);
      }
    }
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('describes what the routes really answer', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const { paths, components } = shape.parse(openapiOf(apiRoutes, house.url));
    const id = north.subjects.get('1001') ?? '';
    const { journey, run } = await aRun(id);
    const begun = { target: 'lead', title: 'Leads', size: 10, days: 14 } as const;
    const drill = await house.deps.drills.start(north.tenant, 'Mia', begun);
    await aSegment('few-users');
    const ids = {
      ...{ '/api/connections/': north.connection, '/api/journeys/': journey, '/api/runs/': run },
      '/api/templates/': 'software-falling-use',
      '/api/drills/': drill.id,
      '/api/segments/': 'few-users',
      // Any name: of a backtest that does not run the answer is null.
      '/api/rules/backtests/': journey,
    };
    const queries = { '/api/properties': '?objectType=contact', '/blast': '?version=1' };
    const asked = Object.entries(paths).flatMap(([path, methods]) => {
      const schema = methods['get']?.responses['200']?.content['application/json'].schema;
      return schema === undefined ? [] : [{ path, schema }];
    });
    expect(asked.length).toBeGreaterThan(12);
    for (const { path, schema } of asked) {
      const which = Object.entries(ids).find(([begins]) => path.startsWith(begins))?.[1] ?? id;
      const address = path.replace('{id}', which).replace('{locale}', 'zh-CN').replace('{version}', '1');
      const query = Object.entries(queries).find(([ends]) => path.endsWith(ends))?.[1] ?? '';
      const answer = await get(`${address}${query}`);
      const valid = ajv.validate({ ...schema, components }, await answer.json());
      expect({ path, status: answer.status, errors: ajv.errorsText(), valid }).toMatchObject({
        status: 200,
        valid: true,
      });
    }
  });
});
