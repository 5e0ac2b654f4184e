// Logistic regression of scikit-learn on the very records of the learning curves, and judged by the same.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Row } from './bench.ts';

/** Places of records. `seen`: those learned from, first the ones of the smallest history. */
export type Divided = { readonly seen: Uint32Array; readonly judged: Uint32Array };

/** By size of the history, the mean log loss over the draws: as it comes, and with the penalty chosen by cross-validation. */
export function besideCurves(
  python: string,
  file: string,
  label: string,
  { positive, row }: { readonly positive: string; readonly row: ArrayLike<number> },
  drop: string,
  {
    sizes,
    draws,
    drawsOf,
  }: {
    readonly sizes: readonly number[];
    readonly draws: readonly Divided[];
    readonly drawsOf: (size: number) => number;
  },
): Map<number, Row> {
  const rowsOf = (places: Uint32Array) => Array.from(places, (place) => row[place] ?? -1);
  const parts = sizes.flatMap((size) =>
    draws
      .slice(0, drawsOf(size))
      .map(({ seen, judged }) => ({ size, seen: rowsOf(seen.subarray(0, size)), judged: rowsOf(judged) })),
  );
  const asked = path.join(mkdtempSync(path.join(tmpdir(), 'revloop-curves-')), 'parts.json');
  writeFileSync(asked, JSON.stringify(parts));
  const told = spawnSync(
    python,
    ['-W', 'ignore', 'bench/yardstick-curves.py', file, label, positive, drop, asked],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (told.status !== 0) throw new Error(`the other learners failed: ${told.stderr}`);
  const means = told.stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  return new Map(
    means.map(([size = 0, plain = Number.NaN, chosen = Number.NaN]) => [
      size,
      { 'scikit-learn': plain, 'scikit-learn, penalty chosen': chosen },
    ]),
  );
}
