// Evidence: whether a model tells the newest records apart better than another or than their share won does, beyond chance.
import { sigmoid } from '#analyze/score-row.ts';
import { gainOver } from './base-rate.ts';
import type { ClosedTable } from './closed-records.ts';

/** `gain`: of log loss. `isSure`: more than chance makes, and there in every part of the time looked at. */
export type Evidence = { readonly gain: number; readonly isSure: boolean };

// Up to four learners of one kind are compared, which two standard errors would let pass too often.
const leastErrors = 2.5;
const parts = 5;
const enoughParts = 4;

// Two standard errors are more than chance makes of what is promised in all.
const errorsOff = 2;

/**
 * Whether what was promised of records nobody had learned from says more than their own share won, by more than one standard
 * error, and is not too high or too low in all beyond chance. Nobody knew that share before, so it is a hard yardstick. Several
 * pictures of one subject are right and wrong together.
 */
export function holds(
  { outcomes, groups }: Pick<ClosedTable, 'outcomes' | 'groups'>,
  promised: Float64Array,
): boolean {
  const rows = outcomes.length;
  const won = outcomes.reduce((sum, one) => sum + one, 0);
  const base = new Float64Array(rows).fill(Math.log((won + 0.5) / (rows - won + 0.5)));
  const { gain, gainError } = gainOver(outcomes, promised, base, groups);
  const missed = new Map<number, number>();
  promised.forEach((logOdds, row) => {
    const miss = (outcomes[row] ?? 0) - sigmoid(logOdds);
    missed.set(groups[row] ?? row, (missed.get(groups[row] ?? row) ?? 0) + miss);
  });
  const all = [...missed.values()];
  const off = Math.abs(all.reduce((sum, one) => sum + one, 0));
  return gain > gainError && off < errorsOff * Math.hypot(...all);
}

/** Both are judged at the share won, for how often is not who. */
export function evidenceOf(
  { outcomes, closedAt, groups }: ClosedTable,
  first: Float64Array,
  second: Float64Array,
): Evidence {
  const [one, other] = [atItsRate(first, outcomes), atItsRate(second, outcomes)];
  const order = Int32Array.from(outcomes.keys()).sort(
    (a, b) => (closedAt[a] ?? 0) - (closedAt[b] ?? 0) || a - b,
  );
  const gainOfPart = (part: number) => {
    const at = (border: number) => Math.round((border * order.length) / parts);
    const rows = order.subarray(at(part), at(part + 1));
    const of = (said: Float64Array) => Float64Array.from(rows, (row) => said[row] ?? 0);
    return gainOver(
      Uint8Array.from(rows, (row) => outcomes[row] ?? 0),
      of(one),
      of(other),
    ).gain;
  };
  const { gain, gainError } = gainOver(outcomes, one, other, groups);
  const better = Array.from({ length: parts }, (_, part) => gainOfPart(part)).filter((found) => found > 0);
  return { gain, isSure: better.length >= enoughParts && gain > leastErrors * gainError };
}

/** The same log-odds moved together so that their mean probability is the share won. */
function atItsRate(logOdds: Float64Array, outcomes: Uint8Array): Float64Array {
  const rows = outcomes.length;
  // A part in which nobody was won, or everybody, would move without end.
  const rate = (outcomes.reduce((sum, one) => sum + one, 0) + 0.5) / (rows + 1);
  let [low, high] = [-20, 20];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const mean = logOdds.reduce((sum, one) => sum + sigmoid(one + middle), 0) / rows;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return logOdds.map((one) => one + low);
}
