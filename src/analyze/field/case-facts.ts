// Facts of tickets, deals, mails, calls and meetings, as of a moment.
import { isUnread, mayBeUnsided, unsided } from '#analyze/unread.ts';
import { countOver, countUntil, dayMs, lastDayAt } from './day-counter.ts';
import type { FieldRef } from './field-ref.ts';
import type { Reader, Readers } from './reader.ts';
import type { Case, Timeline } from './timeline.ts';

const hourMs = 3_600_000;

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

/** The middle of how long these took, in hours: of tickets opened in the window, those that are through by the moment. */
const took =
  (end: (one: Case) => number | null) =>
  ({ days }: FieldRef): Reader =>
  ({ tickets: all }, { at, day }) => {
    const hours = all.flatMap((one) => {
      const over = end(one);
      const isIn = one.opened <= at && one.opened >= (day - (days ?? 1) + 1) * dayMs;
      return isIn && over !== null && over <= at && over >= one.opened ? [(over - one.opened) / hourMs] : [];
    });
    hours.sort((a, b) => a - b);
    return hours[Math.floor(hours.length / 2)] ?? null;
  };

const answers = ['email.out', 'call', 'meeting'];

/** Mails from them on days after the last one on which we wrote, called or met. */
const unanswered =
  (): Reader =>
  (timeline, { day }) => {
    if (isUnread(timeline, ['email.in', ...answers])) return null;
    const mails = timeline.engagements.get('email.in');
    if (countUntil(timeline.anyEngagement, day) === 0) return null;
    const answered = lastOf(timeline, answers, day);
    if (isLater(lastOf(timeline, [unsided], day), answered)) return null;
    if (mails === undefined) return 0;
    return answered === null ? countUntil(mails, day) : countOver(mails, day, day - answered);
  };

const deals =
  (won: boolean) =>
  ({ days }: FieldRef): Reader => {
    const closedSo = (one: Case) => (one.won === won ? one.closed : null);
    return (timeline, { day }) => casesIn(timeline.deals, closedSo, day, days ?? 1);
  };

const engaged = (names: readonly string[]) => {
  const isVague = mayBeUnsided(names);
  return ({ days }: FieldRef): Reader =>
    (timeline, { day }) => {
      if (countUntil(timeline.anyEngagement, day) === 0 || isUnread(timeline, names)) return null;
      const count = (name: string) => {
        const counter = timeline.engagements.get(name);
        return counter === undefined ? 0 : countOver(counter, day, days ?? 1);
      };
      if (isVague && count(unsided) > 0) return null;
      return names.reduce((sum, name) => sum + count(name), 0);
    };
};

const sinceEngaged = (names: readonly string[]) => {
  const isVague = mayBeUnsided(names);
  return (): Reader =>
    (timeline, { day }) => {
      const last = isUnread(timeline, names) ? null : lastOf(timeline, names, day);
      if (isVague && isLater(lastOf(timeline, [unsided], day), last)) return null;
      return last === null ? null : day - last;
    };
};

const isLater = (one: number | null, other: number | null) => one !== null && (other === null || one > other);

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
  'tickets.first_response': took((one) => one.answered ?? null),
  'tickets.resolution': took((one) => one.closed),
  mails_in: engaged(['email.in']),
  mails_unanswered: unanswered,
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
