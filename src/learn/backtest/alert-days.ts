// On which days a rule would have begun to hold for a subject, asked at the end of each day.
import type { Ask } from '#advise/rule/compile-rule.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import type { Facts } from '#analyze/field/facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import type { PastSubject } from './past-subject.ts';

export type Watch = {
  readonly ask: Ask;
  readonly read: (timeline: Timeline, at: number) => Facts;
};

/** `from`, `to`: UTC days since 1970, both asked. `quietDays`: so long a rule must not hold before it is news again. */
export type Span = { readonly from: number; readonly to: number; readonly quietDays: number };

/** Says by itself on which days it would have begun to hold, where that does not hang on the day alone. */
export type DaysOf = (past: PastSubject, until: number) => Watched;

export type Watched = {
  /** UTC days on which an alert would have been given. */
  readonly alerts: readonly number[];
  /** Of how many days the rule could not be answered, and how many were asked. */
  readonly unknown: number;
  readonly asked: number;
  /** Whether it holds on the last day. */
  readonly holds: boolean;
};

export const endOf = (day: number): number => (day + 1) * dayMs - 1;

/**
 * Of each of them. All are asked of a day before the next one, so that what several look at is read once where they share
 * what they read with. `until`: the last day that is asked, where the subject ended before the span does.
 */
export function alertDays(
  watches: readonly Watch[],
  timeline: Timeline,
  span: Span,
  until: number,
): Watched[] {
  const watched = watches.map(({ ask, read }) => ({
    ask,
    read,
    alerts: [] as number[],
    unknown: 0,
    held: -1,
  }));
  const first = firstDay(timeline, span);
  const last = Math.min(span.to, until);
  for (let day = first; day <= last; day += 1) {
    const end = endOf(day);
    for (const one of watched) {
      const truth = one.ask(one.read(timeline, end));
      if (truth === null) one.unknown += 1;
      if (truth !== true) continue;
      if (one.held < 0 || day - one.held > span.quietDays) one.alerts.push(day);
      one.held = day;
    }
  }
  const asked = Math.max(0, last - first + 1);
  return watched.map(({ alerts, unknown, held }) => ({ alerts, unknown, asked, holds: held === span.to }));
}

/** Before a subject was there nobody asks. */
export function firstDay({ createdAt }: Timeline, { from }: Span): number {
  return createdAt === null ? from : Math.max(from, Math.floor(createdAt / dayMs));
}
