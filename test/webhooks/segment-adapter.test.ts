// Product events in Segment's shape: each message once, about the person and the company, dated by a clock that can be trusted.
import { describe, expect, it } from 'vitest';
import type { Delivery } from '#sense/delivery.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

const origin = '3f0e1f9c-0000-4000-8000-000000000001';
const receivedAt = new Date('2026-11-20T10:00:00.000Z');
const delivery = (body: unknown, type = 'batch'): Delivery => ({
  ...{ id: '1', source: 'segment', origin, receivedAt, attempts: 0, headers: { 'x-revloop-type': type } },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const read = (body: unknown, type?: string) => segmentAdapter(delivery(body, type));
const signals = (body: unknown, type?: string) => read(body, type).heard.map(({ signal }) => signal);

describe('a product event', () => {
  const track = {
    type: 'track',
    messageId: 'm1',
    userId: 'u1',
    event: 'Report Opened',
    properties: { groupId: 'g1', rows: 3 },
  };

  it('is about the person and about the company it names', () => {
    expect(signals({ batch: [track] })).toMatchObject([
      {
        kind: 'product.event',
        objectType: 'contact',
        externalId: 'user:u1',
        data: { name: 'Report Opened', user: 'u1' },
      },
      { kind: 'product.event', objectType: 'company', externalId: 'group:g1' },
    ]);
  });

  it('has the same keys when it is sent again, whatever else is in the batch', () => {
    const keys = (list: unknown[]) => signals({ batch: list }).map(({ key }) => key);
    const again = keys([{ type: 'page', userId: 'u2', name: 'Home' }, track]);
    expect(again).toEqual(expect.arrayContaining(keys([track])));
  });

  it('has a key of its content when it has no message id', () => {
    const { messageId: _, ...bare } = track;
    expect(signals({ batch: [bare] })[0]?.key).toBe(signals({ batch: [bare] })[0]?.key);
    expect(signals({ batch: [{ ...bare, event: 'Other' }] })[0]?.key).not.toBe(
      signals({ batch: [bare] })[0]?.key,
    );
  });

  it('is dated by its own time, moved by as much as the device’s clock is wrong, never into the future', () => {
    const at = (timestamp: string, sentAt: string) =>
      signals({ batch: [{ ...track, timestamp }], sentAt })[0]?.occurredAt.toISOString();
    expect(at('2026-11-20T09:00:00.000Z', '2026-11-20T10:00:00.000Z')).toBe('2026-11-20T09:00:00.000Z');
    expect(at('2026-11-20T12:00:00.000Z', '2026-11-20T13:00:00.000Z')).toBe('2026-11-20T09:00:00.000Z');
    expect(at('2026-11-20T10:00:30.000Z', '2026-11-20T10:00:00.000Z')).toBe('2026-11-20T10:00:00.000Z');
  });

  it('is dated by when it came where it says no time, and not in 1970', () => {
    const at = (more: object) => signals({ batch: [{ ...track, ...more }] })[0]?.occurredAt;
    expect(at({ timestamp: null, originalTimestamp: null, sentAt: null })).toEqual(receivedAt);
    expect(at({ sentAt: 'now', timestamp: '2026-11-20T09:00:00.000Z' })).toEqual(
      new Date('2026-11-20T09:00:00.000Z'),
    );
    expect(read({ batch: [{ ...track, timestamp: 0 }] }).problem).toContain('before the year 2000');
  });

  it('takes the single messages of /v1/track and its sisters', () => {
    const { type: _, ...bare } = track;
    expect(signals(bare, 'track')).toHaveLength(2);
    expect(signals({ anonymousId: 'a1', name: 'Pricing' }, 'page')).toMatchObject([
      { externalId: 'anonymous:a1', data: { name: 'page: Pricing' } },
    ]);
  });

  it('keeps plain properties only, cut to a size', () => {
    const properties = { a: 'x'.repeat(1000), b: { deep: 1 }, c: [1], d: true, e: null };
    const [signal] = signals({ batch: [{ ...track, properties }] });
    expect(signal?.kind === 'product.event' && signal.data.properties).toEqual({
      a: 'x'.repeat(300),
      d: true,
      e: null,
    });
  });
});

describe('identity', () => {
  it('tells a person’s e-mail and a company’s domain', () => {
    const batch = [
      { type: 'identify', userId: 'u1', messageId: 'i', traits: { email: ' Ada@Example.com ' } },
      {
        type: 'group',
        userId: 'u1',
        groupId: 'g1',
        messageId: 'g',
        traits: { website: 'https://www.example.com/about' },
      },
    ];
    expect(signals({ batch })).toMatchObject([
      {
        kind: 'product.identified',
        objectType: 'contact',
        externalId: 'user:u1',
        data: { email: 'ada@example.com' },
      },
      { kind: 'product.member', objectType: 'contact', externalId: 'user:u1', data: { company: 'group:g1' } },
      {
        kind: 'product.identified',
        objectType: 'company',
        externalId: 'group:g1',
        data: { domain: 'example.com' },
      },
    ]);
  });

  it('says of a user once to which group it belongs, and of a visitor never', () => {
    const group = { type: 'group', groupId: 'g1', traits: {} };
    const keys = (who: object) =>
      signals({ batch: [{ ...group, ...who, messageId: 'a' }] }).map(({ key }) => key);
    expect(keys({ userId: 'u1' })).toEqual([expect.stringMatching(/\/in\/user:u1=group:g1$/)]);
    expect(keys({ anonymousId: 'a1' })).toEqual([]);
  });

  it('takes a user id that is an address for one', () => {
    const list = signals({ batch: [{ type: 'track', event: 'x', userId: 'ada@example.com' }] });
    expect(list[0]).toMatchObject({ kind: 'product.identified', data: { email: 'ada@example.com' } });
  });
});

describe('rubbish', () => {
  it('is named, and does not take the good messages with it', () => {
    const reading = read({
      batch: [{ type: 'track', event: 'ok', userId: 'u' }, { type: 'track', userId: 'u' }, 7],
    });
    expect(reading.heard).toHaveLength(1);
    expect(reading.problem).toMatch(/^2 of 3 not usable: message 2/);
  });

  it.each(['not json', '[]', '{"batch":"x"}'])('as a whole is refused: %s', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: 'EVENTS_INVALID' }));
  });
});
