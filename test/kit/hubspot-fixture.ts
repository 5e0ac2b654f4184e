// A recorded HubSpot delivery from test/fixtures, signed with the fixtures' own secret.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Delivery } from '#sense/delivery.ts';

export const fixtureSecret = 'fixture-client-secret';
export const fixtureUrl = 'https://revloop.example.com';
/** The moment at which the fixtures were sent. */
export const fixtureTime = new Date(1_790_000_900_000);

const fixture = z.strictObject({
  story: z.string(),
  method: z.literal('POST'),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.array(z.record(z.string(), z.unknown())),
});

/** The delivery `name`, with the raw body as it was signed. */
export function hubspotFixture(name: string) {
  const file = new URL(`../fixtures/hubspot/${name}.json`, import.meta.url);
  const recorded = fixture.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { ...recorded, raw: Buffer.from(JSON.stringify(recorded.body)) };
}

/** The delivery `name` as it is kept for the connection `origin`. */
export function hubspotDelivery(name: string, origin: string): Delivery {
  const { headers, raw } = hubspotFixture(name);
  return { source: 'hubspot', origin, headers, body: raw, id: '1', receivedAt: fixtureTime, attempts: 0 };
}
