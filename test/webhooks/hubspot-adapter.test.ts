// What HubSpot's deliveries say, in both dialects.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { hubspotDelivery, hubspotFixture } from '#kit/hubspot-fixture.ts';
import type { Reading } from '#sense/reading.ts';
import { signalData } from '#sense/signal.ts';
import { readDelivery } from '#webhooks/hubspot/adapter.ts';
import { splitByPortal } from '#webhooks/hubspot/split.ts';

const origin = '5c0a8f3e-0000-4000-8000-000000000001';
const read = (name: string) => readDelivery(hubspotDelivery(name, origin));
const ofBody = (body: unknown) =>
  readDelivery({
    ...hubspotDelivery('contact-created', origin),
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
const said = (reading: Reading) =>
  reading.heard.map(({ signal }) => `${signal.kind} ${signal.objectType} ${signal.externalId}`);

describe.each(['every-kind', 'every-kind-classic'])('%s', (name) => {
  it('is understood whole, for every subject', () => {
    const reading = read(name);
    expect(reading.problem).toBeNull();
    expect(said(reading)).toEqual(
      expect.arrayContaining(
        [
          ['contact', 51001],
          ['company', 62001],
          ['deal', 73001],
          ['ticket', 84001],
        ].flatMap(([type, first]) => [
          `crm.changed ${type} ${first}`,
          `crm.deleted ${type} ${Number(first) + 1}`,
          `crm.restored ${type} ${Number(first) + 2}`,
          `crm.merged ${type} ${Number(first) + 3}`,
        ]),
      ),
    );
    for (const { signal } of reading.heard) signalData[signal.kind].parse(signal.data);
  });
});

describe('one delivery', () => {
  it('keeps the bytes of the fixtures signed as they are read', () => {
    const names = readdirSync(new URL('../fixtures/hubspot/', import.meta.url));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(hubspotFixture(name.replace('.json', '')).story).not.toBe('');
  });

  it('asks for both sides of a link, however often it is told', () => {
    const reading = read('contact-linked-to-company');
    expect(new Set(said(reading))).toEqual(
      new Set(['crm.changed contact 51201', 'crm.changed company 62201']),
    );
  });

  it('takes a new id as the winner of a merge, and all others as gone', () => {
    const reading = read('contacts-merged-into-new-record');
    expect(reading.heard.map(({ signal }) => [signal.externalId, signal.data])).toEqual([
      ['51303', { from: ['51302'] }],
      ['51303', { from: ['51301'] }],
    ]);
  });

  it('hears an erasure and the deletion that it causes', () => {
    expect(said(read('contact-erased'))).toEqual(['crm.erased contact 51401', 'crm.deleted contact 51401']);
  });

  it('reads an engagement again instead of calling its subject changed', () => {
    const reading = read('call-logged');
    expect(reading.heard).toEqual([]);
    expect(reading.wanted).toEqual([
      { objectType: 'call', externalId: '95001', links: true },
      { objectType: 'call', externalId: '95001', links: true },
      { objectType: 'call', externalId: '95001', links: true },
    ]);
  });

  it('drops our own writes: named by app, by our field, and our own task', () => {
    expect(read('our-own-score-comes-back')).toEqual({
      heard: [],
      wanted: [],
      echoes: 3,
      unused: 0,
      problem: null,
    });
  });

  it('counts what it knows and does not follow', () => {
    expect(read('conversation-started')).toMatchObject({ heard: [], unused: 2, problem: null });
    const custom = { ...hubspotFixture('contact-created').body[0], objectTypeId: '2-123456' };
    expect(ofBody([custom])).toMatchObject({ heard: [], unused: 1, problem: null });
  });

  it('names what it does not understand, and lets the rest take effect', () => {
    const reading = read('unknown-kind');
    expect(said(reading)).toEqual(['crm.changed contact 51903']);
    expect(reading.problem).toBe('not understood: kind object.ownershipTransfer (1), field occurredAt (1)');
  });

  it.each([
    ['no JSON', '<html>'],
    ['half of a body', '[{"portalId":'],
    ['no list', '{"portalId":1}'],
  ])('cannot be read when it is %s', (_, body) => {
    expect(() => ofBody(body)).toThrow(expect.objectContaining({ code: 'DELIVERY_UNREADABLE' }));
  });
});

describe('copies of an event', () => {
  const keys = (body: unknown) => ofBody(body).heard.map(({ signal }) => signal.key);

  it('have one key whatever the number of the attempt', () => {
    const { body } = hubspotFixture('redelivered');
    expect(new Set(keys(body)).size).toBe(1);
  });

  it('have the same keys in any order and any grouping', () => {
    const { body } = hubspotFixture('import-burst');
    const together = new Set(keys(body));
    expect(together.size).toBe(100);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(body, { minLength: body.length }),
        fc.integer({ min: 1, max: 99 }),
        (shuffled, cut) => {
          const apart = [...keys(shuffled.slice(0, cut)), ...keys(shuffled.slice(cut))];
          expect(new Set(apart)).toEqual(together);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('differ from another event in each field that tells events apart', () => {
    const [event] = hubspotFixture('redelivered').body;
    const others = [
      { eventId: 1 },
      { subscriptionId: 1 },
      { objectId: 1 },
      { occurredAt: 1_790_000_000_001 },
      { propertyName: 'amount' },
      { propertyValue: 'closedwon' },
      { objectTypeId: '0-5' },
    ].map((change) => ({ ...event, ...change }));
    expect(new Set(keys([event, ...others])).size).toBe(others.length + 1);
  });

  it('differ between two connections', () => {
    const delivery = hubspotDelivery('redelivered', origin);
    const other = readDelivery({ ...delivery, origin: '5c0a8f3e-0000-4000-8000-000000000002' });
    expect(other.heard[0]?.signal.key).not.toBe(readDelivery(delivery).heard[0]?.signal.key);
  });

  it('survives any JSON without losing count of it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (entries) => {
        const reading = ofBody(entries);
        expect(reading.problem !== null).toBe(entries.length > 0);
      }),
    );
  });
});

describe('the portals of a body', () => {
  it('keeps the very bytes when there is one portal', () => {
    const { raw } = hubspotFixture('import-burst');
    const { parts, strays } = splitByPortal(raw);
    expect(strays).toBe(0);
    expect(parts).toHaveLength(1);
    expect(parts[0]?.body).toBe(raw);
  });

  it('gives each portal only its own events', () => {
    const { parts } = splitByPortal(hubspotFixture('two-portals').raw);
    expect(parts.map(({ account, events }) => [account, events])).toEqual([
      ['148206931', 1],
      ['148206932', 1],
    ]);
    expect(parts[0]?.body.toString()).toContain('Chile');
    expect(parts[0]?.body.toString()).not.toContain('Peru');
    expect(parts[1]?.body.toString()).toContain('Peru');
  });

  it('counts entries without a portal', () => {
    expect(splitByPortal(Buffer.from('[{"a":1},7,null]'))).toEqual({ parts: [], strays: 3 });
  });
});
