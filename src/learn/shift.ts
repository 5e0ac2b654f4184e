// A shift: how far what is scored now has moved from what was learned, and how far chance alone would move it.
import { chiSquaredBeyond, normalBeyond } from './normal.ts';

export type ShiftLevel = 'calm' | 'watch' | 'drift';

/** `psi`: population stability index. `noise`: what chance alone stays below, all but once in 1 / `alpha` times. */
export type Shift = { readonly psi: number; readonly noise: number; readonly level: ShiftLevel };

// The borders that scorecards have been watched by since the 1990s (Siddiqi, Credit Risk Scorecards, 2006, chapter 9).
const watchFrom = 0.1;
const driftFrom = 0.25;
/** Below this many there is nothing that could be told from noise. */
export const leastToCompare = 50;

/**
 * PSI = sum over the bins of (now - before) x ln(now / before), in shares; half a record is added to each bin so that an
 * empty one is not endless. While nothing moves, PSI is about (1 / rows before + 1 / rows now) times a chi-squared of bins
 * - 1 degrees (Yurdakul, Statistical Properties of Population Stability Index, 2018): with few rows the usual borders lie
 * within the noise, so it must pass both.
 */
export function shiftOf(before: readonly number[], now: readonly number[], alpha: number): Shift {
  const [rowsBefore, rowsNow] = [sum(before), sum(now)];
  const bins = before.length;
  const share = (counts: readonly number[], rows: number, bin: number) =>
    ((counts[bin] ?? 0) + 0.5) / (rows + bins / 2);
  let psi = 0;
  for (let bin = 0; bin < bins; bin++) {
    const [was, is] = [share(before, rowsBefore, bin), share(now, rowsNow, bin)];
    psi += (is - was) * Math.log(is / was);
  }
  if (Math.min(rowsBefore, rowsNow) < leastToCompare || bins < 2) return { psi, noise: psi, level: 'calm' };
  const noise = chiSquaredBeyond(alpha, bins - 1) * (1 / rowsBefore + 1 / rowsNow);
  return { psi, noise, level: levelOf(psi, noise) };
}

function levelOf(psi: number, noise: number): ShiftLevel {
  if (psi <= noise || psi <= watchFrom) return 'calm';
  return psi > driftFrom ? 'drift' : 'watch';
}

/** A share of missing values, or of won records, before and now. */
export type ShareShift = {
  readonly before: number;
  readonly now: number;
  readonly level: ShiftLevel;
};

/** Two shares of so many rows; a change counts from a tenth on, and only where chance would hardly make it. */
export function shareShift(
  before: { readonly count: number; readonly rows: number },
  now: { readonly count: number; readonly rows: number },
  alpha: number,
): ShareShift {
  const of = ({ count, rows }: typeof before) => (rows === 0 ? 0 : count / rows);
  const [was, is] = [of(before), of(now)];
  const told = { before: was, now: is };
  if (Math.min(before.rows, now.rows) < leastToCompare) return { ...told, level: 'calm' };
  const pooled = (before.count + now.count + 1) / (before.rows + now.rows + 2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.rows + 1 / now.rows));
  const apart = Math.abs(is - was);
  if (apart <= normalBeyond(alpha / 2) * error || apart < 0.1) return { ...told, level: 'calm' };
  return { ...told, level: apart < 0.25 ? 'watch' : 'drift' };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}
