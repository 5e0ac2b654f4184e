// Real leads through the whole loop: imported into a CRM, read by its API, learned from, scored, and read back from it.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { seededRandom, shuffled } from '#learn/random.ts';
import type { Bench, Stage } from './bench.ts';
import { parse, stringify } from './csv.ts';
import { type Scored, scoredRow, yardsticks } from './held-out.ts';
import { rounded, secondsSince } from './numbers.ts';
import type { RealLeads } from './real-leads.ts';
import { openHubspotLeads } from './real-leads-hubspot.ts';
import { openSalesforceLeads } from './real-leads-salesforce.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';
import { isQuiet, until } from './settled.ts';

const options = {
  csv: { type: 'string' },
  platform: { type: 'string', default: 'hubspot' },
  map: { type: 'string' },
  outcome: { type: 'string', default: 'Converted' },
  seed: { type: 'string', default: '1' },
  'no-limits': { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

const seen = 0.7;
const patience = 900;
const opens = { hubspot: openHubspotLeads, salesforce: openSalesforceLeads } as const;

export const bench: Bench = {
  summary: 'AUC, calibration and lift of the scores that end up in the CRM, on real leads',
  usage:
    '--csv leads.csv [--platform hubspot|salesforce] [--map bench/maps/leads.json] [--outcome Converted] [--seed 1] [--no-limits] [--out rows.csv]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    if (values.csv === undefined) throw new Error('name the file with --csv');
    const table = parse(readFileSync(values.csv, 'utf8'));
    const column = table.headers.indexOf(values.outcome);
    if (column < 0) throw new Error(`there is no column ${values.outcome}`);
    const order = shuffled(seededRandom(Number(values.seed)), table.rows.length);
    const hidden = new Set(order.slice(Math.round(seen * table.rows.length)));
    const outcomes = table.rows.map((row) => (row[column] === '1' ? 1 : 0));
    // What is hidden is not in what is imported: the portal cannot give it away.
    const shown = table.rows.map((row, nr) =>
      hidden.has(nr) ? row.map((cell, at) => (at === column ? '' : cell)) : row,
    );
    const platform = z.enum(['hubspot', 'salesforce']).parse(values.platform);
    const crm = await opens[platform](values['no-limits']);
    try {
      const began = performance.now();
      const csv = stringify([table.headers, ...shown]);
      const imported = await crm.importLeads(csv, readFileSync(values.map ?? crm.map, 'utf8'));
      const importSeconds = secondsSince(began);
      stage.say(
        `imported ${imported.rows} leads in ${importSeconds} s, ${imported.problems.length} problems`,
      );
      const server = await crm.open();
      const times = await loop(crm, server, stage);
      const rows = await readBack(crm, imported.ids, outcomes, hidden);
      const learned = await weightsOf(server);
      const revealed = await reveal(crm, server, rows.held, stage);
      const { rssMb, mostRssMb } = await server.cost('all');
      if (values.out !== undefined) yardsticks.write(values.out, rows.held);
      return {
        tables: [
          { title: 'On the held-out leads, read back from the CRM', rows: scoredRow(rows.held) },
          { title: 'On the leads whose outcome was known', rows: scoredRow(rows.known) },
          {
            title: 'Times and calls',
            rows: [
              { what: 'import into the CRM', seconds: importSeconds, calls: null },
              { what: 'first reading', seconds: times.backfill, calls: times.backfillCalls },
              {
                what: 'learning, from the end of reading to live weights',
                seconds: times.learn,
                calls: null,
              },
              { what: 'scoring and writing onto all', seconds: times.write, calls: times.writeCalls },
            ],
          },
          { title: 'Left out by the leak guard, or of no use', rows: learned.leftOut },
          { title: 'Learners tried (log loss by cross-validation)', rows: learned.candidates },
        ],
        notes: [
          `${learned.learner}, version ${learned.version}, ${learned.closed} closed, ${learned.features} features`,
          `${platform}, its limits ${values['no-limits'] ? 'off' : 'as the platform has them'}`,
          `afterwards the ${rows.held.length} hidden outcomes were revealed: ${revealed} recorded as outcomes`,
          `the server's memory: ${rounded(rssMb)} MB, at most ${rounded(mostRssMb)} MB`,
        ],
        details: { learned, times },
      };
    } finally {
      await crm.close();
    }
  },
};

type Times = {
  readonly backfill: number;
  readonly backfillCalls: number;
  readonly learn: number;
  readonly write: number;
  readonly writeCalls: number;
  readonly calls: Calls['calls'];
};

async function loop(crm: RealLeads, server: Server, stage: Stage): Promise<Times> {
  await crm.calls();
  const connected = performance.now();
  await crm.connect(server);
  await until(server.pool, (now) => now.dirty > 0, 60);
  const read = await until(server.pool, (now) => now.backfilling === 0, patience);
  const backfillCalls = (await crm.calls()).total;
  stage.say(`read in ${rounded((read - connected) / 1000, 1)} s, ${backfillCalls} calls`);
  const learned = await until(server.pool, (now) => now.weights > 0, patience);
  stage.say(`learned after ${rounded((learned - read) / 1000, 1)} s`);
  const written = await until(server.pool, isQuiet, patience);
  const { total: writeCalls, calls } = await crm.calls();
  stage.say(`written after ${rounded((written - learned) / 1000, 1)} s`);
  const seconds = (from: number, to: number) => rounded((to - from) / 1000, 1);
  return {
    backfill: seconds(connected, read),
    backfillCalls,
    learn: seconds(read, learned),
    write: seconds(learned, written),
    writeCalls,
    calls,
  };
}

async function readBack(
  crm: RealLeads,
  ids: ReadonlyMap<number, string>,
  outcomes: readonly number[],
  hidden: ReadonlySet<number>,
): Promise<{ held: Scored[]; known: Scored[] }> {
  const rowOf = new Map([...ids].map(([number, id]) => [id, number - 1]));
  const scored = (await crm.scores([...rowOf.keys()])).map(({ id, ...written }): Scored => {
    const row = rowOf.get(id) ?? -1;
    return { row, id, outcome: outcomes[row] ?? 0, ...written };
  });
  const missing = scored.filter((one) => Number.isNaN(one.probability)).length;
  if (missing > 0) throw new Error(`${missing} leads have no probability in the CRM`);
  return {
    held: scored.filter((one) => hidden.has(one.row)),
    known: scored.filter((one) => !hidden.has(one.row)),
  };
}

const kept = z.object({
  version: z.number(),
  body: z.object({
    learner: z.string(),
    history: z.object({ closed: z.number() }),
    features: z.array(z.object({ name: z.string(), importance: z.number() })),
    leftOut: z.array(z.object({ name: z.string(), why: z.string(), measure: z.number() })),
  }),
  report: z.object({
    candidates: z.array(z.object({ learner: z.string(), logLoss: z.number(), auc: z.number() })),
  }),
});

async function weightsOf({ pool }: Server) {
  const { rows } = await pool.query(`select version, body, report from weights where state = 'live'`);
  const { version, body, report } = kept.parse(rows[0]);
  return {
    ...{ version, learner: body.learner, closed: body.history.closed, features: body.features.length },
    importances: [...body.features].sort((a, b) => b.importance - a.importance).slice(0, 15),
    leftOut: body.leftOut
      // Most of the CRM's own properties are empty after an import.
      .filter(({ why }) => why !== 'empty')
      .map(({ name, why, measure }) => ({ name, why, measure: rounded(measure, 3) })),
    candidates: report.candidates.map((one) => ({
      learner: one.learner,
      'log loss': rounded(one.logLoss, 4),
      AUC: rounded(one.auc, 4),
    })),
  };
}

/** The people of the company close the rest; Revloop hears of it by events. Returns how many outcomes it recorded. */
async function reveal(
  crm: RealLeads,
  server: Server,
  held: readonly Scored[],
  stage: Stage,
): Promise<number> {
  const outcomesNow = async () => {
    const { rows } = await server.pool.query(
      `select count(*)::int as n from outcome where kind in ('won', 'lost')`,
    );
    return z.object({ n: z.number() }).parse(rows[0]).n;
  };
  const before = await outcomesNow();
  for (const { id, outcome } of held) await crm.decide(id, outcome === 1);
  await until(server.pool, isQuiet, patience);
  const recorded = (await outcomesNow()) - before;
  stage.say(`revealed ${held.length}, recorded ${recorded}`);
  return recorded;
}
