// A backtest: what a rule would have said on stored history, whom it would have caught, how early, and how often in vain.
import { dayMs } from '#analyze/field/day-counter.ts';
import { alertDays, type DaysOf, type Span, type Watch, type Watched } from './alert-days.ts';
import type { Foreseen, PastSubject } from './past-subject.ts';
import type { BacktestReport, Caught } from './report.ts';

export type BacktestPlan = Span & {
  /** What the rule is to foresee. */
  readonly outcome: Foreseen;
  /** An alert foresees an outcome that comes within so many days; until they are over nobody knows. */
  readonly horizonDays: number;
};

export type Other = Watch & { readonly id: string; readonly title: string };

const near = 7;

/** Takes subjects one after the other, so that all of them are never in memory at once. */
export type Backtest = { add(past: PastSubject): void; report(): BacktestReport };

export function openBacktest(rule: Watch | DaysOf, others: readonly Other[], plan: BacktestPlan): Backtest {
  const tally = openTally(plan, others);
  return {
    add(past) {
      const ended = endOfStory(past, plan);
      const until = ended === null ? plan.to : Math.floor(ended / dayMs);
      const own = typeof rule === 'function' ? [] : [rule];
      const answers = alertDays([...own, ...others], past.timeline, plan, until);
      const watched = typeof rule === 'function' ? rule(past, until) : answers.shift();
      if (watched === undefined) return;
      tally.add(
        ...([past, watched, ended] as const),
        answers.map(({ alerts }) => alerts),
      );
    },
    report: tally.report,
  };
}

/** The first outcome of the foreseen kind in the span; what a rule says of a subject after that is not asked. */
function endOfStory({ outcomes }: PastSubject, { outcome, from, to }: BacktestPlan): number | null {
  const times = outcomes.filter(
    ({ kind, at }) => kind === outcome && at >= from * dayMs && at < (to + 1) * dayMs,
  );
  return times.length === 0 ? null : Math.min(...times.map(({ at }) => at));
}

function openTally(plan: BacktestPlan, others: readonly Other[]) {
  const weeks: number[] = Array.from({ length: Math.ceil((plan.to - plan.from + 1) / 7) }, () => 0);
  const caught: Caught[] = [];
  const missed: { subject: string; name: string; outcomeAt: string }[] = [];
  const overlaps = new Map(
    others.map(({ id, title }) => [id, { id, title, both: 0, onlyThis: 0, onlyOther: 0 }]),
  );
  const sum = { subjects: 0, evaluations: 0, unknown: 0, alerts: 0, alerted: 0, matches: 0, outcomes: 0 };
  let falseAlerts = 0;
  let undecided = 0;

  function judge(past: PastSubject, alerts: readonly number[], ended: number | null): void {
    const [first] = alerts;
    if (ended === null) {
      if (first === undefined) return;
      if (plan.to - first >= plan.horizonDays) falseAlerts += 1;
      else undecided += 1;
      return;
    }
    sum.outcomes += 1;
    const end = Math.floor(ended / dayMs);
    const foresaw = alerts.find((day) => day < end && end - day <= plan.horizonDays);
    const outcomeAt = isoDay(end);
    const who = { subject: past.subject, name: past.name, outcomeAt };
    if (foresaw !== undefined) caught.push({ ...who, alertAt: isoDay(foresaw), daysEarly: end - foresaw });
    else missed.push(who);
    if (foresaw === undefined && first !== undefined) falseAlerts += 1;
  }

  function compare(id: string, alerts: readonly number[], told: readonly number[]): void {
    const overlap = overlaps.get(id);
    if (overlap === undefined || (alerts.length === 0 && told.length === 0)) return;
    if (alerts.some((day) => told.some((one) => Math.abs(day - one) <= near))) overlap.both += 1;
    else {
      if (alerts.length > 0) overlap.onlyThis += 1;
      if (told.length > 0) overlap.onlyOther += 1;
    }
  }

  return {
    add(past: PastSubject, watched: Watched, ended: number | null, told: readonly (readonly number[])[]) {
      const { alerts } = watched;
      sum.subjects += 1;
      sum.evaluations += watched.asked;
      sum.unknown += watched.unknown;
      sum.alerts += alerts.length;
      if (alerts.length > 0) sum.alerted += 1;
      if (watched.holds) sum.matches += 1;
      for (const day of alerts) {
        const week = Math.floor((day - plan.from) / 7);
        weeks[week] = (weeks[week] ?? 0) + 1;
      }
      judge(past, alerts, ended);
      for (const [place, { id }] of others.entries()) compare(id, alerts, told[place] ?? []);
      for (const [situation, days] of keptAdvice(past, plan)) {
        if (!overlaps.has(situation))
          overlaps.set(situation, { id: situation, title: situation, both: 0, onlyThis: 0, onlyOther: 0 });
        compare(situation, alerts, days);
      }
    },
    report(): BacktestReport {
      const early = caught.map(({ daysEarly }) => daysEarly).sort((a, b) => a - b);
      const alertedAt = (share: number) =>
        early[Math.min(early.length - 1, Math.floor(early.length * share))] ?? 0;
      const twoWeeks = early.filter((days) => days >= 14).length;
      return {
        ...{
          from: isoDay(plan.from),
          to: isoDay(plan.to),
          outcome: plan.outcome,
          horizonDays: plan.horizonDays,
        },
        ...{ subjects: sum.subjects, evaluations: sum.evaluations },
        unknown: ratio(sum.unknown, sum.evaluations) ?? 0,
        ...{ alerts: sum.alerts, alertedSubjects: sum.alerted },
        alertsPerWeek: (sum.alerts * 7) / (plan.to - plan.from + 1),
        ...{ weeks, matchesNow: sum.matches, outcomes: sum.outcomes, caught, missed, falseAlerts, undecided },
        precision: ratio(caught.length, caught.length + falseAlerts),
        precisionSoFar: ratio(caught.length, caught.length + falseAlerts + undecided),
        recall: ratio(caught.length, sum.outcomes),
        daysEarly:
          early.length === 0 ? null : { median: alertedAt(0.5), least: alertedAt(0), most: alertedAt(1) },
        caughtTwoWeeksEarly: ratio(twoWeeks, sum.outcomes),
        overlap: [...overlaps.values()],
      };
    },
  };
}

/** What was really advised in the span, by situation, as days. */
function keptAdvice({ advised }: PastSubject, { from, to }: Span): Map<string, number[]> {
  const within = advised.filter(({ at }) => at >= from * dayMs && at < (to + 1) * dayMs);
  const bySituation = Map.groupBy(within, ({ situation }) => situation);
  return new Map(
    [...bySituation].map(([situation, list]) => [situation, list.map(({ at }) => Math.floor(at / dayMs))]),
  );
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function isoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
