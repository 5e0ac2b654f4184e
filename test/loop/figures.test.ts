// What operators can see of a running Revloop: its figures, and a delivery exactly as it came.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engines } from '#kit/database.ts';
import { signedFetch } from '#kit/http-house.ts';
import { openRunning, type Running } from '#kit/running.ts';
import { appKeys, type Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import { verify } from '#webhooks/hubspot/verify.ts';

describe.each(engines().slice(0, 1))('operators', (engine) => {
  let house: Running;
  let acme: Customer;
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account('hubspot', 'acme.example.com');
    account.addLead({ email: 'ada@acme.example' });
    acme = await house.customer(account, 'acme');
    await house.rest();
  });
  afterAll(() => house.close());

  const figure = async (name: string): Promise<number> => {
    const text = await (await fetch(`${house.url}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`revloop_${name} `));
    return Number(line?.split(' ')[1] ?? 0);
  };

  it('see each call to HubSpot and Slack with its status, and how long jobs waited', async () => {
    expect(await figure('platform_call_seconds_count{platform="hubspot",status="200"}')).toBeGreaterThan(5);
    expect(await figure('platform_call_seconds_count{platform="slack",status="200"}')).toBeGreaterThan(0);
    expect(await figure('queue_wait_seconds_count{kind="sync"}')).toBeGreaterThan(0);
    expect(await figure('queue_wait_seconds_count{kind="turn"}')).toBeGreaterThan(0);
  });

  it('see product events by the batch, and those of portals that nobody has connected', async () => {
    const batch = Array.from({ length: 3 }, (_, nr) => ({
      type: 'track',
      event: 'Opened',
      userId: `u${nr}`,
    }));
    const headers = {
      authorization: `Basic ${btoa(`${acme.writeKey}:`)}`,
      'content-type': 'application/json',
    };
    await fetch(`${house.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) });
    expect(await figure('events_total{source="segment"}')).toBe(3);
    expect(await figure('deliveries_total{source="segment"}')).toBe(1);
    const stranger = { portalId: 99, subscriptionType: 'contact.creation', objectId: 1, occurredAt: 1 };
    await signedFetch(`${house.url}/webhooks/hubspot`, new Date(), [stranger, stranger]);
    expect(await figure('events_unknown_total{source="hubspot"}')).toBe(2);
    const text = await (await fetch(`${house.url}/metrics`)).text();
    for (const secret of [acme.tenant, acme.connection.id, acme.account.externalId, 'acme'])
      expect(text).not.toContain(secret);
  });

  it('can verify a kept delivery again', async () => {
    const event = { subscriptionType: 'contact.creation', eventId: 7, objectId: 1, occurredAt: 1 };
    const sent = new Date();
    await signedFetch(`${house.url}/webhooks/hubspot`, sent, [
      { ...event, portalId: Number(acme.account.externalId) },
    ]);
    const shape = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(Buffer) });
    const newest = async () => shape.parse((await house.rows('select * from delivery order by id desc'))[0]);
    await until(async () => (await newest()).body.includes('"eventId":7'), newest);
    const { headers, body } = await newest();
    expect(Object.keys(headers).sort()).toContain('user-agent');
    const request = {
      ...{ method: 'POST', url: `${house.url}/webhooks/hubspot`, body },
      signature: headers['x-hubspot-signature-v3'],
      timestamp: headers['x-hubspot-request-timestamp'],
    };
    expect(verify(request, appKeys.hubspot.clientSecret, sent).valid).toBe(true);
  });
});
