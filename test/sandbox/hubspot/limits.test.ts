// Promises of the simulated HubSpot about limits, failures, counting and its own controls.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, listAt, send } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
let wall = Date.parse('2026-11-01T00:00:00Z');
const contacts = '/crm/objects/2026-09/contacts';

beforeAll(async () => {
  hub = await aHubspot({ wall: () => new Date(wall), chaos: { accessTokenSeconds: 90_000_000 } });
});
afterAll(() => hub.close());
const later = (ms: number) => {
  wall += ms;
};

describe('rate limits', () => {
  test('allows 110 calls in ten seconds, says what is left, and opens again as the window rolls', async () => {
    later(20_000);
    const first = await hub.call('GET', `${contacts}?limit=1`);
    expect(first.headers.get('x-hubspot-ratelimit-max')).toBe('110');
    expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
    expect(first.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    for (let index = 1; index < 110; index += 1) await hub.call('GET', `${contacts}?limit=1`);
    const refused = await hub.call('GET', `${contacts}?limit=1`);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      ...{ status: 'error', message: 'You have reached your ten_secondly_rolling limit.' },
      ...{ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' },
    });
    later(10_001);
    expect((await hub.call('GET', `${contacts}?limit=1`)).status).toBe(200);
  });

  test('counts portals apart', async () => {
    later(20_000);
    const other = hub.portals.create({ name: 'Other' });
    const { access_token } = await hub.install(undefined, other.portalId);
    hub.chaos.set({ limits: { perTenSeconds: 1 } });
    expect((await hub.call('GET', `${contacts}?limit=1`)).status).toBe(200);
    expect((await hub.call('GET', `${contacts}?limit=1`)).status).toBe(429);
    expect((await hub.call('GET', `${contacts}?limit=1`, undefined, access_token)).status).toBe(200);
    hub.chaos.set({ limits: { perTenSeconds: 110 } });
  });

  test('allows five searches a second in a portal, without rate headers and outside the other limit', async () => {
    later(20_000);
    for (let index = 0; index < 5; index += 1) {
      const found = await hub.call('POST', `${contacts}/search`, {});
      expect(found.status).toBe(200);
      expect(found.headers.get('x-hubspot-ratelimit-max')).toBeNull();
    }
    const refused = await hub.call('POST', `${contacts}/search`, {});
    expect(refused.body).toMatchObject({
      message: 'You have reached your secondly limit.',
      policyName: 'SECONDLY',
    });
    expect(refused.headers.get('x-hubspot-ratelimit-max')).toBeNull();
    expect((await hub.call('GET', `${contacts}?limit=1`)).headers.get('x-hubspot-ratelimit-remaining')).toBe(
      '109',
    );
    later(1_001);
    expect((await hub.call('POST', `${contacts}/search`, {})).status).toBe(200);
  });

  test('can have a daily limit, and can be off', async () => {
    later(86_400_000);
    hub.chaos.set({ limits: { perDay: 1 } });
    await hub.call('GET', `${contacts}?limit=1`);
    expect((await hub.call('GET', `${contacts}?limit=1`)).body).toMatchObject({ policyName: 'DAILY' });
    hub.chaos.set({ limits: { perDay: null, off: true } });
    const free = await hub.call('GET', `${contacts}?limit=1`);
    expect([free.status, free.headers.get('x-hubspot-ratelimit-max')]).toEqual([200, null]);
    hub.chaos.set({ limits: { off: false } });
  });
});

describe('failures', () => {
  test('answers 477 with Retry-After while the portal is migrated', async () => {
    hub.chaos.set({ migrationRetryAfterSeconds: 3_600 });
    const answer = await hub.call('GET', `${contacts}?limit=1`);
    hub.chaos.set({ migrationRetryAfterSeconds: null });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([477, '3600']);
  });

  test('answers 423 to writes of locked records, and still lets them be read', async () => {
    hub.chaos.set({ locked: true });
    const write = await hub.call('POST', contacts, { properties: {} });
    const read = await hub.call('POST', `${contacts}/batch/read`, { inputs: [{ id: '1' }] });
    hub.chaos.set({ locked: false });
    expect([write.status, read.status]).toEqual([423, 207]);
  });

  test('fails at random at the asked rate, the same way for the same seed', async () => {
    const run = async () => {
      later(20_000);
      hub.chaos.set({ seed: 7, failureRate: 0.5 });
      const seen: number[] = [];
      for (let index = 0; index < 40; index += 1)
        seen.push((await hub.call('GET', `${contacts}?limit=1`)).status);
      hub.chaos.set({ failureRate: 0 });
      return seen;
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(first.filter((status) => status >= 500).length).toBeGreaterThan(8);
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(8);
  });

  test('answers bodies it cannot read with 400 and other media types with 415', async () => {
    const bearer = { authorization: `Bearer ${hub.token}` };
    const broken = await fetch(`${hub.url}${contacts}`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: '{"properties":',
    });
    expect(broken.status).toBe(400);
    const text = await fetch(`${hub.url}${contacts}`, { method: 'POST', headers: bearer, body: 'a=b' });
    expect(text.status).toBe(415);
    expect((await hub.call('GET', '/crm/objects/2026-09/unicorns')).status).toBe(400);
    const nowhere = await hub.call('GET', '/crm/nowhere/2026-09');
    expect([nowhere.status, typeof at(nowhere.body, 'correlationId')]).toEqual([404, 'string']);
  });
});

describe('controls', () => {
  test('counts calls by portal, method, path and status, and forgets them when told to', async () => {
    later(20_000);
    await send(`${hub.url}/sandbox/calls`, 'DELETE');
    const id = hub.portal.create('contacts', {}).id;
    await hub.call('GET', `${contacts}/${id}`);
    await hub.call('GET', `${contacts}/${id}`);
    await hub.call('GET', `${contacts}/99999999`);
    const counted = await send(`${hub.url}/sandbox/calls`, 'GET');
    expect(at(counted.body, 'total')).toBe(3);
    const path = '/crm/objects/2026-09/contacts/{id}';
    const { portalId } = hub.portal;
    expect(listAt(counted.body, 'calls')).toEqual([
      { portalId, method: 'GET', path, status: 200, count: 2 },
      { portalId, method: 'GET', path, status: 404, count: 1 },
    ]);
  });

  test('reads and sets chaos, and refuses settings it does not know', async () => {
    const set = await send(`${hub.url}/sandbox/chaos`, 'PUT', {
      searchLagMs: 1_500,
      limits: { perTenSeconds: 50 },
    });
    expect(set.body).toMatchObject({
      searchLagMs: 1_500,
      limits: { perTenSeconds: 50, searchesPerSecond: 5 },
    });
    expect((await send(`${hub.url}/sandbox/chaos`, 'PUT', { searchLag: 1 })).status).toBe(400);
    expect((await send(`${hub.url}/sandbox/chaos`, 'GET')).body).toMatchObject({ searchLagMs: 1_500 });
    hub.chaos.set({ searchLagMs: 0, limits: { perTenSeconds: 110 } });
  });

  test('makes portals, seeds them and edits them as people would', async () => {
    const portal = await send(`${hub.url}/sandbox/portals`, 'POST', {
      name: 'By HTTP',
      uiDomain: 'app-eu1.hubspot.com',
    });
    const base = `${hub.url}/sandbox/portals/${at(portal.body, 'portalId')}`;
    const dates = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-02-01T00:00:00Z' };
    const objects = [
      { type: 'contacts', id: '501', properties: { firstname: 'Seed' }, ...dates },
      { type: 'companies', id: '502', properties: { name: 'Co' }, ...dates },
    ];
    expect((await send(`${base}/seed`, 'POST', { objects })).body).toEqual({ ids: ['501', '502'] });
    const ends = { fromType: 'contacts', fromId: '501', toType: 'companies', toId: '502' };
    expect((await send(`${base}/associate`, 'POST', ends)).status).toBe(200);
    const made = await send(`${base}/create`, 'POST', { type: 'contacts', properties: { firstname: 'New' } });
    expect(Number(at(made.body, 'id'))).toBeGreaterThan(502);
    const id = String(at(made.body, 'id'));
    await send(`${base}/update`, 'POST', { type: 'contacts', id, properties: { lastname: 'Er' } });
    await send(`${base}/merge`, 'POST', { type: 'contacts', primaryId: '501', mergedId: id });
    const read = await send(`${base}/read`, 'POST', { type: 'contacts', id });
    expect(read.body).toMatchObject({ id: '501', properties: { firstname: 'Seed', lastname: 'Er' } });
    expect((await send(`${base}/vanish`, 'POST', {})).status).toBe(404);
  });
});
