// Facts of what is done in the product: counts in windows, against one's own past, and days since.

import { isDark } from '#sense/collection.ts';
import { countUsers } from '#twin/seen-users.ts';
import { seatsPaid } from './contract-facts.ts';
import {
  countOver,
  countUntil,
  type DayCounter,
  dayMs,
  lastDayAt,
  nothingCounted,
  summed,
} from './day-counter.ts';
import { patternOf } from './event-pattern.ts';
import type { FieldRef } from './field-ref.ts';
import type { Reader, Readers } from './reader.ts';
import type { Timeline } from './timeline.ts';

/** One's own past: so many days before the window, and the fewest that say anything. */
const pastDays = 56;
const fewestPastDays = 14;

const isHeard = ({ anyEvent }: Timeline, day: number): boolean => countUntil(anyEvent, day) > 0;

type Count = (timeline: Timeline, day: number, days: number) => number | null;

/**
 * What was not collected is not known, never zero: nothing is said before the first event of any kind, nor of a window in
 * which the tenant did not let us count, `users` or events at all.
 */
function counting(count: Count, back = false, of: 'events' | 'users' = 'events'): (ref: FieldRef) => Reader {
  return ({ days }) => {
    const window = days ?? 1;
    return (timeline, { day }) => {
      const until = back ? day - window : day;
      if (!isHeard(timeline, until) || wasDark(timeline, until, window, of)) return null;
      return count(timeline, until, window);
    };
  };
}

function wasDark({ dark }: Timeline, day: number, days: number, of: 'events' | 'users'): boolean {
  return isDark(dark[of], (day - days + 1) * dayMs, (day + 1) * dayMs);
}

type CounterOf = (timeline: Timeline) => DayCounter;

/** `*pricing*|*价格*` stands for every event with such a name, in capitals or not; the sums are made once. */
function counterOf({ name }: FieldRef): CounterOf {
  if (name === null) return ({ anyEvent }) => anyEvent;
  if (!name.includes('*')) return ({ events }) => events.get(name) ?? nothingCounted;
  const pattern = patternOf(name);
  const made = new WeakMap<Timeline, DayCounter>();
  return (timeline) => {
    const known = made.get(timeline);
    if (known !== undefined) return known;
    const meant = [...timeline.events].flatMap(([one, counter]) => (pattern(one) ? [counter] : []));
    const sum = summed(meant);
    made.set(timeline, sum);
    return sum;
  };
}

const eventsIn =
  (back: boolean) =>
  (ref: FieldRef): Reader => {
    const counter = counterOf(ref);
    return counting((timeline, day, days) => countOver(counter(timeline), day, days), back)(ref);
  };

/** The daily mean in the window as a share of that in the past before it; not known where there is too little past. */
const ratio =
  (counterFor: (ref: FieldRef) => (timeline: Timeline) => DayCounter) =>
  (ref: FieldRef): Reader => {
    const counter = counterFor(ref);
    const window = ref.days ?? 1;
    return (timeline, { day }) => {
      if (!isHeard(timeline, day) || wasDark(timeline, day, window + pastDays, 'events')) return null;
      const counts = counter(timeline);
      const until = day - window;
      const past = Math.min(pastDays, until - timeline.anyEvent.first + 1);
      const usual = countOver(counts, until, past);
      if (past < fewestPastDays || usual === 0) return null;
      return countOver(counts, day, window) / window / (usual / past);
    };
  };

/** Events of nobody in particular say that somebody was there, and not how many. */
const usersIn: Count = ({ users, anyEvent }, day, days) => {
  const seen = countUsers(users, day - days, day);
  return seen === 0 && countOver(anyEvent, day, days) > 0 ? null : seen;
};

/** Events of features a user: how deep they go. */
const depthIn: Count = (timeline, day, days) => {
  const users = usersIn(timeline, day, days);
  if (users === null || users === 0) return null;
  let sum = 0;
  for (const counter of timeline.features.values()) sum += countOver(counter, day, days);
  return sum / users;
};

/** Features that were used for the first time ever: not known soon after nobody listened, for what was tried then seems new. */
const newFeaturesIn: Count = (timeline, day, days) =>
  wasDark(timeline, day, days + pastDays, 'events')
    ? null
    : [...timeline.firstTries.values()].filter((first) => first <= day && first > day - days).length;

function featuresIn({ features }: Timeline, day: number, days: number): number {
  let kinds = 0;
  for (const counter of features.values()) if (countOver(counter, day, days) > 0) kinds += 1;
  return kinds;
}

/** None where no event of this tenant's customer ever said so: then nobody knows which of its events do. */
const loginsIn: Count = ({ logins }, day, days) =>
  countUntil(logins, day) === 0 ? null : countOver(logins, day, days);

const activeIn: Count = ({ activeDays }, day, days) => countOver(activeDays, day, days);

export const productReaders: Readers = {
  events: eventsIn(false),
  'events.before': eventsIn(true),
  'events.ratio': ratio(counterOf),
  users: counting(usersIn, false, 'users'),
  'users.before': counting(usersIn, true, 'users'),
  'users.ratio':
    ({ days }) =>
    (timeline, { day }) => {
      const window = days ?? 1;
      if (wasDark(timeline, day, 2 * window, 'users')) return null;
      const [now, usual] = [usersIn(timeline, day, window), usersIn(timeline, day - window, window)];
      return now === null || usual === null || usual === 0 ? null : now / usual;
    },
  active_days: counting(activeIn),
  'active_days.before': counting(activeIn, true),
  'active_days.ratio': ratio(
    () =>
      ({ activeDays }) =>
        activeDays,
  ),
  logins: counting(loginsIn),
  'logins.before': counting(loginsIn, true),
  'logins.ratio': ratio(
    () =>
      ({ logins }) =>
        logins,
  ),
  features: counting(featuresIn),
  'features.before': counting(featuresIn, true),
  'features.new': counting(newFeaturesIn),
  'features.depth': counting(depthIn, false, 'users'),
  'seats.share':
    ({ days }) =>
    (timeline, moment) => {
      const { day, at } = moment;
      const window = days ?? 1;
      const paid = seatsPaid(timeline, at);
      if (paid === null || paid <= 0 || wasDark(timeline, day, window, 'users')) return null;
      const used = isHeard(timeline, day) ? usersIn(timeline, day, window) : null;
      return used === null ? null : used / paid;
    },
  'days_since.event': (ref) => {
    const counter = counterOf(ref);
    return (timeline, { day }) => silence(timeline, lastDayAt(counter(timeline), day), day);
  },
  'days_since.first_event': (ref) => {
    const counter = counterOf(ref);
    return (timeline, { day }) => {
      const counts = counter(timeline);
      return countUntil(counts, day) === 0 ? null : day - counts.first;
    };
  },
  'days_since.new_event':
    () =>
    (timeline, { day }) => {
      const { events } = timeline;
      let newest: number | null = null;
      for (const { first, sums } of events.values())
        if (sums.length > 0 && first <= day && (newest === null || first > newest)) newest = first;
      return silence(timeline, newest, day);
    },
};

/** Days since then, unless there was a time since in which nobody listened. */
function silence(timeline: Timeline, then: number | null, day: number): number | null {
  return then === null || wasDark(timeline, day, day - then, 'events') ? null : day - then;
}
