// Rubbish among product events: what cannot be used is named, and holds up nothing else of its tenant.
import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepEvents } from '#http/v1/keep-events.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import { intake } from '#sense/intake.ts';
import { openEventSources } from '#store/event-sources.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

const good = { type: 'track', event: 'Good', userId: 'ada', messageId: 'good', context: { groupId: 'acme' } };
// No two signs alike in a row, so that the database cannot press it together.
const strange = (length: number, seed: number) =>
  Array.from({ length }, (_, nr) =>
    String.fromCodePoint(0x4e00 + ((nr * 7919 + seed * 104_729) % 20_000)),
  ).join('');
const letters = (length: number) => {
  let text = '';
  for (let nr = 0; text.length < length; nr += 1) text += hash('sha256', String(nr));
  return text.slice(0, length);
};

describe('product events go on after', () => {
  let database: TestDatabase;
  let house: TwoCrms;
  const { log } = keepingLog();
  const queue = { wake: async () => undefined };
  const clock = { now: () => new Date() };
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    house = await twoCrms(database);
  });

  it.each<[string, object]>([
    [
      'a domain of 30,000 letters',
      { ...good, messageId: 'bad', context: { domain: `${letters(30_000)}.example` } },
    ],
    [
      'an address of 30,000 letters',
      {
        type: 'identify',
        userId: 'ben',
        messageId: 'bad',
        traits: { email: `b@${letters(30_000)}.example` },
      },
    ],
    ['an address as a user', { ...good, messageId: 'bad', userId: `b@${letters(500)}.example` }],
    [
      'a group at a domain of 30,000 letters',
      {
        type: 'group',
        userId: 'ben',
        groupId: 'g',
        messageId: 'bad',
        traits: { domain: `${letters(30_000)}.example` },
      },
    ],
    [
      'long names of a visitor and a user',
      { type: 'identify', anonymousId: strange(512, 1), userId: strange(512, 2), messageId: 'bad' },
    ],
    [
      'long names of everything',
      {
        ...{ type: 'track', event: strange(512, 3), userId: strange(512, 4), messageId: strange(512, 5) },
        ...{ properties: { groupId: strange(512, 6), feature: strange(300, 7) } },
      },
    ],
    ['a sign that no text of the database holds', { ...good, messageId: 'bad', event: 'a\u0000b' }],
    [
      'such a sign in a property',
      { ...good, messageId: 'bad', properties: { plan: 'a\u0000b', ['c\u0000']: 1 } },
    ],
    ['such a sign in a name', { ...good, messageId: 'bad', userId: 'a\u0000b' }],
    [
      'a sign that is cut in two',
      {
        ...good,
        messageId: 'bad',
        properties: { plan: `${'x'.repeat(299)}\u{1f600}`, feature: `${'x'.repeat(119)}\u{1f600}` },
      },
    ],
    ['half a sign', { ...good, messageId: 'bad', event: 'a\ud800b', userId: 'u\udc00' }],
    ['a time before the calendar', { ...good, messageId: 'bad', timestamp: -1e14 }],
    ['a time after it', { ...good, messageId: 'bad', timestamp: '+275000-01-01T00:00:00.000Z' }],
    ['a time that is none', { ...good, messageId: 'bad', timestamp: 'yesterday' }],
    [
      'names that objects have by themselves',
      {
        ...{ type: 'track', event: '__proto__', userId: 'constructor', messageId: 'bad' },
        ...{
          properties: JSON.parse(
            '{"__proto__":1,"constructor":2,"groupId":"__proto__","feature":"__proto__"}',
          ),
        },
      },
    ],
  ])('%s', async (_, bad) => {
    await house.as(async ({ settings }) => {
      const { settings: before } = await settings.read();
      await settings.save({ ...before, collection: { level: 'person', properties: ['*'], past: [] } });
    });
    const eventSources = openEventSources(database.store.db);
    const { writeKey, source } = await eventSources.add(house.tenant, 'app', clock.now());
    const sender = await eventSources.byWriteKey(writeKey, clock.now());
    if (sender === null) throw new Error('the key is not known');
    await keepEvents({ eventSources, queue, log }, sender, 'batch', { batch: [bad, good] });
    await intake({ store: database.store, queue, clock, log }, house.tenant, { segment: segmentAdapter });
    await house.rest();
    const subject = await house.as(async ({ subjects }) =>
      (await subjects.find(source.id, 'company', ['group:acme'])).get('group:acme'),
    );
    expect((await house.twin(subject ?? '')).events).toHaveProperty('Good');
    await house
      .as(({ deliveries }) => deliveries.take('segment', 10))
      .then((left) => expect(left).toEqual([]));
  });
});
