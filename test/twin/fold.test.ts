// The promises of the fold: any order, any cut into portions, and a replay give the same twin, bit for bit.
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import type { Signal } from '#sense/signal.ts';
import { mostDays, readCounts } from '#twin/day-counts.ts';
import { fold, mostNames, replay } from '#twin/fold.ts';
import { countUsers, mostUsers, readMarks } from '#twin/seen-users.ts';
import { emptyTwin, type Twin, twin as twinShape } from '#twin/twin.ts';

const origin = '4b1c1a52-6d5c-4d8e-9f57-1f0a3f7a2b10';
const time = fc
  .integer({ min: Date.UTC(2026, 9, 28), max: Date.UTC(2026, 10, 3) })
  // Few different moments, so that ties are common.
  .map((ms) => new Date(ms - (ms % 7_200_000)));
const value = fc.option(fc.constantFrom('a', 'b', 'c', ''), { nil: null });
const name = fc.constantFrom('jobtitle', 'city', 'country', 'constructor');

const body = fc.oneof(
  fc.record({
    kind: fc.constant('crm.record' as const),
    data: fc.record({
      properties: fc.dictionary(name, value, { maxKeys: 3 }),
      createdAt: time.map((at) => at.toISOString()),
      archived: fc.boolean(),
    }),
  }),
  fc.record({
    kind: fc.constantFrom('crm.deleted' as const, 'crm.restored' as const),
    data: fc.constant({}),
  }),
  fc.record({
    kind: fc.constant('crm.links' as const),
    data: fc.record({
      to: fc.constantFrom('company' as const, 'deal' as const),
      ids: fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 4 }),
    }),
  }),
  fc.record({
    kind: fc.constant('engagement' as const),
    data: fc.record({
      type: fc.constantFrom('call' as const, 'email' as const),
      id: fc.string(),
      direction: fc.constantFrom('in' as const, 'out' as const, null),
      outcome: fc.constant(null),
    }),
  }),
  fc.record({
    kind: fc.constant('product.event' as const),
    data: fc.record({
      name: fc.constantFrom('report made', 'exported', '__proto__', 'constructor', 'toString'),
      user: fc.option(fc.constantFrom('u1', 'u2', 'u3'), { nil: null }),
      properties: fc.constant({}),
    }),
  }),
  fc.record({
    kind: fc.constant('crm.merged' as const),
    data: fc.record({ from: fc.array(fc.constant('9')) }),
  }),
);
const signals: fc.Arbitrary<Signal[]> = fc.array(fc.tuple(body, time), { maxLength: 40 }).map((list) =>
  list.map(([one, occurredAt], nr) => ({
    ...one,
    ...{
      id: String(nr),
      subject: '1',
      key: `key-${nr}`,
      origin,
      objectType: 'contact',
      externalId: '7',
      occurredAt,
    },
  })),
);
/** The same signals in another order, and where to cut them. */
const shuffledAndCut = signals.chain((list) =>
  fc.tuple(
    fc.constant(list),
    fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    fc
      .array(fc.nat({ max: Math.max(0, list.length) }), { maxLength: 6 })
      .map((cuts) => cuts.sort((a, b) => a - b)),
  ),
);

function inPortions(list: readonly Signal[], cuts: readonly number[]): Twin {
  const borders = [0, ...cuts, list.length];
  return borders
    .slice(1)
    .reduce((twin, end, nr) => fold(twin, list.slice(borders[nr], end)), emptyTwin('contact'));
}

/** As PostgreSQL gives it back: jsonb forgets the order of keys, and `parse` is what the store does with it. */
function storedAndLoaded(twin: Twin): Twin {
  const reversed = JSON.stringify(twin, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).reverse())
      : one,
  );
  return twinShape.parse(JSON.parse(reversed));
}

describe('the fold', () => {
  it('has a record that was deleted and brought back within one moment', () => {
    const at = new Date('2026-11-01T10:00:00Z');
    const about = {
      subject: '1',
      origin,
      objectType: 'contact',
      externalId: '7',
      occurredAt: at,
      data: {},
    } as const;
    for (const [deleted, restored] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const signals: Signal[] = [
        { ...about, id: '1', key: deleted, kind: 'crm.deleted' },
        { ...about, id: '2', key: restored, kind: 'crm.restored' },
      ];
      expect(replay('contact', signals).archived?.value).toBe(false);
      expect(replay('contact', signals.toReversed()).archived?.value).toBe(false);
    }
  });

  it('gives the same twin for every order and every cut into portions', () => {
    fc.assert(
      fc.property(shuffledAndCut, ([list, shuffled, cuts]) => {
        expect(JSON.stringify(inPortions(shuffled, cuts))).toBe(JSON.stringify(replay('contact', list)));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('goes on with a twin that was stored as if it had never been away', () => {
    fc.assert(
      fc.property(signals, fc.nat(40), (list, cut) => {
        const stored = storedAndLoaded(replay('contact', list.slice(0, cut)));
        expect(JSON.stringify(fold(stored, list.slice(cut)))).toBe(JSON.stringify(replay('contact', list)));
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it('changes nothing of what it is given', () => {
    fc.assert(
      fc.property(signals, fc.nat(40), (list, cut) => {
        const before = replay('contact', list.slice(0, cut));
        const [twinText, listText] = [JSON.stringify(before), JSON.stringify(list)];
        fold(before, list.slice(cut));
        expect(JSON.stringify(before)).toBe(twinText);
        expect(JSON.stringify(list)).toBe(listText);
      }),
      { numRuns: 100, seed: 9 },
    );
  });

  it('gives a twin that the store accepts', () => {
    fc.assert(
      fc.property(signals, (list) => {
        expect(twinShape.safeParse(JSON.parse(JSON.stringify(replay('contact', list)))).success).toBe(true);
      }),
      { numRuns: 200, seed: 10 },
    );
  });

  it('remembers the same users of a large company, whoever comes first, and tells how many there were', () => {
    const all = 5_000;
    const seen = Array.from({ length: all }, (_, nr): Signal => {
      // Every second one is seen on the first of November only, the others on the second only.
      const occurredAt = new Date(Date.UTC(2026, 10, 1 + (nr % 2), 10));
      return {
        ...{ id: String(nr), subject: '1', key: `key-${nr}`, origin, objectType: 'company', externalId: '7' },
        ...{ occurredAt, kind: 'product.event' },
        data: { name: 'opened', user: `user-${nr}`, properties: {} },
      };
    });
    const twin = replay('company', seen);
    expect(Object.keys(twin.users)).toHaveLength(mostUsers);
    expect(JSON.stringify(replay('company', seen.toReversed()))).toBe(JSON.stringify(twin));
    const cut = fold(fold(emptyTwin('company'), seen.slice(3_000)), seen.slice(0, 3_000));
    expect(JSON.stringify(cut)).toBe(JSON.stringify(twin));
    const first = Date.UTC(2026, 10, 1) / 86_400_000;
    const told = (after: number, until: number) => countUsers([twin.users], after, until);
    expect(Math.abs(told(first - 1, first + 1) / all - 1)).toBeLessThan(0.15);
    expect(Math.abs(told(first, first + 1) / (all / 2) - 1)).toBeLessThan(0.2);
    expect(told(first + 1, first + 30)).toBe(0);
    expect(readCounts(twin.events['opened']?.days ?? '').get(first)).toBe(all / 2);
  });

  it('keeps the same names and the newest days of events that never end, whatever comes first', () => {
    const event = (nr: number): Signal => ({
      ...{ id: String(nr), subject: '1', key: `key-${nr}`, origin, objectType: 'company', externalId: '7' },
      ...{ occurredAt: new Date(Date.UTC(2020, 0, 1 + (nr % 1_000))), kind: 'product.event' },
      data: { name: nr % 2 === 0 ? 'opened' : `page ${nr}`, user: 'u', properties: {} },
    });
    const all = Array.from({ length: 2_000 }, (_, nr) => event(nr));
    const twin = replay('company', all);
    expect(Object.keys(twin.events)).toHaveLength(mostNames);
    expect(readMarks(twin.users['u'] ?? '').size).toBe(mostDays);
    expect(readCounts(twin.events['opened']?.days ?? '').size).toBe(mostDays / 2);
    expect(JSON.stringify(replay('company', all.toReversed()))).toBe(JSON.stringify(twin));
    const halves = fold(fold(emptyTwin('company'), all.slice(900)), all.slice(0, 900));
    expect(JSON.stringify(halves)).toBe(JSON.stringify(twin));
  });

  it('grows with days and names, not with the number of events', () => {
    const event = (nr: number): Signal => ({
      ...{ id: String(nr), subject: '1', key: `key-${nr}`, origin, objectType: 'company', externalId: '7' },
      ...{ occurredAt: new Date(Date.UTC(2026, 10, 1 + (nr % 5), nr % 24)), kind: 'product.event' },
      data: { name: 'opened', user: `user-${nr % 10}`, properties: { nr } },
    });
    const size = (count: number) =>
      JSON.stringify(
        replay(
          'company',
          Array.from({ length: count }, (_, nr) => event(nr)),
        ),
      ).length;
    expect(size(10_000)).toBeLessThan(size(200) + 100);
  });
});
