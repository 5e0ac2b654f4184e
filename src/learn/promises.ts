// Promises: whether what was promised of records while they were open is what happened to them.
import { calibrationError, calibrationFloor, calibrationTable } from './calibration.ts';
import { logLoss } from './metrics.ts';
import { seededRandom } from './random.ts';

/** `probability`: the last one that stood before the outcome came; `version`: of the weights that promised it. */
export type Kept = {
  readonly subject: string;
  readonly probability: number;
  readonly won: boolean;
  readonly version: number | null;
};

export type Judged = {
  readonly rows: number;
  /** Mean probability promised, and share that happened. */
  readonly promised: number;
  readonly happened: number;
  readonly logLoss: number;
  readonly baseLogLoss: number;
  readonly ece: number;
  readonly eceFloor: number;
  /** Standard errors by which more or fewer came than promised; and by which promises were too sure or too timid. */
  readonly apart: number;
  readonly sharp: number;
  readonly table: readonly { readonly rows: number; readonly predicted: number; readonly observed: number }[];
  readonly verdict: 'too_few' | 'kept' | 'too_high' | 'too_low' | 'too_sure' | 'too_timid';
};

const least = 50;
const leastOfEach = 5;
/** Chance alone comes so far about once in 200 nights for both together. */
const beyond = 3;

/**
 * `apart` = sum (outcome - promise) / sqrt(sum p (1 - p)). `sharp` is the statistic of Spiegelhalter (1986, Statistics in
 * Medicine 5): sum (outcome - p)(1 - 2 p) / sqrt(sum (1 - 2 p)^2 p (1 - p)), above 0 where high promises fail and low
 * ones come true. Both are about standard normal while every promise is right.
 */
export function judgePromises(kept: readonly Kept[]): Judged {
  const outcomes = Uint8Array.from(kept, ({ won }) => (won ? 1 : 0));
  const promised = Float64Array.from(kept, ({ probability }) =>
    Math.min(0.999, Math.max(0.001, probability)),
  );
  const rows = kept.length;
  let [surplus, noise, tilt, tiltNoise, won] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [outcome, p] = [outcomes[row] ?? 0, promised[row] ?? 0];
    surplus += outcome - p;
    noise += p * (1 - p);
    tilt += (outcome - p) * (1 - 2 * p);
    tiltNoise += (1 - 2 * p) ** 2 * p * (1 - p);
    won += outcome;
  }
  const share = rows === 0 ? 0 : won / rows;
  const apart = noise === 0 ? 0 : surplus / Math.sqrt(noise);
  const sharp = tiltNoise === 0 ? 0 : tilt / Math.sqrt(tiltNoise);
  return {
    rows,
    promised: rows === 0 ? 0 : promised.reduce((sum, p) => sum + p, 0) / rows,
    happened: share,
    logLoss: logLoss(outcomes, promised),
    baseLogLoss: logLoss(outcomes, new Float64Array(rows).fill(share)),
    ece: calibrationError(outcomes, promised),
    eceFloor: calibrationFloor(seededRandom(rows), promised),
    apart,
    sharp,
    table: calibrationTable(outcomes, promised),
    verdict: verdictOf(rows, Math.min(won, rows - won), apart, sharp),
  };
}

function verdictOf(rows: number, rarer: number, apart: number, sharp: number): Judged['verdict'] {
  if (rows < least || (rarer < leastOfEach && Math.abs(apart) < beyond)) return 'too_few';
  if (Math.abs(apart) > beyond) return apart > 0 ? 'too_low' : 'too_high';
  if (Math.abs(sharp) > beyond) return sharp > 0 ? 'too_sure' : 'too_timid';
  return 'kept';
}
