// The check against time: a model of the older 70 % of the closed records judges the newest 30 %.
import type { Measures } from '#analyze/report.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { bestFitted } from './candidates.ts';
import { type ClosedTable, pickRows } from './closed-records.ts';
import { foldsOf } from './folds.ts';
import { frameOf, type Monotone } from './frame.ts';
import { frozenModel } from './freeze.ts';
import { measuresOf } from './metrics.ts';
import { seededRandom } from './random.ts';

const oldShare = 0.7;
const leastNewest = 50;
const leastOfEach = 10;
// This model is thrown away, so a wide band is no loss.
const bagCount = 4;

/** Null where too few closed lately, where one outcome is missing there, or where the dates do not part them. */
export function measureNewest(table: ClosedTable, seed: number, monotone: Monotone = {}): Measures | null {
  const dates = Float64Array.from(table.closedAt).sort();
  const border = dates[Math.floor(oldShare * dates.length)] ?? 0;
  const isOld = (row: number) => (table.closedAt[row] ?? 0) < border;
  const older = pickRows(table, isOld);
  const newest = pickRows(table, (row) => !isOld(row));
  if (newest.at.length < leastNewest || tooFew(newest) || tooFew(older)) return null;
  if (older.at.length < newest.at.length) return null;

  const folds = foldsOf(seededRandom(seed), older.outcomes, bagCount);
  const frame = frameOf(older, folds, monotone);
  const { fitted } = bestFitted(frame, folds, bagCount, seed);
  if (fitted === null) return null;
  const features = table.features.map(() => ({ importance: 0 }));
  const score = compileWeights({ model: frozenModel(frame, fitted), features, baseInterval: [0, 1] });
  const probabilities = newest.at.map(
    (at, row) =>
      score(
        newest.columns.map((column) => column[row] ?? null),
        at,
      ).probability,
  );
  return measuresOf(seededRandom(seed + 2), newest.outcomes, probabilities);
}

function tooFew({ outcomes }: ClosedTable): boolean {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.min(won, outcomes.length - won) < leastOfEach;
}
