// The check against time: models of the older 70 % of the closed records judge the newest 30 %.
import type { Measures } from '#analyze/report.ts';
import { scoreColumns } from '#analyze/score-columns.ts';
import { sigmoid } from '#analyze/score-row.ts';
import { gainOver } from './base-rate.ts';
import { bestFitted, triedLearners } from './candidates.ts';
import { type ClosedTable, pickRows } from './closed-records.ts';
import type { Fitted } from './fitted.ts';
import { foldsOf } from './folds.ts';
import { type Frame, frameOf, type Monotone } from './frame.ts';
import { frozenModel } from './freeze.ts';
import { measuresOf } from './metrics.ts';
import { seededRandom } from './random.ts';

/**
 * `measures` of what was best on the older records. `survivor`: the learner that does clearly better on the newest ones,
 * the base rate apart; null where that is none, because what was learned still holds.
 */
export type Newest = {
  readonly measures: Measures;
  readonly survivor: Fitted['learner'] | null;
};

const oldShare = 0.7;
const leastNewest = 50;
const leastOfEach = 10;
// These models are thrown away, so a wide band is no loss.
const bagCount = 4;
// Less than this in log loss, or than two standard errors, is no reason to give up what is best on all records.
const leastGain = 0.005;
const leastToSwitch = 500;

/** Null where too few closed lately, where one outcome is missing there, or where the dates do not part them. */
export function judgeNewest(table: ClosedTable, seed: number, monotone: Monotone = {}): Newest | null {
  const dates = Float64Array.from(table.closedAt).sort();
  const border = dates[Math.floor(oldShare * dates.length)] ?? 0;
  const isOld = (row: number) => (table.closedAt[row] ?? 0) < border;
  const older = pickRows(table, isOld);
  const newest = pickRows(table, (row) => !isOld(row));
  if (newest.at.length < leastNewest || tooFew(newest) || tooFew(older)) return null;
  if (older.at.length < newest.at.length) return null;

  const folds = foldsOf(seededRandom(seed), older.outcomes, bagCount);
  const frame = frameOf(older, folds, monotone);
  const tried = triedLearners(frame, folds, bagCount, seed, true);
  const { fitted } = bestFitted(frame, folds, tried);
  if (fitted === null) return null;
  const said = saidOf(frame, fitted, newest);
  const measures = measuresOf(seededRandom(seed + 2), newest.outcomes, said.map(sigmoid));
  return { measures, survivor: survivorOf(frame, tried, newest, said) };
}

function survivorOf(
  frame: Frame,
  tried: readonly Fitted[],
  newest: ClosedTable,
  best: Float64Array,
): Newest['survivor'] {
  if (newest.at.length < leastToSwitch) return null;
  const standard = atItsRate(best, newest.outcomes);
  let survivor: Newest['survivor'] = null;
  let most = leastGain;
  for (const one of tried) {
    const said = atItsRate(saidOf(frame, one, newest), newest.outcomes);
    const { gain, gainError } = gainOver(newest.outcomes, said, standard);
    if (gain < most || gain < 2 * gainError) continue;
    survivor = one.learner;
    most = gain;
  }
  return survivor;
}

function saidOf(frame: Frame, fitted: Fitted, { columns, at }: ClosedTable): Float64Array {
  return scoreColumns({ model: frozenModel(frame, fitted) }, { columns, at }).logOdds;
}

/** The same log-odds moved together so that their mean probability is the share won: how often is not who. */
function atItsRate(logOdds: Float64Array, outcomes: Uint8Array): Float64Array {
  const rate = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length;
  let [low, high] = [-20, 20];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    const mean = logOdds.reduce((sum, one) => sum + sigmoid(one + middle), 0) / logOdds.length;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return logOdds.map((one) => one + low);
}

function tooFew({ outcomes }: ClosedTable): boolean {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.min(won, outcomes.length - won) < leastOfEach;
}
