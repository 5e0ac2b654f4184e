// The command `revloop backtest`: what a rule or a journey would have said on stored history, and whom it would have caught.
import { parseArgs } from 'node:util';
import { type RunStatus, runStatuses } from '#advise/journey/journey-run.ts';
import type { Command, Terminal } from '#command.ts';
import { fail } from '#errors.ts';
import { foreseen } from '#learn/backtest/past-subject.ts';
import type { BacktestReport, JourneyBacktest } from '#learn/backtest/report.ts';
import type { BacktestProgress } from '#ports/store-rules.ts';

const options = {
  tenant: { type: 'string' },
  rule: { type: 'string' },
  journey: { type: 'string' },
  version: { type: 'string' },
  kind: { type: 'string' },
  days: { type: 'string', default: '90' },
  horizon: { type: 'string', default: '60' },
  outcome: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const command: Command = {
  summary: 'cli.backtest.summary',
  usage: 'cli.backtest.usage',
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options });
    const { rule, journey, kind } = values;
    if ((rule === undefined) === (journey === undefined))
      return fail('INPUT_INVALID', { problem: 'name either the rule by --rule or the journey by --journey' });
    const input = {
      days: daysIn('--days', values.days, 365),
      horizonDays: daysIn('--horizon', values.horizon, 365),
      outcome: outcomeNamed(values.outcome),
    };
    const [{ onStore }, { tenantNamed }] = [await import('./on-store.ts'), await import('./tenant-named.ts')];
    const [{ openRuleDesk }, { namedRule }] = [
      await import('#learn/rule-desk.ts'),
      await import('./rule-file.ts'),
    ];
    const [{ backtestJourney }, { namedJourney }] = [
      await import('#journey-backtest.ts'),
      await import('./journey-named.ts'),
    ];
    const began = performance.now();
    const told = values.json ? undefined : inTenths(terminal);
    const { report, seconds } = await onStore(async (store) => {
      const tenant = await tenantNamed(store, values.tenant);
      const ports = { store, clock: { now: () => new Date() } };
      const desk = openRuleDesk(ports);
      const test =
        journey === undefined
          ? await namedRule(desk, tenant, rule ?? '', kind).then(
              (asked) => () => desk.backtest(tenant, asked, { ...input, told }),
            )
          : await namedJourney(store, tenant, journey, values.version).then(
              (asked) => () => backtestJourney(ports, tenant, asked, { ...input, told }),
            );
      const read = performance.now();
      return { report: await test(), seconds: (performance.now() - read) / 1000 };
    });
    if (values.json) {
      terminal.print(
        JSON.stringify({ ...report, seconds, secondsInAll: (performance.now() - began) / 1000 }),
      );
      return;
    }
    for (const line of linesOf(terminal, report, seconds)) terminal.print(line);
  },
};

/** A line for each tenth that was read, where there is time to read one. */
function inTenths({ print, say }: Terminal): (progress: BacktestProgress) => void {
  let before = 0;
  return ({ done, total }) => {
    const tenth = total === 0 ? 0 : Math.floor((10 * done) / total);
    if (tenth === before || done === total) return;
    before = tenth;
    print(say('console.backtest.progress', { done, total }));
  };
}

function daysIn(name: string, given: string, most: number): number {
  const days = Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= most) return days;
  return fail('INPUT_INVALID', { problem: `${name} is a whole number of days from 1 to ${most}` });
}

function outcomeNamed(given: string | undefined): BacktestReport['outcome'] | null {
  if (given === undefined) return null;
  const known = foreseen.find((one) => one === given);
  return known ?? fail('INPUT_INVALID', { problem: `--outcome is one of ${foreseen.join(', ')}` });
}

function loadLines(say: Terminal['say'], { held, onTheWay, ends, load }: JourneyBacktest): string[] {
  return [
    say('cli.backtest.journey', {
      ...{ held, onTheWay },
      ends:
        ends
          .map(({ status, count }) => `${say(`console.run.status.${statusOf(status)}`)} ${count}`)
          .join(', ') || '-',
    }),
    ...load.map(({ kind, total, perWeek, weeks }) =>
      say('cli.backtest.load', {
        ...{ kind: say(`console.load.${kind}`), total },
        ...{ perWeek: perWeek.toFixed(1), weeks: weeks.join(' ') },
      }),
    ),
  ];
}

function statusOf(status: string): RunStatus {
  return runStatuses.find((one) => one === status) ?? 'stuck';
}

function linesOf({ say }: Terminal, report: BacktestReport | JourneyBacktest, seconds: number): string[] {
  const { caught, daysEarly, overlap } = report;
  const share = (value: number | null) => (value === null ? '-' : `${Math.round(value * 100)} %`);
  return [
    say('cli.backtest.asked', {
      ...{ from: report.from, to: report.to, subjects: report.subjects, evaluations: report.evaluations },
      seconds: seconds.toFixed(1),
    }),
    say('cli.backtest.alerts', {
      ...{ alerts: report.alerts, subjects: report.alertedSubjects, matches: report.matchesNow },
      ...{ perWeek: report.alertsPerWeek.toFixed(1), weeks: report.weeks.join(' ') },
    }),
    say('cli.backtest.unknown', { share: share(report.unknown) }),
    say('cli.backtest.outcomes', {
      ...{ outcome: report.outcome, outcomes: report.outcomes, caught: caught.length },
      ...{
        recall: share(report.recall),
        horizon: report.horizonDays,
        twoWeeks: share(report.caughtTwoWeeksEarly),
      },
    }),
    ...(daysEarly === null ? [] : [say('cli.backtest.early', { ...daysEarly })]),
    say('cli.backtest.false', {
      ...{ false: report.falseAlerts, undecided: report.undecided },
      ...{ precision: share(report.precision), soFar: share(report.precisionSoFar) },
    }),
    ...overlap.map(({ id, title, both, onlyThis, onlyOther }) =>
      say('cli.backtest.overlap', {
        rule: title === id ? id : `${title} (${id})`,
        both,
        onlyThis,
        onlyOther,
      }),
    ),
    ...('load' in report ? loadLines(say, report) : []),
    ...caught.slice(0, 10).map((one) => say('cli.backtest.caught', one)),
  ];
}
