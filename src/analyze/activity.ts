// Counts over windows of days, from the day counters of a twin.
import { dayDate } from '#twin/day-counts.ts';
import { countUsers } from '#twin/seen-users.ts';
import type { Activity, Twin } from '#twin/twin.ts';
import { counterOf } from './field/activity-counter.ts';
import { countOver, countUntil, lastDayAt } from './field/day-counter.ts';

export const day = 86_400_000;

/** Counts of each UTC day that begins in (until - days, until], summed over the activities. */
export function countIn(activities: readonly Activity[], until: number, days: number): number {
  const last = Math.floor(until / day);
  let sum = 0;
  for (const one of activities) sum += countOver(counterOf(one), last, days);
  return sum;
}

/** On how many of those days anything happened. */
export function activeDays(activities: readonly Activity[], until: number, days: number): number {
  const last = Math.floor(until / day);
  const seen = new Uint8Array(days);
  let count = 0;
  for (const one of activities) {
    const counter = counterOf(one);
    const from = Math.max(last - days + 1, counter.first);
    const to = Math.min(last, counter.first + counter.sums.length - 1);
    let before = countUntil(counter, from - 1);
    for (let date = from; date <= to; date += 1) {
      const sum = countUntil(counter, date);
      const place = last - date;
      if (sum > before && seen[place] === 0) {
        seen[place] = 1;
        count += 1;
      }
      before = sum;
    }
  }
  return count;
}

/** How many different users these twins saw in the window. */
export function usersIn(twins: readonly Pick<Twin, 'users'>[], until: number, days: number): number {
  return countUsers(
    twins.map(({ users }) => users),
    Math.floor(until / day - days),
    Math.floor(until / day),
  );
}

/** The newest day counter at or before `until`, as ISO date; null when there is none. */
export function lastDay(activities: readonly Activity[], until: number): string | null {
  let last: number | null = null;
  for (const one of activities) {
    const date = lastDayAt(counterOf(one), Math.floor(until / day));
    if (date !== null && (last === null || date > last)) last = date;
  }
  return last === null ? null : dayDate(last);
}
