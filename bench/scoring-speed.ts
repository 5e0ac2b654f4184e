// What training on a large table costs beside a server that goes on answering, and how fast rows are scored with reasons.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { columnScorer } from '#analyze/score-columns.ts';
import { rowOf } from '#analyze/table.ts';
import { auc } from '#learn/metrics.ts';
import { makeTrainer } from '#learn/train-in-worker.ts';
import type { Bench } from './bench.ts';
import { ownCost } from './cost.ts';
import { type MadeKind, madeKinds, makeTable } from './made-table.ts';
import { rounded, secondsSince } from './numbers.ts';

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
    const made = makeTable(kind, Number(values.rows), 3);
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
    stage.say(`trained in ${seconds} s`);
    const rows = records.map(({ values: known }) => rowOf(weights.features, known));
    const columns = weights.features.map((_, place) => rows.map((row) => row[place] ?? null));
    const at = rows.map(() => 0);
    const scorer = columnScorer(weights);
    const speeds = [0, 1, 2, 3, 4].map(() => {
      const cpuBefore = ownCost().cpuSeconds;
      const begun = performance.now();
      const scored = scorer({ columns, at });
      return { scored, wall: (performance.now() - begun) / 1000, cpu: ownCost().cpuSeconds - cpuBefore };
    });
    const sorted = (of: 'wall' | 'cpu') => speeds.map((one) => one[of]).sort((a, b) => a - b);
    const rowsPerSecond = (seconds = 0) => rounded(rows.length / seconds);
    const won = records.map((record) => Number(record.won));
    const scored = speeds[0]?.scored;
    let largest = 0;
    for (let row = 0; scored !== undefined && row < rows.length; row++) {
      const sum = scored.contributions.reduce((all, part) => all + (part[row] ?? 0), scored.intercept);
      largest = Math.max(largest, Math.abs(sum - (scored.logOdds[row] ?? 0)));
    }
    return {
      tables: [
        {
          title: `Training on ${rows.length} rows x ${sources.length} columns (${kind})`,
          rows: [
            {
              learner: weights.learner,
              'wall s': seconds,
              'CPU s': rounded(cpu, 1),
              'handing over ms': rounded(handed),
              'loop delay p50 ms': rounded(delay.percentile(50) / 1e6, 1),
              'p99 ms': rounded(delay.percentile(99) / 1e6, 1),
              'AUC, cross-validated': rounded(weights.report.crossValidated?.auc ?? 0, 4),
              'best possible': rounded(auc(won, made.chances), 4),
              'JSON KB': rounded(JSON.stringify(weights).length / 1024),
            },
          ],
        },
        {
          title: 'Scoring with all contributions, one thread',
          rows: [
            {
              'rows/s, median of five': rowsPerSecond(sorted('wall')[2]),
              'of CPU, garbage collection included': rowsPerSecond(sorted('cpu')[2]),
              'of CPU, the fastest': rowsPerSecond(sorted('cpu')[0]),
              'largest error of the sum': largest,
            },
          ],
        },
      ],
      notes: ['CPU seconds, because other programs may share the machine'],
      details: {},
    };
  },
};
