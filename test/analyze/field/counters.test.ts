// Counters of days are read off their texts once: they say what the texts say, and a timeline's what the signals said.
import { describe, expect, test } from 'vitest';
import { activeDays, countIn, lastDay } from '#analyze/activity.ts';
import { countOver } from '#analyze/field/day-counter.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { anyHistory, begin, circleOf, dayMs, historyDays } from '#kit/any-history.ts';
import { fc } from '#kit/fast-check.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { dayDate, dayNumber, readCounts, writeCounts } from '#twin/day-counts.ts';
import type { Activity } from '#twin/twin.ts';

const first = dayNumber('2026-01-01');
const anyActivity: fc.Arbitrary<Activity> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 30 })), { maxLength: 20 })
  .map((counts) => ({
    ...{ first: '2026-01-01T00:00:00.000Z', last: '2026-01-01T00:00:00.000Z' },
    days: writeCounts(new Map(counts.map(([day, count]) => [first + day, count]))),
  }));
const anyMoment = fc
  .tuple(fc.integer({ min: -5, max: 100 }), fc.constantFrom(0, 1, 43_200_000, dayMs - 1))
  .map(([day, rest]) => (first + day) * dayMs + rest);

describe('a counter of days', () => {
  test('counts, lists and dates what its text says, at any moment', () => {
    const activities = fc.array(anyActivity, { maxLength: 4 });
    const days = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(activities, anyMoment, days, (list, until, window) => {
        const told = list.flatMap((one) => [...readCounts(one.days)]);
        const before = told.filter(([day]) => day * dayMs <= until);
        const within = before.filter(([day]) => day * dayMs > until - window * dayMs);
        const newest = before.length === 0 ? null : Math.max(...before.map(([day]) => day));
        expect(countIn(list, until, window)).toBe(within.reduce((sum, [, count]) => sum + count, 0));
        expect(activeDays(list, until, window)).toBe(new Set(within.map(([day]) => day)).size);
        expect(lastDay(list, until)).toBe(newest === null ? null : dayDate(newest));
      }),
      { numRuns: 300 },
    );
  });

  test('of a timeline counts of each day what was told of the company, or of its people, whichever is more', () => {
    const { outcomes } = tenantSettings.parse({});
    fc.assert(
      fc.property(anyHistory, (signals) => {
        const timeline = drawTimeline({ circle: circleOf(signals), outcomes });
        const told = signals.flatMap((one) =>
          one.kind === 'product.event' ? [{ ...one, name: one.data.name }] : [],
        );
        for (let day = 0; day < historyDays; day += 1) {
          const today = told.filter(
            ({ occurredAt }) => Math.floor((occurredAt.getTime() - begin) / dayMs) === day,
          );
          const count = (name: string) => {
            const own = today.filter((one) => one.name === name && one.objectType === 'company').length;
            const theirs = today.filter((one) => one.name === name && one.objectType === 'contact').length;
            return Math.max(own, theirs);
          };
          const names = [...new Set(today.map(({ name }) => name))];
          const sum = names.reduce((all, name) => all + count(name), 0);
          for (const name of names) {
            const counter = timeline.events.get(name);
            expect(counter === undefined ? 0 : countOver(counter, first + day, 1)).toBe(count(name));
          }
          expect(countOver(timeline.anyEvent, first + day, 1)).toBe(sum);
          expect(countOver(timeline.activeDays, first + day, 1)).toBe(sum > 0 ? 1 : 0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
