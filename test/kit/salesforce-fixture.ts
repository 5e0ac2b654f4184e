// A batch of Salesforce's change events from test/fixtures/salesforce/changes, as our feed keeps it.
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Delivery } from '#sense/delivery.ts';

const folder = new URL('../fixtures/salesforce/changes/', import.meta.url);
const fixture = z.strictObject({
  story: z.string().min(1),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});

export function salesforceFixtures(): string[] {
  return readdirSync(folder).map((file) => file.replace('.json', ''));
}

/** The delivery `name` as it is kept for the connection `origin`. */
export function salesforceDelivery(name: string, origin: string): Delivery {
  const { headers, body } = fixture.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
  return {
    ...{
      source: 'salesforce',
      origin,
      headers,
      id: '1',
      receivedAt: new Date(1_790_000_900_000),
      attempts: 0,
    },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}
