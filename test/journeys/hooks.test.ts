// Webhooks out: signed so that the receiver can check them, and never sent into somebody's own network.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendHooks } from '#act/web-hook.ts';
import { isPublic, openHooks } from '#clients/hooks.ts';
import { isRevloopError } from '#errors.ts';
import { aCertificate } from '#kit/a-certificate.ts';
import { aGraph } from '#kit/a-graph.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const at = new Date('2030-03-04T10:00:00Z');
const codeOf = (error: unknown) => (isRevloopError(error) ? error.code : String(error));

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'not an address',
  ])('%s is refused', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each(['93.184.216.34', '1.1.1.1', '2606:2800:220:1:248:1893:25c8:1946'])('%s is taken', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each(['https://127.0.0.1/x', 'https://[::1]/x', 'https://localhost/x', 'http://example.com/x'])(
    '%s is never asked',
    async (url) => {
      const sent = openHooks({}).send({ id: 'a', url, body: '{}', secret, at });
      expect(codeOf(await sent.catch((error: unknown) => error))).toBe('HOOK_ADDRESS');
    },
  );
});

describe('a receiver', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
  const heard: { headers: IncomingMessage['headers']; body: string }[] = [];
  let house: JourneyHouse;

  beforeAll(async () => {
    server = createServer(aCertificate, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(answer.status, answer.headers).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/hook`;
  });
  afterEach(() => heard.splice(0));
  afterAll(async () => {
    server.close();
    await house?.close();
  });
  const hooks = () => openHooks({ ca: aCertificate.cert, allowed: () => true });

  it('can check the signature over id, time and body', async () => {
    await hooks().send({ id: 'journey/1', url, body: '{"a":1}', secret, at });
    const [one] = heard;
    const {
      'webhook-id': id,
      'webhook-timestamp': time,
      'webhook-signature': signature,
    } = one?.headers ?? {};
    const key = Buffer.alloc(32, 3);
    const expected = createHmac('sha256', key).update(`${id}.${time}.${one?.body}`).digest();
    const given = Buffer.from(String(signature).replace('v1,', ''), 'base64');
    expect(timingSafeEqual(expected, given)).toBe(true);
    expect([id, time, one?.body]).toEqual(['journey/1', String(at.getTime() / 1000), '{"a":1}']);
  });

  it('that is away is asked again, one that refuses is not, and redirects lead nowhere', async () => {
    const send = () => hooks().send({ id: 'a', url, body: '{}', secret, at }).catch(codeOf);
    answer = { status: 503 };
    expect(await send()).toBe('HOOK_BUSY');
    answer = { status: 410 };
    expect(await send()).toBe('HOOK_REFUSED');
    answer = { status: 302, headers: { location: 'https://localhost:1/' } };
    expect(await send()).toBe('HOOK_REFUSED');
    expect(heard).toHaveLength(3);
  });

  it('hears of a journey’s step once, however often the worker comes by, with the same id each time it fails', async () => {
    house = await journeyHouse();
    const graph = aGraph({ tell: { kind: 'hook', url, next: 'end' }, end: { kind: 'goal' } });
    await house.journey(graph, 'Tell the ERP');
    await house.tell(house.record('company', '1', { name: 'Acme', plan: 'pro' }));
    await house.settle();
    const needs = { ...house.ports, clients: { ...house.ports.clients, hooks: hooks() } };
    answer = { status: 500 };
    await sendHooks(needs, house.crm);
    answer = { status: 200 };
    expect(await sendHooks(needs, house.crm)).toBe(0);
    house.time.now = new Date(house.time.now.getTime() + 3_600_000);
    await sendHooks(needs, house.crm);
    await sendHooks(needs, house.crm);
    expect(heard).toHaveLength(2);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(JSON.parse(heard[1]?.body ?? '{}')).toMatchObject({
      type: 'journey.step',
      journey: { name: 'Tell the ERP', step: 'tell' },
      customer: { kind: 'company', name: 'Acme', record: { platform: 'hubspot', id: '1' } },
    });
    expect((await house.actions()).map(({ state }) => state)).toEqual(['done']);
  });
});
