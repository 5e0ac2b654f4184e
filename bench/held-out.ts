// How well scores foretold outcomes that they had not seen, as rows of a table.
import { writeFileSync } from 'node:fs';
import { measuresOf } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import type { Row } from './bench.ts';
import { stringify } from './csv.ts';
import { median, rounded } from './numbers.ts';

export type Scored = {
  /** 0-based row of the CSV. */
  readonly row: number;
  readonly id: string;
  readonly outcome: number;
  readonly score: number;
  readonly probability: number;
  readonly confidence: number;
};

/** The measures of `measuresOf`, rounded for a table. */
export function measuresRow(
  name: string,
  outcomes: readonly number[],
  probabilities: readonly number[],
): Row {
  const all = measuresOf(seededRandom(1), outcomes, probabilities);
  return { what: name, rows: all.rows, ...measureCells(all), 'lift@10%': rounded(all.lift, 2) };
}

/** What is said of any foretelling, under the names of the tables. */
export function measureCells(all: ReturnType<typeof measuresOf>): Row {
  return {
    AUC: rounded(all.auc, 4),
    'PR-AUC': rounded(all.prAuc, 4),
    'log loss': rounded(all.logLoss, 4),
    Brier: rounded(all.brier, 4),
    'cal. error': rounded(all.ece, 4),
    'its floor': rounded(all.eceFloor, 4),
  };
}

/** The scores, and beside them what is reached by always saying the base rate, which is 1 in lift. */
export function scoredRow(scored: readonly Scored[]): Row[] {
  const outcomes = scored.map(({ outcome }) => outcome);
  const base = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length;
  const byConfidence = [...scored].sort((a, b) => b.confidence - a.confidence);
  const half = byConfidence.slice(0, byConfidence.length >> 1);
  const rest = byConfidence.slice(byConfidence.length >> 1);
  const row = (name: string, some: readonly Scored[]) =>
    measuresRow(
      name,
      some.map((one) => one.outcome),
      some.map((one) => one.probability),
    );
  const confidence = (some: readonly Scored[]) => median(some.map((one) => one.confidence)).toFixed(2);
  return [
    row('Revloop', scored),
    row(`the surer half (confidence around ${confidence(half)})`, half),
    row(`the less sure half (around ${confidence(rest)})`, rest),
    measuresRow(
      'always the base rate',
      outcomes,
      outcomes.map(() => base),
    ),
  ];
}

export const yardsticks = {
  /** Which rows were held out and what Revloop said of them, for other programs to compare themselves with. */
  write(file: string, held: readonly Scored[]): void {
    const rows = held.map(({ row, outcome, probability }) => [row, outcome, probability]);
    writeFileSync(file, stringify([['row', 'outcome', 'probability'], ...rows]));
  },
};
