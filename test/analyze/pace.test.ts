// When a deal may be won: only those that were won tell it, and those that are still open are not forgotten.
import { expect, test } from 'vitest';
import { expectedOf } from '#analyze/pace.ts';
import { paceOf, type Spell } from '#learn/pace-of.ts';
import { seededRandom } from '#learn/random.ts';

const now = Date.UTC(2026, 10, 29);
const day = 86_400_000;
const daysTo = (date: string | undefined) => (Date.parse(date ?? '') - now) / day;

/** Won after 20 to 60 days, evenly, by one in two; looked at when `seen` days of each have passed. */
function spells(count: number, seen: () => number): Spell[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => {
    const days = 20 + 40 * random();
    const end = random() < 0.5 ? ('won' as const) : ('lost' as const);
    const until = seen();
    return days <= until
      ? { stage: 'proposal', days, end }
      : { stage: 'proposal', days: until, end: 'open' as const };
  });
}

test('a deal is expected when those like it were won, counted from where it stands', () => {
  const pace = paceOf(spells(4000, () => 1000));
  const fresh = expectedOf(pace, { stage: 'proposal', stageDays: 0, age: 0 }, now);
  expect(Math.abs(daysTo(fresh?.likely) - 40)).toBeLessThanOrEqual(2);
  expect(Math.abs(daysTo(fresh?.from) - 24)).toBeLessThanOrEqual(2);
  expect(Math.abs(daysTo(fresh?.to) - 56)).toBeLessThanOrEqual(2);
  const old = expectedOf(pace, { stage: 'proposal', stageDays: 40, age: 40 }, now);
  expect(Math.abs(daysTo(old?.likely) - 10)).toBeLessThanOrEqual(2);
  expect(fresh?.alike).toBeGreaterThan(1900);
});

test('deals that are still open do not make the others look quick', () => {
  const random = seededRandom(9);
  const pace = paceOf(spells(4000, () => 10 + 60 * random()));
  const fresh = expectedOf(pace, { stage: 'proposal', stageDays: 0, age: 0 }, now);
  expect(Math.abs(daysTo(fresh?.likely) - 40)).toBeLessThanOrEqual(3);
});

test('nothing is said where few were won, or where a deal takes longer than they did', () => {
  expect(
    expectedOf(paceOf(spells(12, () => 1000)), { stage: null, stageDays: null, age: 0 }, now),
  ).toBeNull();
  const pace = paceOf(spells(400, () => 1000));
  expect(expectedOf(pace, { stage: 'proposal', stageDays: 90, age: 90 }, now)).toBeNull();
});
