// A backtest says whom a rule would have caught, how early and how often in vain, and asks no day with knowledge of a later one.
import { describe, expect, test } from 'vitest';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { readCel } from '#advise/rule/read-cel.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import { courseOf } from '#analyze/field/course.ts';
import { dayCounter, dayMs } from '#analyze/field/day-counter.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { openBacktest } from '#learn/backtest/backtest.ts';
import type { PastSubject } from '#learn/backtest/past-subject.ts';
import { tenantSettings } from '#sense/tenant.ts';

const first = 20_000;
const plan = { from: first, to: first + 89, quietDays: 14, outcome: 'churned', horizonDays: 60 } as const;

function watch(source: string) {
  const tree = readCel(source, 'company');
  return { ask: compileRule(tree), read: factReader(needsOf([tree]).references, 'UTC') };
}

/** A company with one event on each of these days of the span, which left on a day or stayed. */
function company(subject: string, days: readonly number[], left: number | null = null): PastSubject {
  const counter = dayCounter(new Map(days.map((day) => [first + day, 1])));
  const timeline: Timeline = {
    ...{ kind: 'company', createdAt: (first - 300) * dayMs, properties: new Map(), findings: courseOf([]) },
    ...{
      events: new Map([['Logged In', counter]]),
      anyEvent: counter,
      activeDays: counter,
      users: [],
      features: new Map([['Logged In', counter]]),
      logins: counter,
      firstTries: new Map(),
      dark: { events: [], users: [] },
      names: tenantSettings.parse({}).usage,
    },
    ...{ engagements: new Map(), anyEngagement: dayCounter(new Map()), tickets: [], deals: [] },
    segment: { at: [], values: [] },
    tried: null,
    asOf: { crm: null, product: null },
  };
  const outcomes = left === null ? [] : [{ at: (first + left) * dayMs, kind: 'churned' as const }];
  return { subject, name: `Company ${subject}`, timeline, outcomes, advised: [], foundSince: null };
}

const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, nr) => from + nr);
const silent = 'days_since.event >= 10';

function run(subjects: readonly PastSubject[], others: readonly { id: string; rule: string }[] = []) {
  const told = others.map(({ id, rule }) => ({ ...watch(rule), id, title: id }));
  const backtest = openBacktest(watch(silent), told, plan);
  for (const one of subjects) backtest.add(one);
  return backtest.report();
}

describe('a backtest', () => {
  test('counts who is caught, how early, who is missed, in vain and not decided yet', () => {
    const report = run([
      company('caught', days(0, 29), 70),
      company('missed', days(0, 69), 70),
      company('in vain', [...days(0, 9), ...days(30, 89)]),
      company('not decided', days(0, 69)),
      company('lively', days(0, 89)),
    ]);
    expect(report.caught).toEqual([
      {
        ...{ subject: 'caught', name: 'Company caught', daysEarly: 31 },
        ...{ alertAt: dateOf(39), outcomeAt: dateOf(70) },
      },
    ]);
    expect(report.missed.map(({ subject }) => subject)).toEqual(['missed']);
    expect(report).toMatchObject({
      ...{ subjects: 5, outcomes: 2, alerts: 3, alertedSubjects: 3, falseAlerts: 1, undecided: 1 },
      ...{
        precision: 1 / 2,
        precisionSoFar: 1 / 3,
        recall: 1 / 2,
        caughtTwoWeeksEarly: 1 / 2,
        matchesNow: 1,
      },
      ...{ from: dateOf(0), to: dateOf(89), daysEarly: { median: 31, least: 31, most: 31 } },
    });
    expect(report.weeks.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test('an alert that came longer before than the horizon foresaw nothing', () => {
    const report = run([company('long ago', [...days(0, 0), ...days(12, 89)], 80)]);
    expect(report).toMatchObject({ outcomes: 1, caught: [], falseAlerts: 1, recall: 0, precision: 0 });
  });

  test('a story that goes on is one alert, and a new one only after it was quiet', () => {
    expect(run([company('a', [0, ...days(30, 45)])]).alerts).toBe(2);
    expect(run([company('a', [0, 12, 24, 36, 48])]).alerts).toBe(1);
  });

  test('after the outcome nobody is asked any more, and before the first event it is not known', () => {
    expect(run([company('gone', days(0, 4), 20)]).evaluations).toBe(21);
    const report = run([company('new', days(60, 89))]);
    expect([report.alerts, report.evaluations]).toEqual([0, 90]);
    expect(report.unknown).toBeCloseTo(60 / 90);
  });

  test('shows which of the rules that are there already would have said the same', () => {
    const subjects = [company('both', days(0, 40)), company('other', [...days(0, 39), ...days(47, 89)])];
    const { overlap } = run(subjects, [{ id: 'shorter', rule: 'days_since.event >= 7' }]);
    expect(overlap).toEqual([{ id: 'shorter', title: 'shorter', both: 1, onlyThis: 0, onlyOther: 1 }]);
    const advised = [{ at: (first + 49) * dayMs, situation: 'health:risk' }];
    const kept = run([{ ...company('both', days(0, 40)), advised }]);
    expect(kept.overlap).toEqual([
      { id: 'health:risk', title: 'health:risk', both: 1, onlyThis: 0, onlyOther: 0 },
    ]);
  });
});

function dateOf(day: number): string {
  return new Date((first + day) * dayMs).toISOString().slice(0, 10);
}
