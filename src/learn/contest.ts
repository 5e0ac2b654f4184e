// A contest: whether other weights are to take the place of the live ones, judged by the newest closed records.
import type { Weights } from '#analyze/weights.ts';
import { canJudge, splitNewest, type Trial, tryOut, verdictOf } from './challenge.ts';
import type { ClosedRecord } from './closed-records.ts';
import type { Learn } from './lesson-frame.ts';
import { freshOf, seenUntil } from './model-look.ts';
import { alongLine, fitLine, logOddsOf } from './recalibrate.ts';

/**
 * `won`: `weights` are to be live; they were learned (or brought in line) once more with all records, those that judged
 * too. `lost`: the live ones stay, with the challenger that lost, where there was one.
 */
export type Contest =
  | {
      readonly is: 'won';
      readonly how: 'learned' | 'recalibrated';
      readonly why: 'better' | 'as_good';
      readonly weights: Weights;
      readonly trial: Trial;
    }
  | {
      readonly is: 'lost';
      readonly why: 'not_better' | 'not_above_base' | 'too_few_to_judge' | 'failed';
      /** Of the error, where it failed. */
      readonly code?: string;
      readonly challenger: Weights | null;
      readonly trial: Trial | null;
    };

type Ring = {
  readonly champion: Weights;
  /** Those of which somebody says when they closed; and all. */
  readonly dated: readonly ClosedRecord[];
  readonly records: readonly ClosedRecord[];
  readonly learn: Learn;
  /** Promises are broken, or the share won has moved: to bring those in line may be all that is needed. */
  readonly outOfLine: boolean;
};

/** Half as much again to learn from as the champion had. */
const growth = 1.5;

export async function contestOf({ champion, dated, records, learn, outOfLine }: Ring): Promise<Contest> {
  const split = splitNewest(dated, seenUntil(champion));
  if (split === null) return { is: 'lost', why: 'too_few_to_judge', challenger: null, trial: null };
  const challenger = await learn(split.known);
  const trial = tryOut(champion, challenger, split);
  const subjects = new Set(records.map(({ id, group = id }) => group)).size;
  const verdict = verdictOf(trial, subjects >= growth * champion.history.closed);
  const line = outOfLine ? broughtInLine(champion, dated) : null;
  // Of two that win, the one that wins by more.
  if (
    line !== null &&
    (verdict === 'not_better' || verdict === 'not_above_base' || line.trial.gain > trial.gain)
  )
    return { is: 'won', how: 'recalibrated', why: 'better', ...line };
  if (verdict === 'not_better' || verdict === 'not_above_base')
    return { is: 'lost', why: verdict, challenger, trial };
  const weights = await learn(records);
  if (weights.learner === 'prior') return { is: 'lost', why: 'not_above_base', challenger, trial };
  return { is: 'won', how: 'learned', why: verdict, weights, trial };
}

/** The older half of the fresh records draws the line, the newer half judges it; null where it is no better. */
function broughtInLine(
  champion: Weights,
  records: readonly ClosedRecord[],
): { readonly weights: Weights; readonly trial: Trial } | null {
  const closedAt = ({ at, closedAt: closed = at }: ClosedRecord) => closed;
  const fresh = freshOf(champion, records).sort((a, b) => closedAt(a) - closedAt(b));
  const [middle, last] = [fresh[Math.floor(fresh.length / 2)], fresh.at(-1)];
  if (middle === undefined || last === undefined) return null;
  const border = closedAt(middle);
  const judging = fresh.filter((one) => closedAt(one) >= border);
  const drawing = fresh.filter((one) => closedAt(one) < border);
  if (!canJudge(judging) || drawing.length === 0) return null;
  const known = records.filter((one) => closedAt(one) < border);
  const trial = tryOut(champion, inLine(champion, drawing), { known, judging });
  if (verdictOf(trial) !== 'better') return null;
  const to = new Date(closedAt(last)).toISOString();
  const again = inLine(champion, fresh);
  // What closed until now has been seen, though only the line was drawn from it.
  return { trial, weights: { ...again, history: { ...again.history, to } } };
}

function inLine(champion: Weights, records: readonly ClosedRecord[]): Weights {
  const outcomes = Uint8Array.from(records, ({ won }) => (won ? 1 : 0));
  return alongLine(champion, fitLine(logOddsOf(champion, records), outcomes));
}
