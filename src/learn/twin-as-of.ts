// A twin as it was at a moment: what its records said by then, and what had happened with it until then.
import { dayMs } from '#analyze/field/day-counter.ts';
import type { DayActivity } from '#ports/store-rules.ts';
import { dayDate, readCounts, writeCounts } from '#twin/day-counts.ts';
import { readMarks, sampled, writeMarks } from '#twin/seen-users.ts';
import type { Activity, Twin } from '#twin/twin.ts';
import { knownAt, type RecordPast } from './record-past.ts';

/**
 * `today`: what happened on the UTC day of the moment, up to the moment: the counters of a twin know whole days only.
 * Days that were counted are cut off after the moment, so that a twin of ten million events costs no more than a young one.
 */
export function twinAsOf(twin: Twin, past: RecordPast, at: number, today: readonly DayActivity[]): Twin {
  const properties = Object.fromEntries(knownAt(past.properties, at));
  const day = Math.floor(at / dayMs);
  const cut = (activities: Twin['events'], what: DayActivity['what']) =>
    activitiesAsOf(
      activities,
      day,
      new Map(today.filter((one) => one.what === what).map((one) => [one.name, one])),
    );
  const engagements = cut(twin.engagements, 'engagement');
  const events = cut(twin.events, 'event');
  const { archived } = twin;
  return {
    ...twin,
    properties,
    archived: archived !== null && Date.parse(archived.at) <= at ? archived : null,
    converted: twin.converted.filter((lead) => (past.converted.get(lead) ?? 0) <= at),
    links: Object.fromEntries(
      [...knownAt(past.links, at)].map(([name, { value, ...stamp }]) => [
        name,
        { ids: [...value], ...stamp },
      ]),
    ),
    engagements,
    events,
    tried: Object.fromEntries(Object.entries(twin.tried).filter(([, first]) => Date.parse(first) <= at)),
    users: usersAsOf(twin.users, day, today),
    asOf: {
      crm: newest([...Object.values(properties).map((one) => one.at), lastOf(engagements)], at),
      product: lastOf(events),
    },
  };
}

function activitiesAsOf(
  activities: Twin['events'],
  day: number,
  today: ReadonlyMap<string, DayActivity>,
): Record<string, Activity> {
  const known: Record<string, Activity> = {};
  for (const [name, activity] of Object.entries(activities)) {
    const counts = new Map([...readCounts(activity.days)].filter(([one]) => one < day));
    const now = today.get(name);
    if (counts.size === 0 && now === undefined) continue;
    // Of the days before, only the day is known.
    const last = now?.last.toISOString() ?? `${dayDate(Math.max(...counts.keys()))}T00:00:00.000Z`;
    if (now !== undefined) counts.set(day, now.count);
    known[name] = {
      ...{ first: activity.first, last: last < activity.first ? activity.first : last },
      days: writeCounts(counts),
    };
  }
  return known;
}

function usersAsOf(users: Twin['users'], day: number, today: readonly DayActivity[]): Twin['users'] {
  const known = new Map<string, Set<number>>();
  for (const [user, marks] of Object.entries(users)) {
    const days = new Set([...readMarks(marks)].filter((one) => one < day));
    if (days.size > 0) known.set(user, days);
  }
  for (const user of today.flatMap((one) => one.users))
    known.set(user, (known.get(user) ?? new Set()).add(day));
  return sampled(Object.fromEntries([...known].map(([user, days]) => [user, writeMarks(days)])));
}

function lastOf(activities: Twin['events']): string | null {
  return newest(
    Object.values(activities).map(({ last }) => last),
    Number.POSITIVE_INFINITY,
  );
}

function newest(times: readonly (string | null)[], until: number): string | null {
  let last: string | null = null;
  for (const time of times)
    if (time !== null && (last === null || time > last) && Date.parse(time) <= until) last = time;
  return last;
}
