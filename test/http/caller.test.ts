// Who may call: sessions, one-time links, API keys, and no other site's page.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';

let house: HttpHouse;
let tenant: string;
let cookie: string;

beforeAll(async () => {
  house = await openHttpHouse();
  tenant = await house.store.doors.makeTenant('North');
  cookie = await house.signIn(tenant);
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

describe('a caller', () => {
  test('is refused without a session or a key, with what to do now', async () => {
    const answer = await get('/api/me', {});
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      code: 'UNAUTHENTICATED',
      now: expect.stringContaining('sign-in link'),
    });
  });

  test('may not change anything with a cookie from another site', async () => {
    const change = { dryRun: true };
    for (const headers of [
      { cookie },
      { cookie, ...own, origin: 'https://evil.test' },
      { cookie, ...own, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await send('PATCH', '/api/settings', change, headers);
      expect(answer.status).toBe(403);
      expect(await codeOf(answer)).toBe('CROSS_SITE');
    }
    const settings = await bodyOf(await get('/api/settings'), z.looseObject({ dryRun: z.boolean() }));
    expect(settings.dryRun).toBe(false);
  });

  test('loses the session after 12 hours without use, and keeps it while it is used', async () => {
    const session = await house.signIn(tenant);
    const hour = 3_600_000;
    house.time.shiftMs = 11 * hour;
    expect((await get('/api/me', { cookie: session })).status).toBe(200);
    house.time.shiftMs = 22 * hour;
    expect((await get('/api/me', { cookie: session })).status).toBe(200);
    house.time.shiftMs = 35 * hour;
    expect((await get('/api/me', { cookie: session })).status).toBe(401);
    house.time.shiftMs = 0;
  });

  test('is signed out for good by logging out', async () => {
    const session = await house.signIn(tenant);
    const out = await send('POST', '/api/logout', {}, { cookie: session, ...own });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await get('/api/me', { cookie: session })).status).toBe(401);
  });

  test('enters by a one-time link once, and not after 15 minutes', async () => {
    const code = await house.access.issueCode(tenant, 'operator', house.clock.now());
    const enter = (value: string) =>
      fetch(`${house.url}/console/enter?code=${value}`, { redirect: 'manual' });
    const first = await enter(code);
    expect(first.status).toBe(303);
    expect(first.headers.get('set-cookie')).toMatch(/revloop_session=.*HttpOnly; SameSite=Lax/);
    const second = await enter(code);
    expect(second.status).toBe(401);
    expect(await second.text()).toContain('CONSOLE_CODE_USED');
    const late = await house.access.issueCode(tenant, 'operator', house.clock.now());
    house.time.shiftMs = 16 * 60_000;
    expect((await enter(late)).status).toBe(401);
    house.time.shiftMs = 0;
  });

  test('with an API key may do what the console does, until the key is removed', async () => {
    const made = await bodyOf(
      await send('POST', '/api/keys', { name: 'reporting' }, { cookie, ...own }),
      z.object({ id: z.string(), key: z.string() }),
    );
    const bearer = { authorization: `Bearer ${made.key}` };
    expect((await get('/api/subjects', bearer)).status).toBe(200);
    const changed = await send('PATCH', '/api/settings', { timeZone: 'Asia/Shanghai' }, bearer);
    expect(await changed.json()).toMatchObject({ timeZone: 'Asia/Shanghai' });
    await send('DELETE', `/api/keys/${made.id}`, {}, { cookie, ...own });
    expect((await get('/api/subjects', bearer)).status).toBe(401);
  });
});
