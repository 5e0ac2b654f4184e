// The other learners (scikit-learn, XGBoost) on the same rows and columns, judged on the same parts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Known } from '#commands/evaluate/choices.ts';
import type { Part } from '#learn/cross-validate.ts';
import type { Row } from './bench.ts';
import { stringify } from './csv.ts';
import { othersSaid } from './said.ts';

export type OthersAsked = {
  readonly python: string;
  readonly file: string;
  readonly label: string;
  readonly drop: readonly string[];
  /** Which of them, by name, with commas. */
  readonly beside: string;
};

/** `said`: what each said of each row, by part and row. */
export function others(
  { python, file, label, drop, beside }: OthersAsked,
  known: Pick<Known, 'row' | 'positive'>,
  parts: readonly Part[],
): { readonly rows: Row[]; readonly said: Map<string, Record<string, number>> } {
  const directory = mkdtempSync(path.join(tmpdir(), 'revloop-folds-'));
  const [folds, said] = [path.join(directory, 'folds.csv'), path.join(directory, 'said.csv')];
  // Those of a part are named to them by a file of folds.
  const lines = parts.flatMap(({ name, held }) =>
    Array.from(held, (place) => [String(known.row[place]), name]),
  );
  writeFileSync(folds, stringify([['row', 'fold'], ...lines]));
  const asked = [file, label, known.positive, drop.join(','), folds, beside, said];
  const told = spawnSync(python, ['-W', 'ignore', 'bench/yardstick-folds.py', ...asked], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
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
  const rowFrom = (cells: readonly string[]) =>
    Object.fromEntries(
      head.map((name, at) => [name, name === 'model' ? (cells[at] ?? '') : Number(cells[at])]),
    );
  return { rows: rows.map(rowFrom), said: othersSaid(said) };
}
