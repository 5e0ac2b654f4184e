// Facts of tickets, deals, mails, calls and meetings, as of a moment.
import { countOver, countUntil, dayMs, lastDayAt } from './day-counter.ts';
import type { FieldRef } from './field-ref.ts';
import type { Reader, Readers } from './reader.ts';
import type { Case, Timeline } from './timeline.ts';

/** Cases of the `days` days that end with `day`; not known as long as there never was one. */
function casesIn(cases: readonly Case[], momentOf: (one: Case) => number | null, day: number, days: number) {
  let known = false;
  let count = 0;
  for (const one of cases) {
    if (one.opened < (day + 1) * dayMs) known = true;
    const moment = momentOf(one);
    if (moment !== null && moment < (day + 1) * dayMs && moment >= (day - days + 1) * dayMs) count += 1;
  }
  return known ? count : null;
}

/** Open at the end of the day of the moment. */
function openAt(cases: readonly Case[], at: number): number | null {
  let known = false;
  let open = 0;
  for (const { opened, closed } of cases) {
    if (opened > at) continue;
    known = true;
    if (closed === null || closed > at) open += 1;
  }
  return known ? open : null;
}

const opened = (one: Case) => one.opened;
const tickets =
  (back: boolean) =>
  ({ days }: FieldRef): Reader =>
  (timeline, { day }) =>
    casesIn(timeline.tickets, opened, back ? day - (days ?? 1) : day, days ?? 1);

const deals =
  (won: boolean) =>
  ({ days }: FieldRef): Reader => {
    const closedSo = (one: Case) => (one.won === won ? one.closed : null);
    return (timeline, { day }) => casesIn(timeline.deals, closedSo, day, days ?? 1);
  };

const engaged =
  (names: readonly string[]) =>
  ({ days }: FieldRef): Reader =>
  (timeline, { day }) => {
    if (countUntil(timeline.anyEngagement, day) === 0) return null;
    let sum = 0;
    for (const name of names) {
      const counter = timeline.engagements.get(name);
      if (counter !== undefined) sum += countOver(counter, day, days ?? 1);
    }
    return sum;
  };

const sinceEngaged =
  (names: readonly string[]) =>
  (): Reader =>
  (timeline, { day }) => {
    const last = lastOf(timeline, names, day);
    return last === null ? null : day - last;
  };

function lastOf({ engagements }: Timeline, names: readonly string[], day: number): number | null {
  let last: number | null = null;
  for (const name of names) {
    const counter = engagements.get(name);
    const one = counter === undefined ? null : lastDayAt(counter, day);
    if (one !== null && (last === null || one > last)) last = one;
  }
  return last;
}

export const caseReaders: Readers = {
  tickets: tickets(false),
  'tickets.before': tickets(true),
  'tickets.open':
    () =>
    (timeline, { at }) =>
      openAt(timeline.tickets, at),
  mails_in: engaged(['email.in']),
  mails_out: engaged(['email.out']),
  calls: engaged(['call']),
  meetings: engaged(['meeting']),
  'days_since.mail_in': sinceEngaged(['email.in']),
  'days_since.mail_out': sinceEngaged(['email.out']),
  'days_since.meeting': sinceEngaged(['meeting']),
  'days_since.talk': sinceEngaged(['call', 'meeting', 'email.in']),
  'deals.open':
    () =>
    (timeline, { at }) =>
      openAt(timeline.deals, at),
  'deals.won': deals(true),
  'deals.lost': deals(false),
};
