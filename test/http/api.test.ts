// The API: what its routes do, and what two tenants see of each other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 3, now });
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

const own = { 'x-revloop-console': '1' };
const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${house.url}${path}`, { headers });
const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
  fetch(`${house.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const codeOf = async (answer: Response): Promise<string> =>
  z.object({ code: z.string() }).parse(await answer.json()).code;
const bodyOf = async <S extends z.ZodType>(answer: Response, schema: S): Promise<z.output<S>> => {
  expect(answer.status).toBe(200);
  return schema.parse(await answer.json());
};

describe('two tenants', () => {
  test('see only their own people, and refuse ids of the other in the words for ids that never were', async () => {
    const page = await bodyOf(
      await get('/api/subjects?limit=200'),
      z.object({ total: z.number(), lines: z.array(z.object({ id: z.string() })) }),
    );
    expect(page.total).toBe(24);
    const theirs = south.subjects.get('1001');
    expect(page.lines.map(({ id }) => id)).not.toContain(theirs);
    for (const path of [`/api/subjects/${theirs}`, `/api/subjects/${theirs}/export`]) {
      const [other, never] = await Promise.all([get(path), get(path.replace(`${theirs}`, '999999999'))]);
      expect(other.status).toBe(404);
      expect({ ...z.object({ message: z.string(), now: z.string() }).parse(await other.json()) }).toEqual(
        z.object({ message: z.string(), now: z.string() }).parse(await never.json()),
      );
    }
  });

  test('cannot erase, answer, retry or disconnect what is the other’s', async () => {
    const headers = { cookie, ...own };
    const theirs = south.subjects.get('1001');
    const parked = await house.deps.reports.actions(south.tenant, {
      states: ['parked'],
      kinds: ['crm.write'],
      subject: null,
      before: null,
      limit: 10,
    });
    expect(parked).toHaveLength(1);
    const tried = [
      await send('DELETE', `/api/subjects/${theirs}`, {}, headers),
      await send('POST', `/api/advice/${south.adviceId}/answer`, { answer: 'done' }, headers),
      await send('POST', `/api/actions/${parked[0]?.id}/retry`, {}, headers),
      await send('DELETE', `/api/connections/${south.connection}`, {}, headers),
    ];
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const story = await house.deps.reports.story(south.tenant, theirs ?? '');
    expect(story?.findings).not.toHaveLength(0);
    expect(story?.advice[0]?.state).toBe('open');
  });
});

describe('the routes', () => {
  test('find people by name in any script, sorted and paged', async () => {
    const lines = z.object({
      total: z.number(),
      lines: z.array(
        z.object({ name: z.string(), score: z.number().nullable(), advice: z.string().nullable() }),
      ),
    });
    const found = await bodyOf(await get(`/api/subjects?search=${encodeURIComponent('李')}`), lines);
    expect(found.lines.map(({ name }) => name)).toContain('李娜');
    const page = await bodyOf(await get('/api/subjects?order=lowest&limit=5&offset=5'), lines);
    const scores = page.lines.map(({ score }) => score ?? 0);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    const best = await bodyOf(await get('/api/subjects?band=A&limit=1'), lines);
    expect(best.lines[0]).toMatchObject({ score: 92, advice: 'call_now' });
    const percent = await bodyOf(await get('/api/subjects?search=%25'), lines);
    expect(percent.total).toBe(0);
  });

  test('record an answer once, and change nothing when the advice is closed', async () => {
    const headers = { cookie, ...own, 'x-request-id': 'answer-0001' };
    const path = `/api/advice/${north.adviceId}/answer`;
    const taken = await send('POST', path, { answer: 'taken' }, headers);
    expect(await taken.json()).toEqual({ state: 'taken', result: 'recorded' });
    const repeated = await send('POST', path, { answer: 'taken' }, headers);
    expect(await repeated.json()).toEqual({ state: 'taken', result: 'repeated' });
    const other = await house.signIn(north.tenant, 'sam@north.test');
    const held = await send('POST', path, { answer: 'taken' }, { ...own, cookie: other });
    expect(await held.json()).toEqual({ state: 'taken', result: 'held' });
    const last = { ...headers, 'x-request-id': 'answer-0002' };
    house.wakes.length = 0;
    const done = await send('POST', path, { answer: 'done' }, last);
    expect(await done.json()).toEqual({ state: 'done', result: 'recorded' });
    expect(house.wakes).toContainEqual({ kind: 'turn', tenant: north.tenant });
    const again = { ...headers, 'x-request-id': 'answer-0003' };
    const late = await send('POST', path, { answer: 'not_useful' }, again);
    expect(await late.json()).toEqual({ state: 'done', result: 'closed' });
    const story = await house.deps.reports.story(north.tenant, north.subjects.get('1001') ?? '');
    expect(story?.outcomes.filter(({ via }) => via === 'console').map(({ kind }) => kind)).toEqual([
      'done',
      'taken',
    ]);
  });

  test('list deliveries that were put aside, and take one in again, each tenant its own', async () => {
    const headers = { cookie, ...own };
    const body = Buffer.from(`{"名": "${'é'.repeat(3_000)}"}`);
    const park = (tenant: string) =>
      house.store.asTenant(tenant, async ({ deliveries }) => {
        const id = await deliveries.keep({ source: 'segment', origin: tenant, headers: {}, body });
        await deliveries.park(id, 'the body is not JSON');
        return id;
      });
    const [id, foreign] = [await park(north.tenant), await park(south.tenant)];
    const shape = z.object({
      deliveries: z.array(z.looseObject({ id: z.string(), body: z.string() })),
      next: z.string().nullable(),
    });
    const list = async () => (await bodyOf(await get('/api/deliveries?state=parked'), shape)).deliveries;
    expect(await list()).toMatchObject([
      { id, source: 'segment', problem: 'the body is not JSON', attempts: 1, bytes: body.length },
    ]);
    const shown = (await list())[0]?.body ?? '';
    expect(shown).toHaveLength(2_000);
    expect(body.toString()).toContain(shown);
    expect((await send('POST', `/api/deliveries/${foreign}/retry`, {}, headers)).status).toBe(404);
    house.wakes.length = 0;
    const retried = await send('POST', `/api/deliveries/${id}/retry`, {}, headers);
    expect(await retried.json()).toEqual({ state: 'kept' });
    expect(house.wakes).toEqual([{ kind: 'intake', tenant: north.tenant }]);
    expect(await list()).toEqual([]);
    expect((await send('POST', `/api/deliveries/${id}/retry`, {}, headers)).status).toBe(404);
  });

  test('put a parked action back and wake the connection it belongs to', async () => {
    const parked = await bodyOf(
      await get('/api/actions?state=parked'),
      z.object({ actions: z.array(z.object({ id: z.string(), code: z.string(), problem: z.string() })) }),
    );
    expect(parked.actions[0]).toMatchObject({ code: 'VALIDATION_ERROR' });
    house.wakes.length = 0;
    const path = `/api/actions/${parked.actions[0]?.id}/retry`;
    expect((await send('POST', path, {}, { cookie, ...own })).status).toBe(200);
    expect(house.wakes).toContainEqual({ kind: 'act', tenant: north.tenant, connection: north.connection });
    expect((await send('POST', path, {}, { cookie, ...own })).status).toBe(404);
  });

  test('list and count every kind of action, a message taken back too', async () => {
    const [kind, subject] = ['chat.forget' as const, north.subjects.get('1002') ?? ''];
    const action = {
      key: 'f',
      kind,
      connection: north.connection,
      subject,
      payload: { channel: 'C', ts: '1' },
    };
    await house.store.asTenant(north.tenant, ({ outbox }) => outbox.put([action], house.clock.now()));
    const shape = z.array(z.object({ kind: z.string() }));
    const { actions } = await bodyOf(await get('/api/actions'), z.object({ actions: shape }));
    const { actions30d } = await bodyOf(await get('/api/overview'), z.object({ actions30d: shape }));
    for (const told of [actions, actions30d]) expect(told.map((one) => one.kind)).toContain(kind);
  });

  test('train again when what counts as won changes, and refuse a time zone that is none', async () => {
    house.wakes.length = 0;
    const outcomes = {
      contact: { won: [{ property: 'lifecyclestage', in: ['customer'] }], lost: [] },
      deal: { won: [], lost: [] },
    };
    expect((await send('PATCH', '/api/settings', { outcomes }, { cookie, ...own })).status).toBe(200);
    expect(house.wakes).toContainEqual({ kind: 'learn', tenant: north.tenant });
    const wrong = await send('PATCH', '/api/settings', { timeZone: 'Mars/Base' }, { cookie, ...own });
    expect(await codeOf(wrong)).toBe('INPUT_INVALID');
  });

  test('export everything about a person, then erase it', async () => {
    const id = north.subjects.get('1004') ?? '';
    const tables = z.object({ tables: z.record(z.string(), z.array(z.unknown())) });
    const before = await bodyOf(await get(`/api/subjects/${id}/export`), tables);
    expect(Object.entries(before.tables).flatMap(([name, rows]) => (rows.length > 0 ? [name] : []))).toEqual(
      expect.arrayContaining(['signal', 'twin', 'finding', 'finding_history', 'record', 'subject_ref']),
    );
    expect((await send('DELETE', `/api/subjects/${id}`, {}, { cookie, ...own })).status).toBe(200);
    const after = await bodyOf(await get(`/api/subjects/${id}/export`), tables);
    const left = Object.entries(after.tables).flatMap(([name, rows]) => (rows.length > 0 ? [name] : []));
    expect(left).toEqual(['subject_ref']);
  });

  test('show a write key once and keep only its hash', async () => {
    const added = await bodyOf(
      await send('POST', '/api/event-sources', { name: 'web app' }, { cookie, ...own }),
      z.object({ writeKey: z.string(), source: z.object({ id: z.string() }) }),
    );
    const listed = await (await get('/api/event-sources')).text();
    expect(listed).toContain('web app');
    expect(listed).not.toContain(added.writeKey);
    const known = await house.deps.eventSources.byWriteKey(added.writeKey, house.clock.now());
    expect(known?.tenant).toBe(north.tenant);
    await send('DELETE', `/api/event-sources/${added.source.id}`, {}, { cookie, ...own });
    expect(await house.deps.eventSources.byWriteKey(added.writeKey, house.clock.now())).toBeNull();
  });

  test('tell why they refuse a body that is no JSON, and one that is too large', async () => {
    const headers = { cookie, ...own };
    const broken = await fetch(`${house.url}/api/settings`, { method: 'PATCH', headers, body: '{' });
    expect(await codeOf(broken)).toBe('INPUT_INVALID');
    const large = await fetch(`${house.url}/api/settings`, {
      method: 'PATCH',
      headers,
      body: 'x'.repeat(1_100_000),
    });
    expect(large.status).toBe(413);
  });

  test('answer with headers that let nothing run and nobody frame them', async () => {
    const { headers } = await get('/api/me');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('show no tenant in the metrics, and tell whether this process can work', async () => {
    const metrics = await (await get('/metrics', {})).text();
    expect(metrics).toContain('revloop_actions_parked');
    expect(metrics).not.toContain(north.tenant);
    expect(metrics).not.toContain('North');
    expect(await (await get('/readyz', {})).json()).toEqual({ database: true, queue: true });
    expect((await get('/healthz', {})).status).toBe(200);
  });
});
