// How well training foretells the outcome of rows it has not seen, in the folds of a file, on any CSV with an outcome.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FeatureSource } from '#analyze/feature.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { measuresOf } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import type { Bench, Row } from './bench.ts';
import { type Csv, parse } from './csv.ts';
import { rounded } from './numbers.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string', default: '1' },
  folds: { type: 'string' },
  drop: { type: 'string', default: '' },
  delimiter: { type: 'string', default: ',' },
} as const;

export const bench: Bench = {
  summary: 'what training reaches on a CSV, by the folds of a file',
  usage: '--csv F --label COLUMN [--positive 1] --folds F [--drop A,B] [--delimiter ;]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const { csv, label, folds } = values;
    if (csv === undefined || label === undefined || folds === undefined)
      throw new Error('name --csv, --label and --folds');
    const table = toRecords(parse(readFileSync(csv, 'utf8'), values.delimiter), label, values);
    const foldOf = foldsIn(readFileSync(folds, 'utf8'));
    const measured = [...new Set(foldOf.values())].sort().map((fold) => {
      const one = measureFold(table, foldOf, fold);
      stage.say(JSON.stringify(one));
      return one;
    });
    return {
      tables: [
        { title: `Folds of ${table.records.length} rows`, rows: measured },
        { title: 'Mean over the folds', rows: [meanOf(measured)] },
      ],
      notes: [`dropped: ${values.drop || 'nothing'}; each fold is judged by weights of the other folds`],
      details: {},
    };
  },
};

type Known = { readonly sources: readonly FeatureSource[]; readonly records: readonly ClosedRecord[] };

type Choice = { readonly positive: string; readonly drop: string };

function toRecords({ headers, rows }: Csv, label: string, { positive, drop: dropped }: Choice): Known {
  const drop = dropped.split(',');
  const outcome = headers.indexOf(label);
  if (outcome < 0) throw new Error(`there is no column ${label}`);
  const strange = drop.find((name) => name !== '' && !headers.includes(name));
  if (strange !== undefined) throw new Error(`there is no column ${strange}`);
  const used = headers.flatMap((name, at) =>
    name === '' || at === outcome || drop.includes(name) ? [] : [at],
  );
  // Text, so that training finds out by itself what each column holds.
  const sources = used.map((at): FeatureSource => ({ name: headers[at] ?? '', type: 'string' }));
  const records = rows.map((row, nr) => ({
    id: String(nr).padStart(9, '0'),
    at: nr,
    won: (row[outcome] ?? '').trim() === positive,
    values: Object.fromEntries(used.map((at) => [headers[at] ?? '', row[at] ?? null])),
  }));
  return { sources, records };
}

function foldsIn(text: string): Map<number, string> {
  const { headers, rows } = parse(text);
  const [row, fold] = [headers.indexOf('row'), headers.indexOf('fold')];
  return new Map(rows.map((one) => [Number(one[row]), one[fold] ?? '']));
}

function measureFold({ sources, records }: Known, foldOf: ReadonlyMap<number, string>, fold: string): Row {
  const began = performance.now();
  const known = records.filter((_, row) => foldOf.get(row) !== fold);
  const weights = train({ target: 'lead', sources, records: known, now: 0, seed: 1 });
  const seconds = (performance.now() - began) / 1000;
  const score = compileWeights(weights);
  const unseen = records.filter((_, row) => foldOf.get(row) === fold);
  const all = measuresOf(
    seededRandom(1),
    unseen.map(({ won }) => (won ? 1 : 0)),
    unseen.map(({ values, at }) => score(rowOf(weights.features, values), at).probability),
  );
  return {
    fold,
    learner: weights.learner,
    AUC: rounded(all.auc, 4),
    'PR-AUC': rounded(all.prAuc, 4),
    'log loss': rounded(all.logLoss, 4),
    Brier: rounded(all.brier, 4),
    'cal. error': rounded(all.ece, 4),
    'its floor': rounded(all.eceFloor, 4),
    'lift@10%': rounded(all.lift, 2),
    'training s': rounded(seconds, 1),
  };
}

function meanOf(rows: readonly Row[]): Row {
  const [first = {}] = rows;
  const names = Object.keys(first).filter((name) => typeof first[name] === 'number');
  const mean = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0) / rows.length;
  return Object.fromEntries(names.map((name) => [name, rounded(mean(name), name === 'training s' ? 1 : 4)]));
}
