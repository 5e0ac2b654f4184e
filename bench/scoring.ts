// How well training foretells outcomes it has not seen, beside other learners on the very same rows, for any CSV.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { columnScorer } from '#analyze/score-columns.ts';
import { rowOf } from '#analyze/table.ts';
import { type Known, recordsOf } from '#commands/evaluate/choices.ts';
import { foldParts, readFolds, timePart } from '#commands/evaluate/parts.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import type { Part } from '#learn/cross-validate.ts';
import { measuresOf } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import type { Bench, Row } from './bench.ts';
import { stringify } from './csv.ts';
import { rounded } from './numbers.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  folds: { type: 'string' },
  time: { type: 'string' },
  drop: { type: 'string', default: '' },
  beside: { type: 'string', default: '' },
  plain: { type: 'string' },
  python: { type: 'string', default: 'python3' },
} as const;

const seed = 1;

export const bench: Bench = {
  summary: 'what training reaches on a CSV, beside scikit-learn and XGBoost on the same rows',
  usage:
    '--csv F --label COLUMN [--positive V] [--folds F | --time COLUMN|row] [--drop A,B] [--beside "LR,HGB,HGB tuned,RF,XGB"] [--plain F] [--python python3]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const { csv: file, label } = values;
    if (file === undefined || label === undefined) throw new Error('name --csv and --label');
    const drop = values.drop.split(',').filter((name) => name !== '');
    const choices = { file, label, positive: values.positive, id: undefined, drop, time: values.time };
    const table = await readTable(file);
    const known = recordsOf(table, choices);
    const parts = await partsOf(known, file, values.folds, values.time, table.rows);
    const measured = parts.map((part) => {
      const one = measurePart(known, part);
      stage.say(JSON.stringify(one));
      return one;
    });
    const others =
      values.beside === ''
        ? []
        : besides(values.python, values.plain ?? file, label, known, drop, parts, values);
    return {
      tables: [
        { title: `Parts of ${known.records.length} rows`, rows: measured },
        { title: 'Mean over the parts', rows: [{ model: 'Revloop', ...meanOf(measured) }, ...others] },
      ],
      notes: [
        `dropped: ${values.drop || 'nothing'}; each part is judged by models of the other rows; CPU seconds`,
        'predictions/s: of CPU, from values to probabilities; those of Revloop come with every contribution',
      ],
      details: {},
    };
  },
};

async function partsOf(
  known: Known,
  file: string,
  folds: string | undefined,
  time: string | undefined,
  rows: number,
): Promise<Part[]> {
  if (time === undefined) {
    const foldOf = folds === undefined ? null : await readFolds(folds, rows);
    return foldParts(file, known.records, known.row, foldOf, seed);
  }
  const part = timePart(known.records);
  if (part === null) throw new Error(`${time} does not part the rows`);
  return [part];
}

function measurePart({ sources, records }: Known, { name, known, held, inTime }: Part): Row {
  const of = (places: Int32Array) =>
    Array.from(places, (place) => records[place]).filter((one) => one !== undefined);
  const learned = inTime ? of(known) : of(known).map((record) => ({ ...record, closedAt: 0 }));
  const trained = cpuOf(() => train({ target: 'lead', sources, records: learned, now: 0, seed }));
  const weights = trained.result;
  const judged = of(held);
  const rows = judged.map(({ values }) => rowOf(weights.features, values));
  const columns = weights.features.map((_, place) => rows.map((row) => row[place] ?? null));
  const table = { columns, at: judged.map(({ at }) => at) };
  const score = columnScorer(weights);
  score(table);
  const scored = cpuOf(() => score(table));
  const outcomes = judged.map(({ won }) => (won ? 1 : 0));
  const all = measuresOf(seededRandom(1), outcomes, scored.result.probabilities);
  return {
    part: name,
    learner: weights.learner,
    AUC: rounded(all.auc, 4),
    'PR-AUC': rounded(all.prAuc, 4),
    'log loss': rounded(all.logLoss, 4),
    Brier: rounded(all.brier, 4),
    'cal. error': rounded(all.ece, 4),
    'its floor': rounded(all.eceFloor, 4),
    lift: rounded(all.lift, 2),
    'training s': rounded(trained.seconds, 2),
    'predictions/s': Math.round(judged.length / Math.max(1e-6, scored.seconds)),
  };
}

function cpuOf<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

/** The other learners, on the same rows of the file: those of a part are named to them by a file of folds. */
function besides(
  python: string,
  file: string,
  label: string,
  known: Known,
  drop: readonly string[],
  parts: readonly Part[],
  { time, beside }: { readonly time?: string; readonly beside: string },
): Row[] {
  const folds = path.join(mkdtempSync(path.join(tmpdir(), 'revloop-folds-')), 'folds.csv');
  const lines = parts.flatMap(({ name, held }) =>
    Array.from(held, (place) => [String(known.row[place]), name]),
  );
  writeFileSync(folds, stringify([['row', 'fold'], ...lines]));
  const left = [...drop, ...(time === undefined || time === 'row' ? [] : [time])].join(',');
  const told = spawnSync(
    python,
    ['-W', 'ignore', 'bench/yardstick-folds.py', file, label, known.positive, left, folds, beside],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (told.status !== 0) throw new Error(`the other learners failed: ${told.stderr}`);
  const [head = [], , ...rows] = told.stdout
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) =>
    Object.fromEntries(
      head.map((name, at) => [name, name === 'model' ? (cells[at] ?? '') : Number(cells[at])]),
    ),
  );
}

function meanOf(rows: readonly Row[]): Row {
  const [first = {}] = rows;
  const names = Object.keys(first).filter((name) => typeof first[name] === 'number');
  const mean = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0) / rows.length;
  const digits = (name: string) =>
    name === 'predictions/s' ? 0 : name === 'lift' || name === 'training s' ? 2 : 4;
  return Object.fromEntries(names.map((name) => [name, rounded(mean(name), digits(name))]));
}
