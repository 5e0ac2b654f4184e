// Quiet days: days on which a tenant's customers as a whole do much less than usual, told also of the days just gone by.
import { dayDate, dayNumber } from '#twin/day-counts.ts';

/** How many were seen in the product, by UTC day since 1970. */
export type PeopleByDay = ReadonlyMap<number, number>;

/** How many are seen on a usual Thursday, Friday, and so on (the first of 1970 was a Thursday), to judge days from `from` on. */
export type UsualPeople = { readonly from: string; readonly people: number[] };

/** Fewest people a day, over all customers, of whom a quiet day can be told. */
const leastPeople = 20;
const weeksBefore = 6;
/** So many days before a day tell what is usual on it. */
export const usualDays = 7 * weeksBefore;
/** At most so many of the newest days are judged by what was usual when it was last learned. */
const mostDays = 14;

/** Of the days in [from, until), those of less than half of what was done on that weekday before, and how much that was. */
export function quietDays(people: PeopleByDay, from: number, until: number): Record<string, number> {
  const quiet: Record<string, number> = {};
  for (let day = from; day < until; day += 1) note(quiet, day, people, usualOn(people, day));
  return quiet;
}

/** What is usual in the week that begins with `from`, by the weeks before it; null where too few are seen on any day. */
export function usualPeople(people: PeopleByDay, from: number): UsualPeople | null {
  const usual = [0, 0, 0, 0, 0, 0, 0];
  for (let day = from; day < from + 7; day += 1) usual[day % 7] = usualOn(people, day);
  return usual.some((one) => one >= leastPeople) ? { from: dayDate(from), people: usual } : null;
}

/** The first day that learning has not judged. */
export function firstSince({ from }: UsualPeople, until: number): number {
  return Math.max(dayNumber(from), until - mostDays + 1);
}

/** Those of the days since then. One that is not over yet is as quiet as it is so far: no more can be missed of it. */
export function quietSince(usual: UsualPeople, people: PeopleByDay, until: number): Record<string, number> {
  const quiet: Record<string, number> = {};
  for (let day = firstSince(usual, until); day <= until; day += 1)
    note(quiet, day, people, usual.people[day % 7] ?? 0);
  return quiet;
}

function usualOn(people: PeopleByDay, day: number): number {
  const before = Array.from({ length: weeksBefore }, (_, nr) => people.get(day - 7 * (nr + 1)) ?? 0);
  return before.sort((a, b) => a - b)[weeksBefore >> 1] ?? 0;
}

function note(quiet: Record<string, number>, day: number, people: PeopleByDay, usual: number): void {
  const share = (people.get(day) ?? 0) / usual;
  if (usual >= leastPeople && share < 0.5) quiet[dayDate(day)] = Math.round(share * 100) / 100;
}
