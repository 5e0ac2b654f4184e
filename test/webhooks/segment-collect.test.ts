// What a tenant does not collect is not written down: it is left away at the door.
import { describe, expect, it } from 'vitest';
import { segmentAdapter, typeHeader } from '#webhooks/segment/adapter.ts';
import { collect, levelHeader } from '#webhooks/segment/collect.ts';

const pseudonym = (user: string) => `p-${[...user].reduce((sum, sign) => sum + sign.charCodeAt(0), 0)}`;
const said = {
  ...{
    type: 'track',
    event: 'Exported',
    userId: 'mia@north.test',
    anonymousId: 'browser-1',
    messageId: 'm1',
  },
  ...{ timestamp: '2026-11-01T10:00:00Z', properties: { plan: 'pro', secret: 'x', groupId: 'north' } },
  context: { ip: '203.0.113.9', userAgent: 'Firefox', traits: { email: 'mia@north.test', phone: '123' } },
  integrations: { all: true },
};
type Level = 'company' | 'counted' | 'person';
const kept = (message: object, level: Level, properties: string[] = []) =>
  collect({ batch: [message], writeKey: 'wk_1' }, 'batch', {
    level,
    properties,
    pseudonym,
    newId: () => 'new',
  });
const signals = (message: object, level: Level) =>
  segmentAdapter({
    ...{ id: '1', source: 'segment', origin: 'o', receivedAt: new Date('2026-11-02'), attempts: 0 },
    headers: { [typeHeader]: 'batch', [levelHeader]: level },
    body: Buffer.from(JSON.stringify(kept(message, level))),
  });

describe('collecting', () => {
  it.each(['company', 'counted', 'person'] as const)(
    'keeps no device, no key and no property at %s',
    (level) => {
      const text = JSON.stringify(kept(said, level));
      for (const word of ['203.0.113.9', 'Firefox', 'wk_1', 'secret', 'plan', '123'])
        expect(text).not.toContain(word);
      expect(text).toContain('Exported');
    },
  );

  it.each(['company', 'counted'] as const)('keeps nothing that names a person at %s', (level) => {
    const people = [said, { ...said, type: 'identify', traits: { email: 'mia@north.test', name: 'Mia' } }];
    for (const one of people) {
      const text = JSON.stringify(kept(one, level));
      for (const word of ['mia', 'Mia', 'browser-1']) expect(text).not.toContain(word);
    }
    const { heard } = signals(said, level);
    expect(heard.map(({ signal }) => signal.objectType)).toEqual(['company']);
    const user = level === 'company' ? null : pseudonym('mia@north.test');
    expect(heard[0]?.signal).toMatchObject({ externalId: 'group:north', data: { name: 'Exported', user } });
  });

  it.each([
    [{ path: '/pricing' }, 'page: /pricing'],
    [{ path: '/de/Pricing/?plan=team#top' }, 'page: /pricing'],
    [{ path: '/%E5%AE%9A%E4%BB%B7' }, 'page: /定价'],
    [{ path: '/users/mia' }, 'page:'],
    [{ path: '/%E0%A4%A' }, 'page:'],
  ])('knows what a page without a name is about, and nothing else of its path: %j', (properties, name) => {
    const page = {
      type: 'page',
      anonymousId: 'b',
      messageId: 'm',
      properties,
      context: { groupId: 'north' },
    };
    for (const level of ['counted', 'person'] as const) {
      expect(signals(page, level).heard.map(({ signal }) => signal.data)).toContainEqual(
        expect.objectContaining({ name, properties: {} }),
      );
    }
    expect(JSON.stringify(kept(page, 'counted'))).not.toContain('mia');
    const named = { ...page, name: 'Start' };
    expect(JSON.stringify(kept(named, 'counted'))).toContain('"name":"Start"');
  });

  it('keeps the properties that are allowed, or all of them', () => {
    expect(JSON.stringify(kept(said, 'counted', ['plan']))).toContain('"plan":"pro"');
    expect(JSON.stringify(kept(said, 'counted', ['plan']))).not.toContain('secret');
    expect(JSON.stringify(kept(said, 'person', ['*']))).toContain('"secret":"x"');
  });

  it('finds the company of an address that is its own, and of no shared one', () => {
    const { properties: _, ...plain } = said;
    expect(signals(plain, 'counted').heard.map(({ signal }) => [signal.kind, signal.externalId])).toEqual([
      ['product.identified', 'domain:north.test'],
      ['product.event', 'domain:north.test'],
    ]);
    const shared = { ...plain, userId: 'mia@gmail.com', context: {} };
    expect(signals(shared, 'counted').heard).toEqual([]);
  });

  it('says of each message that is not usable which it was and why; the others count', () => {
    const large = { ...said, properties: { text: 'x'.repeat(40_000) } };
    const batch = collect({ batch: [7, large, { type: 'track', userId: 'u' }, said] }, 'batch', {
      ...{ level: 'person', properties: [], pseudonym, newId: () => 'new' },
    });
    const reading = segmentAdapter({
      ...{ id: '1', source: 'segment', origin: 'o', receivedAt: new Date('2026-11-02'), attempts: 0 },
      headers: { [typeHeader]: 'batch', [levelHeader]: 'person' },
      body: Buffer.from(JSON.stringify(batch)),
    });
    expect(reading.problem).toMatch(
      /^3 of 4 not usable: message 1: it is no object; message 2: .*32 kB; message 3: /,
    );
    expect(reading.heard.length).toBeGreaterThan(0);
  });

  it('gives a message without an id one that is the same when it is sent again', () => {
    const { messageId: _, ...nameless } = said;
    expect(kept(nameless, 'person')).toEqual(kept({ ...nameless }, 'person'));
    expect(kept(nameless, 'person')).not.toEqual(kept({ ...nameless, event: 'Imported' }, 'person'));
  });

  it('lets two messages without an id be two where they say no time, and none be one', () => {
    let nr = 0;
    const at = (message: object) =>
      JSON.stringify(
        collect({ ...message, userId: 'u', event: 'Logged In' }, 'track', {
          ...{ level: 'person', properties: [], pseudonym },
          newId: () => {
            nr += 1;
            return `new ${nr}`;
          },
        }),
      );
    expect(at({})).not.toBe(at({}));
    expect(at({ timestamp: '2026-11-01T10:00:00Z' })).toBe(at({ timestamp: '2026-11-01T10:00:00Z' }));
  });

  it.each([
    ['identify', { traits: { email: 'mia@north.test' } }, { email: 'mia@north.test' }],
    ['group', { groupId: 'north', traits: { website: 'https://north.test' } }, { domain: 'north.test' }],
  ])('knows by its path that a message is one of %s', (type, message, data) => {
    const body = collect({ userId: 'u', ...message }, type, {
      ...{ level: 'person', properties: [], pseudonym, newId: () => 'new' },
    });
    const { heard } = segmentAdapter({
      ...{ id: '1', source: 'segment', origin: 'o', receivedAt: new Date('2026-11-02'), attempts: 0 },
      headers: { [typeHeader]: type, [levelHeader]: 'person' },
      body: Buffer.from(JSON.stringify(body)),
    });
    expect(heard.map(({ signal }) => signal.data)).toContainEqual(expect.objectContaining(data));
  });

  it.each(['company', 'counted'] as const)(
    'puts no change of a name aside where nobody is named: %s',
    (level) => {
      const alias = { type: 'alias', userId: 'mia-1', previousId: 'browser-1', messageId: 'm2' };
      expect(signals(alias, level)).toMatchObject({ heard: [], unused: 1, problem: null });
      expect(JSON.stringify(kept(alias, level))).not.toMatch(/mia|browser-1/);
    },
  );

  it('keeps nothing that is no text where one belongs', () => {
    const odd = { ...said, event: { by: 'mia@north.test' }, name: ['Mia'], groupId: { of: 'Mia' } };
    expect(JSON.stringify(kept(odd, 'counted'))).not.toMatch(/mia/i);
  });
});
