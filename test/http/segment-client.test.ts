// Segment's own client for Node, pointed at this server instead of Segment's: every shape of message takes effect.
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collecting } from '#kit/collecting.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { intake } from '#sense/intake.ts';
import { openEventSources } from '#store/event-sources.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

let house: HttpHouse;
beforeAll(async () => {
  house = await openHttpHouse();
});
afterAll(() => house.close());

test('only its host has to be changed', async () => {
  const { store, clock } = house;
  const tenant = await house.database.tenant();
  await collecting(store, tenant, 'person');
  const { writeKey } = await openEventSources(store.db).add(tenant, 'app', clock.now());
  const client = new Analytics({ writeKey, host: house.url, flushAt: 5, maxRetries: 0 });
  const problems: unknown[] = [];
  client.on('error', (problem) => problems.push(problem));

  client.identify({ userId: 'u-1', traits: { email: 'mia@north.test' } });
  client.group({ userId: 'u-1', groupId: 'north', traits: { domain: 'north.test' } });
  client.track({ userId: 'u-1', event: 'Report exported', properties: { pages: 3 } });
  client.page({ userId: 'u-1', name: 'Pricing' });
  await client.closeAndFlush();
  expect(problems).toEqual([]);

  const ports = { store, clock, queue: house.deps.queue, log: silentLog() };
  const report = await intake(ports, tenant, { segment: segmentAdapter });
  expect(report).toMatchObject({ parked: 0 });
  const told = await store.asTenant(tenant, async ({ subjects, signals }) => {
    const dirty = await subjects.dirty(clock.now(), 10);
    return (await Promise.all(dirty.map(({ subject }) => signals.of(subject)))).flat();
  });
  const said = told.map(({ kind, objectType, data }) => ({ kind, objectType, data }));
  expect(said).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'product.event',
        data: expect.objectContaining({ name: 'Report exported' }),
      }),
      { kind: 'product.identified', objectType: 'contact', data: { email: 'mia@north.test', domain: null } },
      { kind: 'product.identified', objectType: 'company', data: { email: null, domain: 'north.test' } },
    ]),
  );
});
