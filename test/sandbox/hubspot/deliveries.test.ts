// Promises of the simulated HubSpot about deliveries: signatures, batches, retries.
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '#kit/until.ts';
import { signatureV2, signatureV3 } from '#sandbox/hubspot/webhook-signature.ts';
import { at } from './hubspot-kit.ts';
import { aListeningHubspot, everything } from './webhook-kit.ts';

const open: (() => Promise<unknown>)[] = [];
const aListening = (options?: Parameters<typeof aListeningHubspot>[1]) => aListeningHubspot(open, options);
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('how it is sent', () => {
  test('signs v3 over the configured address, and sends v1 along', async () => {
    const { hub, target, url, settled } = await aListening();
    hub.portal.create('contacts', { firstname: 'Ümlaut' });
    await until(settled, 'everything is settled');
    const request = target.received[0];
    const stamp = String(request?.headers['x-hubspot-request-timestamp']);
    const decoded = url.replace('%3A', ':').replace('%2F', '/').replace('%28', '(').replace('%29', ')');
    const wanted = createHmac('sha256', 'secret-4242')
      .update(`POST${decoded}${request?.raw}${stamp}`)
      .digest('base64');
    expect(request?.headers['x-hubspot-signature-v3']).toBe(wanted);
    expect(request?.headers['x-hubspot-signature-version']).toBe('v1');
    expect(request?.headers['x-hubspot-signature']).toMatch(/^[0-9a-f]{64}$/);
    expect(request?.url).toBe('/webhooks/hubspot?src=hs%3Aapp%2Fv3&x=%28a%29');
  });

  test.each([
    {
      ...{ clientSecret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy', uri: 'https://www.example.com/webhook_uri' },
      ...{ body: "{'example_field':'example_value'}", timestamp: 1_693_657_560_000 },
      wanted: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
    },
    {
      clientSecret: 'autopilot-test-client-secret-0001',
      uri: 'https://example.com/api/hubspot/webhooks?src=hs%3Aapp%2Fv3&x=%28a%29',
      ...{ body: '[]', timestamp: 1_790_000_004_000 },
      wanted: 'G8ddQlikFQ0ScZOZn+MHQ0E3WCV7vOJTzKlvrkvbvuk=',
    },
  ])('gives the known answer for $uri', ({ wanted, ...signed }) => {
    expect(signatureV3({ ...signed, method: 'POST' })).toBe(wanted);
    expect(signatureV2({ ...signed, method: 'POST' })).toMatch(/^[0-9a-f]{64}$/);
  });

  test('puts at most 100 events into a request and keeps at most the allowed requests in flight', async () => {
    const { hub, target, settled } = await aListening();
    hub.portals.database.transaction(() => {
      for (let index = 0; index < 1_000; index += 1) hub.portal.create('contacts', {});
    });
    await until(settled, 'everything is settled');
    expect(target.events()).toHaveLength(2_000);
    expect(Math.max(...target.received.map((one) => one.events.length))).toBe(100);
    expect(target.mostOpen()).toBeLessThanOrEqual(6);
    expect(target.mostOpen()).toBeGreaterThan(1);
  });

  test('tries again with a higher attemptNumber until it is answered, ten times at most', async () => {
    const { hub, target, settled } = await aListening({
      chaos: { retryTimeScale: 1e-9 },
      status: () => 500,
      subscriptions: { ...everything, crmObjects: [], hubEvents: [] },
    });
    hub.portal.create('contacts', {});
    await until(settled, 'everything is settled');
    expect(target.events().map((one) => at(one, 'attemptNumber'))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(new Set(target.events().map((one) => at(one, 'eventId'))).size).toBe(1);
    expect(hub.deliveries.counts()).toMatchObject({ delivered: 0, givenUp: 1 });
  });

  test('takes an answer that comes too late for none', async () => {
    const { hub, settled } = await aListening({ answerMs: 1, chaos: { retryTimeScale: 1e-9 } });
    hub.portal.create('contacts', {});
    await until(settled, 'everything is settled');
    expect(hub.deliveries.counts()).toMatchObject({ delivered: 0, givenUp: 2 });
  });
});
