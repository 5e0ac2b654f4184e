// Counts over windows of days, from the day counters of a twin.
import type { Activity, Twin } from '#twin/twin.ts';

export const day = 86_400_000;

/** Counts of each UTC day that begins in (until - days, until], summed over the activities. */
export function countIn(activities: readonly Activity[], until: number, days: number): number {
  let sum = 0;
  for (const { days: counters } of activities)
    for (const [date, count] of Object.entries(counters)) if (within(date, until, days)) sum += count;
  return sum;
}

/** On how many of those days anything happened. */
export function activeDays(activities: readonly Activity[], until: number, days: number): number {
  const seen = new Set<string>();
  for (const { days: counters } of activities)
    for (const date of Object.keys(counters)) if (within(date, until, days)) seen.add(date);
  return seen.size;
}

/** How many different users were seen in the window; capped by what a twin remembers a day. */
export function usersIn(users: Twin['users'], until: number, days: number): number {
  const seen = new Set<string>();
  for (const [date, names] of Object.entries(users))
    if (within(date, until, days)) for (const name of names) seen.add(name);
  return seen.size;
}

/** The newest day counter at or before `until`, as ISO date; null when there is none. */
export function lastDay(activities: readonly Activity[], until: number): string | null {
  let last: string | null = null;
  for (const { days: counters } of activities)
    for (const date of Object.keys(counters))
      if (Date.parse(date) <= until && (last === null || date > last)) last = date;
  return last;
}

function within(date: string, until: number, days: number): boolean {
  const time = Date.parse(date);
  return time <= until && time > until - days * day;
}
