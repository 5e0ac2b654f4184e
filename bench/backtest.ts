// How long a backtest of a rule, or of a journey, takes on the stored history of many companies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { readCel } from '#advise/rule/read-cel.ts';
import { openEngines } from '#engines.ts';
import { backtestJourney } from '#journey-backtest.ts';
import { openRuleDesk } from '#learn/rule-desk.ts';
import { openLog } from '#log.ts';
import { readTemplate } from '#templates/templates.ts';
import type { Bench, Row } from './bench.ts';
import { rounded, secondsSince } from './numbers.ts';
import { keepPastCompanies } from './past-companies.ts';

const options = {
  companies: { type: 'string', default: '10000' },
  days: { type: 'string', default: '90' },
  url: { type: 'string' },
} as const;

const asked: Readonly<Record<string, string>> = {
  'falling logins': 'customer && active_days.ratio(14) < 0.5',
  'five conditions':
    'customer && active_days.ratio(14) < 0.6 && users(14) < users.before(14) && (tickets(28) >= 1 || features(28) < 4) && days_since.created > 180',
  'health below 40': 'health("use") < 40 && score < 60',
};

/** The steps of these, for whom the first of the rules is true: the companies have no plan that templates ask for. */
const lived = ['software-feature-stagnation', 'software-falling-use'];

export const bench: Bench = {
  summary: 'a backtest on stored history: rows read, and the rule asked for every company and day',
  usage: '[--companies 10000] [--days 90] [--url postgres://...]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const [companies, days] = [Number(values.companies), Number(values.days)];
    const directory = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
    const clock = { now: () => new Date() };
    const config = {
      ...{ DATABASE_URL: values.url, REDIS_URL: undefined, REVLOOP_ENCRYPTION_KEYS: undefined },
      REVLOOP_DATA_DIR: directory,
    };
    const engines = await openEngines({ config, clock, log: openLog('silent') });
    try {
      const { store } = engines;
      const tenant = await store.doors.makeTenant('past');
      const began = performance.now();
      const kept = await keepPastCompanies(store, tenant, { companies, days, now: clock.now(), seed: 5 });
      stage.say(
        `${kept.subjects} subjects with ${kept.signals} signals behind them kept in ${secondsSince(began)} s`,
      );
      const desk = openRuleDesk({ store, clock });
      const rows: Row[] = [];
      for (const [rule, source] of Object.entries(asked)) {
        const from = performance.now();
        const cpu = process.cpuUsage();
        const when = readCel(source, 'company');
        const report = await desk.backtest(
          tenant,
          { id: null, kind: 'company', when },
          { days, outcome: 'churned', horizonDays: 60 },
        );
        const seconds = (performance.now() - from) / 1000;
        const { user, system } = process.cpuUsage(cpu);
        const matched = performance.now();
        const { count } = await desk.matches(tenant, { kind: 'company', when });
        rows.push({
          rule,
          seconds: rounded(seconds, 1),
          'of them own CPU': rounded((user + system) / 1e6, 1),
          evaluations: report.evaluations,
          'alerts a week': rounded(report.alertsPerWeek, 1),
          churned: report.outcomes,
          'caught 14 days early': rounded(report.caughtTwoWeeksEarly ?? 0, 2),
          precision: rounded(report.precision ?? 0, 2),
          'matches now': count,
          'to count them, s': secondsSince(matched),
        });
        stage.say(JSON.stringify(rows.at(-1)));
      }
      const ways: Row[] = [];
      const enter = readCel(Object.values(asked)[0] ?? '', 'company');
      for (const template of lived) {
        const from = performance.now();
        const cpu = process.cpuUsage();
        const report = await backtestJourney(
          { store, clock },
          tenant,
          { id: null, graph: journeyGraph.parse({ ...readTemplate(template).journey, enter }) },
          { days, outcome: 'churned', horizonDays: 60 },
        );
        const { user, system } = process.cpuUsage(cpu);
        ways.push({
          journey: template,
          seconds: secondsSince(from),
          'of them own CPU': rounded((user + system) / 1e6, 1),
          'came in': report.alerts,
          'held out': report.held,
          'steps that do something': report.load.reduce((all, { total }) => all + total, 0),
        });
        stage.say(JSON.stringify(ways.at(-1)));
      }
      return {
        tables: [
          { title: `${companies} companies x ${days} days, with the live rules of the house beside`, rows },
          { title: 'journeys lived through for the same companies and days', rows: ways },
        ],
        notes: [`${kept.signals} signals; everything is read from PostgreSQL`],
        details: { kept },
      };
    } finally {
      await engines.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
