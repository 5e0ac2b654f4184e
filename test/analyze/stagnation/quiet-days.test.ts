// The promises of quiet days: told by what is usual on that weekday, and at once of days that learning has not seen.
import { describe, expect, test } from 'vitest';
import { firstSince, quietDays, quietSince, usualPeople } from '#analyze/stagnation/quiet-days.ts';
import { stagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { presetStagnation } from '#analyze/stagnation/stagnation-weights.ts';
import { dayDate, dayNumber } from '#twin/day-counts.ts';

const monday = dayNumber('2026-09-07');
const isWeekend = (day: number) => (day - monday) % 7 >= 5;
/** 100 people on a weekday and 30 at weekends, for twelve weeks; `other` says how many on other days. */
function seen(other: Readonly<Record<string, number>> = {}, weekend = 30): Map<number, number> {
  const days = Array.from({ length: 84 }, (_, nr) => monday + nr);
  return new Map(days.map((day) => [day, other[dayDate(day)] ?? (isWeekend(day) ? weekend : 100)]));
}
function usualOf(people: ReadonlyMap<number, number>, from: string) {
  const usual = usualPeople(people, dayNumber(from));
  if (usual === null) throw new Error('nothing is usual');
  return usual;
}
const holidays = { '2026-11-23': 20, '2026-11-24': 49, '2026-11-25': 51 };

describe('quiet days', () => {
  test('are those of less than half of what is usual on that weekday, so that no weekend is one', () => {
    expect(quietDays(seen(holidays), monday + 42, monday + 84)).toEqual({
      '2026-11-23': 0.2,
      '2026-11-24': 0.49,
    });
  });

  test('are told of nobody who has too few people to tell it of, nor of the days before anything was usual', () => {
    expect(quietDays(seen({ '2026-11-28': 0 }, 15), monday + 42, monday + 84)).toEqual({});
    expect(quietDays(seen({ '2026-09-08': 1 }), monday, monday + 20)).toEqual({});
    const few = new Map([...seen()].map(([day, count]) => [day, count / 10]));
    expect(usualPeople(few, monday + 70)).toBeNull();
  });

  test('are the same by what was usual when it was learned as by learning again', () => {
    const people = seen(holidays);
    const learned = usualOf(people, '2026-11-23');
    expect(quietSince(learned, people, dayNumber('2026-11-29'))).toEqual(
      quietDays(people, dayNumber('2026-11-23'), dayNumber('2026-11-30')),
    );
  });

  test('begin before they are over: no more can be missed of the day that runs than is usual so far', () => {
    const learned = usualOf(seen(), '2026-11-24');
    const morning = seen({ '2026-11-24': 10 });
    expect(quietSince(learned, morning, dayNumber('2026-11-24'))).toEqual({ '2026-11-24': 0.1 });
  });

  test('are looked for in two weeks at most, however long ago was learned what is usual', () => {
    const learned = usualOf(seen(), '2026-10-26');
    const today = dayNumber('2026-11-29');
    expect(firstSince(learned, today)).toBe(today - 13);
    expect(quietSince(learned, seen({ '2026-11-02': 0, '2026-11-27': 5 }), today)).toEqual({
      '2026-11-27': 0.05,
    });
  });

  test('of the past stay what learning says of them in a look at stagnation', () => {
    const usual = usualOf(seen(), '2026-11-24');
    const body = { ...presetStagnation, quiet: { '2026-11-02': 0.3 }, usual };
    const heard = new Date('2026-11-25T23:00:00Z');
    const look = stagnationLook({ body, version: 3 }, heard, seen(holidays));
    expect(look.weights.quiet).toEqual({ '2026-11-02': 0.3, '2026-11-24': 0.49 });
    const before = { ...presetStagnation, quiet: { '2026-11-02': 0.3 } };
    const { usual: _, ...older } = before;
    expect(stagnationLook({ body: older, version: 2 }, heard, seen(holidays)).weights).toEqual(before);
  });
});
