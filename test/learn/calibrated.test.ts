// A fitted model promises what happened to records it had not seen, and is left alone where chance could say so.
import { describe, expect, it } from 'vitest';
import { sigmoid } from '#analyze/score-row.ts';
import { calibrated } from '#learn/calibrated.ts';
import { calibrationError } from '#learn/calibration.ts';
import type { Fitted } from '#learn/fitted.ts';
import { normalBeyond } from '#learn/normal.ts';
import { seededRandom } from '#learn/random.ts';

/** Records whose outcomes follow their log-odds, of which the model says `share`. */
function saying(share: number, rows: number, seed: number) {
  const random = seededRandom(seed);
  const truth = Float64Array.from({ length: rows }, () => -1 + 1.4 * normalBeyond(0.0005 + 0.999 * random()));
  const outcomes = Uint8Array.from(truth, (one) => (random() < sigmoid(one) ? 1 : 0));
  const fitted: Fitted = {
    learner: 'trees',
    pairs: [],
    intercepts: [-0.5, -0.6],
    tables: [[Float64Array.of(0.1, -0.2)], [Float64Array.of(0.3, -0.1)]],
    trees: [{ bag: 0, share: 0.5, trees: [] }],
    heldOut: truth.map((one) => share * one),
  };
  return { outcomes, fitted };
}

describe('what is promised of unseen records', () => {
  it.each([0.6, 0.85, 1.3])('comes true where %f of what is true was said', (share) => {
    const { outcomes, fitted } = saying(share, 8_000, 4);
    const errorOf = ({ heldOut }: Fitted) => calibrationError(outcomes, heldOut.map(sigmoid));
    const after = calibrated(outcomes, fitted);
    expect(errorOf(fitted)).toBeGreaterThan(0.02);
    expect(errorOf(after)).toBeLessThan(0.012);
  });

  it('is stretched in every part alike, so that the parts of a record still add up to it', () => {
    const { outcomes, fitted } = saying(0.6, 8_000, 4);
    const after = calibrated(outcomes, fitted);
    const stretch = (after.trees[0]?.share ?? 0) / 0.5;
    expect(stretch).toBeGreaterThan(1.4);
    const move = (after.heldOut[0] ?? 0) - stretch * (fitted.heldOut[0] ?? 0);
    fitted.intercepts.forEach((one, bag) => {
      expect(after.intercepts[bag]).toBeCloseTo(move + stretch * one, 12);
      fitted.tables[bag]?.[0]?.forEach((cell, bin) => {
        expect(after.tables[bag]?.[0]?.[bin]).toBeCloseTo(stretch * cell, 12);
      });
    });
  });

  it('is left as it is where few records judge and it holds', () => {
    const kept = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((seed) => {
      const { outcomes, fitted } = saying(1, 150, seed);
      return Math.abs((calibrated(outcomes, fitted).trees[0]?.share ?? 0) / 0.5 - 1) < 0.1;
    });
    expect(kept.length).toBeGreaterThan(7);
  });
});
