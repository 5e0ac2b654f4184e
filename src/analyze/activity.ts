// Counts over windows of days, from the day counters of a twin.
import { dayDate, eachCount } from '#twin/day-counts.ts';
import { countUsers } from '#twin/seen-users.ts';
import type { Activity, Twin } from '#twin/twin.ts';

export const day = 86_400_000;

/** Counts of each UTC day that begins in (until - days, until], summed over the activities. */
export function countIn(activities: readonly Activity[], until: number, days: number): number {
  let sum = 0;
  for (const { days: counts } of activities)
    eachCount(counts, (date, count) => {
      if (isWithin(date, until, days)) sum += count;
    });
  return sum;
}

/** On how many of those days anything happened. */
export function activeDays(activities: readonly Activity[], until: number, days: number): number {
  const seen = new Set<number>();
  for (const { days: counts } of activities)
    eachCount(counts, (date) => {
      if (isWithin(date, until, days)) seen.add(date);
    });
  return seen.size;
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
  for (const { days: counts } of activities)
    eachCount(counts, (date) => {
      if ((last === null || date > last) && date * day <= until) last = date;
    });
  return last === null ? null : dayDate(last);
}

function isWithin(date: number, until: number, days: number): boolean {
  const time = date * day;
  return time <= until && time > until - days * day;
}
