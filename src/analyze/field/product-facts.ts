// Facts of what is done in the product: counts in windows, against one's own past, and days since.
import { countOver, countUntil, type DayCounter, lastDayAt, summed } from './day-counter.ts';
import { patternOf } from './event-pattern.ts';
import type { FieldRef } from './field-ref.ts';
import type { Reader, Readers } from './reader.ts';
import type { Timeline } from './timeline.ts';

/** One's own past: so many days before the window, and the fewest that say anything. */
const pastDays = 56;
const fewestPastDays = 14;
const empty: DayCounter = { first: 0, sums: new Int32Array(0) };

const isHeard = ({ anyEvent }: Timeline, day: number): boolean => countUntil(anyEvent, day) > 0;

type Count = (timeline: Timeline, day: number, days: number) => number;

/** What was not collected is not known, never zero: nothing is said before the first event of any kind. */
function counting(count: Count, back = false): (ref: FieldRef) => Reader {
  return ({ days }) => {
    const window = days ?? 1;
    return (timeline, { day }) => {
      const until = back ? day - window : day;
      return isHeard(timeline, until) ? count(timeline, until, window) : null;
    };
  };
}

type CounterOf = (timeline: Timeline) => DayCounter;

/** `*pricing*|*价格*` stands for every event with such a name, in capitals or not; the sums are made once. */
function counterOf({ name }: FieldRef): CounterOf {
  if (name === null) return ({ anyEvent }) => anyEvent;
  if (!name.includes('*')) return ({ events }) => events.get(name) ?? empty;
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
      if (!isHeard(timeline, day)) return null;
      const counts = counter(timeline);
      const until = day - window;
      const past = Math.min(pastDays, until - timeline.anyEvent.first + 1);
      const usual = countOver(counts, until, past);
      if (past < fewestPastDays || usual === 0) return null;
      return countOver(counts, day, window) / window / (usual / past);
    };
  };

function usersIn({ users }: Timeline, day: number, days: number): number {
  const seen = new Set<string>();
  for (let one = day - days + 1; one <= day; one += 1)
    for (const user of users.get(one) ?? []) seen.add(user);
  return seen.size;
}

function featuresIn({ events }: Timeline, day: number, days: number): number {
  let kinds = 0;
  for (const counter of events.values()) if (countOver(counter, day, days) > 0) kinds += 1;
  return kinds;
}

const activeIn: Count = ({ activeDays }, day, days) => countOver(activeDays, day, days);

export const productReaders: Readers = {
  events: eventsIn(false),
  'events.before': eventsIn(true),
  'events.ratio': ratio(counterOf),
  users: counting(usersIn),
  'users.before': counting(usersIn, true),
  'users.ratio':
    ({ days }) =>
    (timeline, { day }) => {
      const window = days ?? 1;
      const usual = usersIn(timeline, day - window, window);
      return usual === 0 ? null : usersIn(timeline, day, window) / usual;
    },
  active_days: counting(activeIn),
  'active_days.before': counting(activeIn, true),
  'active_days.ratio': ratio(
    () =>
      ({ activeDays }) =>
        activeDays,
  ),
  features: counting(featuresIn),
  'features.before': counting(featuresIn, true),
  'days_since.event': (ref) => {
    const counter = counterOf(ref);
    return (timeline, { day }) => since(lastDayAt(counter(timeline), day), day);
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
    ({ events }, { day }) => {
      let newest: number | null = null;
      for (const { first, sums } of events.values())
        if (sums.length > 0 && first <= day && (newest === null || first > newest)) newest = first;
      return since(newest, day);
    },
};

function since(then: number | null, day: number): number | null {
  return then === null ? null : day - then;
}
