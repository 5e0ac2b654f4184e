// The sandbox's signing proxy does to a card's request what HubSpot's does, limits included.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Asker, hubspotFetch, signed } from '#sandbox/record-page/hubspot-fetch.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests: { url: string; headers: IncomingMessage['headers'] }[];
let base: string;
let asker: Asker;
const server = createServer((request, response) => {
  requests.push({ url: request.url ?? '', headers: request.headers });
  answer(request, response);
});

beforeEach(async () => {
  requests = [];
  answer = (_request, response) => response.end('{"ok":true}');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  asker = {
    appId: '77',
    clientSecret: 'autopilot-test-client-secret-0001',
    permitted: [base],
    portalId: '4711',
    userId: '5',
    userEmail: 'rep+demo@example.com',
  };
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

const call = (input: Partial<Parameters<typeof hubspotFetch>[2]> = {}) =>
  hubspotFetch(asker, () => 1_790_000_004_000, { url: `${base}/card`, method: 'GET', ...input });

test('says who asks, in the query and in the signature', async () => {
  expect(await call()).toEqual({ status: 200, body: '{"ok":true}' });
  const query = new URL(requests[0]?.url ?? '', base).searchParams;
  expect(Object.fromEntries(query)).toEqual({
    userId: '5',
    portalId: '4711',
    userEmail: 'rep+demo@example.com',
    appId: '77',
  });
  expect(requests[0]?.headers['x-hubspot-request-timestamp']).toBe('1790000004000');
});

test('a card cannot pass for another user or portal', async () => {
  await call({ url: `${base}/card?portalId=1&userId=2` });
  const query = new URL(requests[0]?.url ?? '', base).searchParams;
  expect([query.getAll('portalId'), query.getAll('userId')]).toEqual([['4711'], ['5']]);
});

test('signs the URI after decoding the twelve characters HubSpot decodes', () => {
  const { headers, url } = signed({ ...asker, userEmail: 'a@b.co' }, 1_790_000_004_000, {
    method: 'POST',
    url: 'https://example.com/card?x=%28a%29&y=%20',
    body: '{"a":1}',
  });
  expect(url).toContain('userEmail=a%40b.co');
  // HMAC-SHA256 of POSThttps://example.com/card?x=(a)&y=%20&userId=5&portalId=4711&userEmail=a@b.co&appId=77{"a":1}1790000004000
  expect(headers['X-HubSpot-Signature-v3']).toBe('3grK2dMYi1NfvwpTvCf+yZJ0u5Fhr3XqeplmHHmbrcc=');
});

test('tries once more after a 5xx, and not after a 4xx', async () => {
  let times = 0;
  answer = (_request, response) => {
    response.statusCode = ++times === 1 ? 500 : 200;
    response.end('{}');
  };
  expect((await call()).status).toBe(200);
  expect(requests).toHaveLength(2);
  answer = (_request, response) => {
    response.statusCode = 404;
    response.end('{"code":"NOT_FOUND"}');
  };
  const refused = await call();
  expect(refused.status).toBe(502);
  expect(JSON.parse(refused.body)).toMatchObject({
    category: 'BAD_GATEWAY',
    responseBody: '{"code":"NOT_FOUND"}',
  });
  expect(requests).toHaveLength(3);
});

test('follows no redirect', async () => {
  answer = (_request, response) => {
    response.writeHead(302, { location: `${base}/elsewhere` });
    response.end();
  };
  expect((await call()).status).toBe(502);
  expect(requests).toHaveLength(1);
});

test.each([
  ['another origin', () => ({ url: 'https://evil.example.com/card' })],
  ['a relative URL', () => ({ url: '/card' })],
  ['a header of its own', () => ({ headers: { 'x-test': '1' } })],
  ['a body over 1 MB', () => ({ method: 'POST' as const, body: { a: 'x'.repeat(1_000_001) } })],
])('refuses %s without sending anything', async (_what, input) => {
  const { status, body } = await call(input());
  expect([status, JSON.parse(body).category]).toEqual([400, 'VALIDATION_ERROR']);
  expect(requests).toEqual([]);
});

test('refuses an answer over 1 MB', async () => {
  answer = (_request, response) => response.end('x'.repeat(1_000_001));
  expect((await call()).status).toBe(502);
});

test('gives up when the card wants to wait no longer', async () => {
  answer = () => {};
  expect((await call({ timeout: 50 })).status).toBe(502);
  server.closeAllConnections();
});
