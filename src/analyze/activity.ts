// Counts over windows of days, from the day counters of a twin.
import type { Activity, Twin } from '#twin/twin.ts';
import { dayOf } from './field/day-counter.ts';

export const day = 86_400_000;

/** Counts of each UTC day that begins in (until - days, until], summed over the activities. */
export function countIn(activities: readonly Activity[], until: number, days: number): number {
  let sum = 0;
  for (const { days: counters } of activities)
    for (const date in counters) if (within(date, until, days)) sum += counters[date] ?? 0;
  return sum;
}

/** On how many of those days anything happened. */
export function activeDays(activities: readonly Activity[], until: number, days: number): number {
  const seen = new Set<string>();
  for (const { days: counters } of activities)
    for (const date in counters) if (within(date, until, days)) seen.add(date);
  return seen.size;
}

/** How many different users were seen in the window; capped by what a twin remembers a day. */
export function usersIn(users: Twin['users'], until: number, days: number): number {
  const seen = new Set<string>();
  for (const date in users)
    if (within(date, until, days)) for (const name of users[date] ?? []) seen.add(name);
  return seen.size;
}

/** The newest day counter at or before `until`, as ISO date; null when there is none. */
export function lastDay(activities: readonly Activity[], until: number): string | null {
  let last: string | null = null;
  for (const { days: counters } of activities)
    for (const date in counters)
      if ((last === null || date > last) && dayOf(date) * day <= until) last = date;
  return last;
}

function within(date: string, until: number, days: number): boolean {
  const time = dayOf(date) * day;
  return time <= until && time > until - days * day;
}
