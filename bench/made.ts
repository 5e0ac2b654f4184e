// Writes made tables with known chances as CSV, and what the best ranking of them would reach.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auc } from '#learn/metrics.ts';
import type { Bench } from './bench.ts';
import { stringify } from './csv.ts';
import { madeKinds, makeTable } from './made-table.ts';
import { rounded } from './numbers.ts';

const options = {
  out: { type: 'string', default: '.out/made' },
  rows: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
} as const;

export const bench: Bench = {
  summary: 'made tables with known chances, for evaluate and its yardsticks',
  usage: '[--out DIR] [--rows 20000] [--seed 1]',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options });
    mkdirSync(values.out, { recursive: true });
    const rows = madeKinds.map((kind) => {
      const table = makeTable(kind, Number(values.rows), Number(values.seed));
      const file = path.join(values.out, `${kind}.csv`);
      writeFileSync(file, stringify([table.headers, ...table.rows]));
      writeFileSync(path.join(values.out, `${kind}.plain.csv`), stringify([table.headers, ...table.plain]));
      const halves = table.rows.map((_, row) => [String(row), String(row % 2)]);
      writeFileSync(path.join(values.out, `${kind}.folds.csv`), stringify([['row', 'fold'], ...halves]));
      const won = table.rows.map((row) => (row.at(-1) === 'yes' ? 1 : 0));
      const share = won.reduce<number>((sum, one) => sum + one, 0) / won.length;
      return {
        kind,
        file,
        columns: table.headers.length,
        share: rounded(share, 3),
        'best AUC': rounded(auc(won, table.chances), 4),
      };
    });
    return { tables: [{ title: 'Made tables', rows }], notes: [], details: {} };
  },
};
