// What training on a large table costs beside a server that goes on answering, and how fast rows are scored with reasons.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { auc } from '#learn/metrics.ts';
import { makeTrainer } from '#learn/train-in-worker.ts';
import type { Bench } from './bench.ts';
import { ownCost } from './cost.ts';
import { type MadeKind, madeKinds, makeTable } from './made-table.ts';
import { rounded, secondsSince } from './numbers.ts';
import { passNotes, scoredPasses } from './scored-passes.ts';

const seed = 3;

const options = {
  rows: { type: 'string', default: '100000' },
  kind: { type: 'string', default: 'wide' },
} as const;

export const bench: Bench = {
  summary:
    'training on a large made table in its thread, the delay of the event loop meanwhile, and rows scored a second',
  usage: '[--rows 100000] [--kind wide]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const kind = madeKinds.find((one): one is MadeKind => one === values.kind) ?? 'wide';
    const rows = Number(values.rows);
    const { weights, told } = await learned(kind, rows);
    stage.say(`trained in ${told['wall s']} s`);
    return {
      tables: [
        { title: `Training on ${rows} rows (${kind})`, rows: [told] },
        {
          title: 'Scoring with all contributions, one thread',
          rows: [scoredPasses(weights, kind, rows, seed)],
        },
      ],
      notes: ['CPU seconds of training, because other programs may share the machine', ...passNotes],
      details: {},
    };
  },
};

/** What it was learned from goes when this ends. */
async function learned(kind: MadeKind, rows: number) {
  const made = makeTable(kind, rows, seed);
  const sources = made.headers.slice(1, -1).map((name) => ({ name, type: 'string' as const }));
  const records = made.rows.map((row, nr) => ({
    id: String(nr).padStart(9, '0'),
    at: 0,
    won: row.at(-1) === 'yes',
    values: Object.fromEntries(sources.map(({ name }, place) => [name, row[place + 1] ?? null])),
  }));
  const train = makeTrainer({ megabytes: 4096, seconds: 3600 });
  const before = ownCost();
  const began = performance.now();
  const running = train({ target: 'lead', sources, records, now: 0, seed: 1 });
  // Handing the rows to the thread is one copy; the delay is measured from then on, and that copy apart.
  const handed = performance.now() - began;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const weights = await running;
  delay.disable();
  const seconds = secondsSince(began);
  const cpu = ownCost().cpuSeconds - before.cpuSeconds;
  const won = records.map((record) => Number(record.won));
  return {
    weights,
    told: {
      learner: weights.learner,
      columns: sources.length,
      'wall s': seconds,
      'CPU s': rounded(cpu, 1),
      'handing over ms': rounded(handed),
      'loop delay p50 ms': rounded(delay.percentile(50) / 1e6, 1),
      'p99 ms': rounded(delay.percentile(99) / 1e6, 1),
      'AUC, cross-validated': rounded(weights.report.crossValidated?.auc ?? 0, 4),
      'best possible': rounded(auc(won, made.chances), 4),
      'JSON KB': rounded(JSON.stringify(weights).length / 1024),
    },
  };
}
