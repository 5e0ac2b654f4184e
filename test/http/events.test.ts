// Product events over HTTP: kept before they are answered, for the tenant whose write key it is.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { openEventSources } from '#store/event-sources.ts';

let house: HttpHouse;
let tenant: string;
let writeKey: string;
beforeAll(async () => {
  house = await openHttpHouse();
  tenant = await house.database.tenant();
  writeKey = (await openEventSources(house.database.store.db).add(tenant, 'app', new Date())).writeKey;
});
afterAll(() => house.close());

const send = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}${path}`, { method: 'POST', body, headers });
const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });
const kept = () => house.database.store.asTenant(tenant, (rows) => rows.deliveries.take('segment', 100));
const batch = JSON.stringify({ batch: [{ type: 'track', userId: 'u', event: 'x' }] });

describe('POST /v1/*', () => {
  it('keeps what the tenant collects, then answers', async () => {
    const answer = await send('/v1/batch', batch, basic(writeKey));
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 200,
      body: { success: true },
    });
    const bodies = (await kept()).map(({ body }) => body.toString());
    expect(bodies).toContainEqual(expect.stringContaining('"event":"x"'));
    expect(house.wakes).toContainEqual({ kind: 'intake', tenant });
  });

  it('takes the write key from the body, as a browser sends it', async () => {
    const answer = await send('/v1/track', JSON.stringify({ writeKey, event: 'y', userId: 'u' }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each([
    ['no key', {}],
    ['an unknown key', basic('wk_unknown')],
  ])('refuses %s with what to do', async (_, headers) => {
    const answer = await send('/v1/batch', batch, headers);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'WRITE_KEY_UNKNOWN' });
  });

  it.each(['rubbish', '7', ''])('refuses what is no JSON object: %j', async (body) => {
    const answer = await send('/v1/batch', body, basic(writeKey));
    expect(answer.status).toBe(400);
  });

  it.each([
    ['without a list', { batch: 'x' }, 'list named batch'],
    ['of too many messages', { batch: Array.from({ length: 5_001 }, () => 1) }, 'at most 5000'],
  ])('refuses a batch %s, and says so', async (_, body, says) => {
    const answer = await send('/v1/batch', JSON.stringify(body), basic(writeKey));
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      ...{ status: 400, text: expect.stringContaining(says) },
    });
  });

  it('reads what was packed on its way', async () => {
    const body = gzipSync(JSON.stringify({ batch: [{ type: 'track', userId: 'u', event: 'packed' }] }));
    const headers = { ...basic(writeKey), 'content-encoding': 'gzip' };
    const answer = await fetch(`${house.url}/v1/batch`, { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    expect((await kept()).map((one) => one.body.toString()).join()).toContain('packed');
  });

  it('refuses more than half a megabyte', async () => {
    const answer = await send('/v1/batch', JSON.stringify({ batch: ['x'.repeat(600_000)] }), basic(writeKey));
    expect(answer.status).toBe(413);
  });

  it('keeps nothing for another tenant', async () => {
    const other = await house.database.tenant();
    const seen = await house.database.store.asTenant(other, (rows) => rows.deliveries.take('segment', 100));
    expect(seen).toEqual([]);
  });
});
