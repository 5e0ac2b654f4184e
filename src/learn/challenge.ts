// The challenge: weights against weights on the newest closed records, which neither of them has seen.
import { sigmoid } from '#analyze/score-row.ts';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from './closed-records.ts';
import { rowLogLoss } from './metrics.ts';
import { logOddsOf } from './recalibrate.ts';

/** The newest records part in two: those to learn from, and those that judge, which are all newer. */
export type Split = { readonly known: readonly ClosedRecord[]; readonly judging: readonly ClosedRecord[] };

/** Fewer judging subjects than this, or fewer of either outcome among them, would decide by chance. */
export const leastJudges = 50;
const leastOfEach = 10;
/** The challenger must be better by two standard errors of the difference, and by enough to be worth a change. */
const errors = 2;
const worthwhile = 0.001;

/** How one contender did on the judging records, in log loss: `gain` is by how much less than the champion's. */
export type Trial = {
  readonly rows: number;
  readonly won: number;
  readonly loss: number;
  readonly championLoss: number;
  readonly baseLoss: number;
  readonly gain: number;
  readonly gainError: number;
  readonly overBase: number;
  readonly overBaseError: number;
};
export type Verdict = 'better' | 'as_good' | 'not_better' | 'not_above_base';

const closedAt = ({ closedAt: closed, at }: ClosedRecord) => closed ?? at;
const groupOf = ({ group, id }: ClosedRecord) => group ?? id;

/**
 * Records closed after `seenUntil` (ms) were never learned from. The newer half of them judges where they are many, so
 * that the challenger learns from the rest; all of them where they are few. Null where even they are too few.
 */
export function splitNewest(records: readonly ClosedRecord[], seenUntil: number): Split | null {
  const fresh = records.filter((one) => closedAt(one) > seenUntil).sort((a, b) => closedAt(a) - closedAt(b));
  const isMany = new Set(fresh.map(groupOf)).size >= 2 * leastJudges;
  const from = isMany ? Math.floor(fresh.length / 2) : 0;
  const border = fresh[from];
  if (border === undefined) return null;
  // Records that closed at the same moment stay together.
  const judging = fresh.filter((one) => closedAt(one) >= closedAt(border));
  if (!canJudge(judging)) return null;
  return { known: records.filter((one) => closedAt(one) < closedAt(border)), judging };
}

/** Several pictures of one subject are one judge. */
export function canJudge(records: readonly ClosedRecord[]): boolean {
  const judges = new Set(records.map(groupOf)).size;
  const won = new Set(records.filter((one) => one.won).map(groupOf)).size;
  return judges >= leastJudges && Math.min(won, judges - won) >= leastOfEach;
}

/** `baseRate`: share won among the records before, which is what is said of everybody where nothing was learned. */
export function tryOut(champion: Weights, challenger: Weights, { known, judging }: Split): Trial {
  const outcomes = judging.map(({ won }) => (won ? 1 : 0));
  const knownWon = known.filter(({ won }) => won).length;
  const base = (knownWon + 0.5) / (known.length + 1);
  const losses = (logOdds: ArrayLike<number>) =>
    outcomes.map((outcome, row) => rowLogLoss(outcome, sigmoid(logOdds[row] ?? 0)));
  const ours = losses(logOddsOf(challenger, judging));
  const theirs = losses(logOddsOf(champion, judging));
  const always = outcomes.map((outcome) => rowLogLoss(outcome, base));
  const groups = judging.map(groupOf);
  const overChampion = gainOf(ours, theirs, groups);
  const overBase = gainOf(ours, always, groups);
  return {
    rows: judging.length,
    won: outcomes.reduce((sum: number, one) => sum + one, 0),
    loss: mean(ours),
    championLoss: mean(theirs),
    baseLoss: mean(always),
    gain: overChampion.gain,
    gainError: overChampion.error,
    overBase: overBase.gain,
    overBaseError: overBase.error,
  };
}

/** `grown`: there is half as much again to learn from as there was; then it is enough to be no worse. */
export function verdictOf(trial: Trial, grown = false): Verdict {
  if (trial.overBase <= trial.overBaseError) return 'not_above_base';
  if (trial.gain > worthwhile && trial.gain > errors * trial.gainError) return 'better';
  return grown && trial.gain >= 0 ? 'as_good' : 'not_better';
}

/** Mean difference and its standard error; pictures of one subject count as one observation. */
function gainOf(ours: readonly number[], theirs: readonly number[], groups: readonly string[]) {
  const differences = ours.map((one, row) => (theirs[row] ?? 0) - one);
  const gain = mean(differences);
  const sums = new Map<string, number>();
  differences.forEach((one, row) => {
    const group = groups[row] ?? '';
    sums.set(group, (sums.get(group) ?? 0) + one - gain);
  });
  let squares = 0;
  for (const one of sums.values()) squares += one * one;
  const small = sums.size > 1 ? Math.sqrt(sums.size / (sums.size - 1)) : 1;
  return { gain, error: (small * Math.sqrt(squares)) / Math.max(1, ours.length) };
}

function mean(all: readonly number[]): number {
  return all.length === 0 ? 0 : all.reduce((sum, one) => sum + one, 0) / all.length;
}
