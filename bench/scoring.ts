// How well training foretells outcomes it has not seen, beside other learners on the very same rows, for any CSV.
import { parseArgs } from 'node:util';
import { type Known, recordsOf } from '#commands/evaluate/choices.ts';
import { foldParts, readFolds, timePart } from '#commands/evaluate/parts.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import type { Part } from '#learn/cross-validate.ts';
import type { Bench } from './bench.ts';
import { meanOf, measurePart, seed } from './measured-part.ts';
import { others } from './others.ts';
import { writeSaid } from './said.ts';

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
  said: { type: 'string' },
} as const;

export const bench: Bench = {
  summary: 'what training reaches on a CSV, beside scikit-learn and XGBoost on the same rows',
  usage:
    '--csv F --label COLUMN [--positive V] [--folds F | --time COLUMN|row] [--drop A,B] [--beside "LR,HGB,HGB tuned,RF,XGB"] [--plain F] [--python python3] [--said F.csv: what was said of each row, for the benches ranking and confidence]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const { csv: file, label } = values;
    if (file === undefined || label === undefined) throw new Error('name --csv and --label');
    const drop = values.drop.split(',').filter((name) => name !== '');
    const choices = { file, label, positive: values.positive, id: undefined, drop, time: values.time };
    const table = await readTable(file);
    const known = recordsOf(table, choices);
    const parts = await partsOf(known, file, values.folds, values.time, table.rows);
    const judged = parts.map((part) => {
      const one = measurePart(known, part);
      stage.say(JSON.stringify(one.measured));
      return { measured: one.measured, said: values.said === undefined ? [] : one.said() };
    });
    const measured = judged.map((one) => one.measured);
    const { beside, python, time } = values;
    const left = [...drop, ...(time === undefined || time === 'row' ? [] : [time])];
    const asked = { python, file: values.plain ?? file, label, drop: left, beside };
    const theirs = beside === '' ? { rows: [], said: new Map() } : others(asked, known, parts);
    if (values.said !== undefined)
      writeSaid(
        values.said,
        judged.flatMap(({ said }) => said),
        theirs.said,
      );
    return {
      tables: [
        { title: `Parts of ${known.records.length} rows`, rows: measured },
        { title: 'Mean over the parts', rows: [{ model: 'Revloop', ...meanOf(measured) }, ...theirs.rows] },
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
