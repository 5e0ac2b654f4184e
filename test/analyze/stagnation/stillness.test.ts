// The promises of stillness: nothing new is measured against what is usual for this customer, and only what could be heard.
import { describe, expect, test } from 'vitest';
import type { Trier } from '#analyze/stagnation/first-tries.ts';
import { presetStagnation, type StagnationWeights } from '#analyze/stagnation/stagnation-weights.ts';
import { isStagnantAt, stillnessAt } from '#analyze/stagnation/stillness.ts';
import { fc } from '#kit/fast-check.ts';

const day = 86_400_000;
const begin = Math.floor(Date.parse('2026-01-05T00:00:00Z') / day);
const endOf = (nr: number) => (begin + nr + 1) * day - 1;
const learned: StagnationWeights = { ...presetStagnation, learned: true, least: 7 };

/** In the product on every weekday until `until`, something new every `every` days until `tries`. */
function person({ every, tries, until }: { every: number; tries: number; until: number }): Trier {
  const all = Array.from({ length: until + 1 }, (_, nr) => nr);
  return {
    days: all.filter((nr) => nr % 7 < 5).map((nr) => begin + nr),
    tries: all
      .filter((nr) => nr <= tries && nr % every === 0)
      .map((nr) => ({ feature: `feature ${nr}`, at: (begin + nr) * day })),
  };
}

describe('stillness', () => {
  test('of a month says more of who tries something every three days than of who does so every three weeks', () => {
    const quick = stillnessAt([person({ every: 3, tries: 90, until: 120 })], learned, endOf(120));
    const slow = stillnessAt([person({ every: 21, tries: 84, until: 114 })], learned, endOf(114));
    expect([quick?.days, slow?.days]).toEqual([30, 30]);
    expect(quick?.stagnant).toBe(true);
    expect(slow?.stagnant).toBe(false);
    expect(quick?.usual).toBeLessThan((slow?.usual ?? 0) / 2);
    expect(quick?.threshold).toBeLessThan(slow?.threshold ?? 0);
  });

  test('is news sooner where the product is used less and less besides', () => {
    const going = [person({ every: 7, tries: 84, until: 105 })];
    const gone = [person({ every: 7, tries: 84, until: 88 })];
    const [staying, leaving] = [going, gone].map((one) => stillnessAt(one, learned, endOf(105)));
    expect(staying?.stagnant).toBe(false);
    expect(leaving?.stagnant).toBe(true);
    expect(leaving?.use?.now).toBeLessThan(leaving?.use?.usual ?? 0);
  });

  test('of who knows everything there is counts for nothing, only less use does', () => {
    const knows: StagnationWeights = { ...learned, features: ['feature 0', 'feature 3', 'feature 6'] };
    const still = stillnessAt([person({ every: 3, tries: 6, until: 90 })], knows, endOf(90));
    expect(still).toMatchObject({ usual: null, stagnant: false });
    const gone = stillnessAt([person({ every: 3, tries: 6, until: 60 })], knows, endOf(90));
    expect(gone).toMatchObject({ usual: null, stagnant: true });
  });

  test('does not count the days on which nobody works', () => {
    const quiet = Object.fromEntries(
      Array.from({ length: 14 }, (_, nr) => [
        new Date((begin + 91 + nr) * day).toISOString().slice(0, 10),
        0.1,
      ]),
    );
    const customer = [person({ every: 3, tries: 90, until: 90 })];
    const plain = stillnessAt(customer, learned, endOf(104));
    const holidays = stillnessAt(customer, { ...learned, quiet }, endOf(104));
    expect(plain?.stagnant).toBe(true);
    expect(holidays?.stagnant).toBe(false);
  });

  test('is 45 days without anything new for everybody until something was learned', () => {
    const at = (nr: number) =>
      stillnessAt([person({ every: 5, tries: 60, until: nr })], presetStagnation, endOf(nr));
    expect([at(104)?.stagnant, at(105)?.stagnant]).toEqual([false, true]);
    expect(at(104)?.threshold).toBe(45);
  });

  test('of who was seen for less than two weeks is not known', () => {
    expect(stillnessAt([person({ every: 3, tries: 12, until: 13 })], learned, endOf(13))).toBeNull();
    expect(stillnessAt([], learned, endOf(100))).toBeNull();
  });

  test('asked only whether it is stagnation, says what the whole says', () => {
    const anyDay = fc.integer({ min: 0, max: 120 });
    const tries = fc.array(fc.tuple(anyDay, fc.integer({ min: 0, max: 5 })), { maxLength: 5 });
    const trier: fc.Arbitrary<Trier> = fc
      .tuple(tries, fc.array(anyDay, { minLength: 1, maxLength: 30 }))
      .map(([tried, days]) => ({
        tries: tried
          .sort(([one], [other]) => one - other)
          .map(([nr, feature]) => ({ feature: `feature ${feature}`, at: (begin + nr) * day + 7 })),
        days: [...new Set(days)].sort((one, other) => one - other).map((nr) => begin + nr),
      }));
    const seen = new Set<boolean | null>();
    const people = fc.array(trier, { maxLength: 3 });
    const known = fc.constantFrom<string[]>([], ['feature 0', 'feature 1', 'feature 2']);
    const moment = fc.tuple(fc.integer({ min: 0, max: 130 }), fc.constantFrom(0, 7, day - 1));
    fc.assert(
      fc.property(people, known, moment, fc.boolean(), (triers, features, [nr, rest], taught) => {
        const weights = { ...(taught ? learned : presetStagnation), features };
        const at = (begin + nr) * day + rest;
        const whole = stillnessAt(triers, weights, at)?.stagnant ?? null;
        expect(isStagnantAt(triers, weights, at)).toBe(whole);
        seen.add(whole);
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(seen).toEqual(new Set([true, false, null]));
  });
});
