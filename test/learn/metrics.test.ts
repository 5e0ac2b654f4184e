import { describe, expect, test } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { calibrationError, calibrationFloor, calibrationTable } from '#learn/calibration.ts';
import { auc, brier, liftOfTopTenth, logLoss, prAuc } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';

const rows = fc.array(fc.record({ won: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 9 }) }), {
  minLength: 2,
  maxLength: 60,
});

describe('measures', () => {
  test('the area under the curve is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const won = sample.filter((row) => row.won === 1);
        const lost = sample.filter((row) => row.won === 0);
        fc.pre(won.length > 0 && lost.length > 0);
        let right = 0;
        for (const a of won)
          for (const b of lost) right += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
        const area = auc(
          sample.map((row) => row.won),
          sample.map((row) => row.score),
        );
        expect(area).toBeCloseTo(right / won.length / lost.length, 12);
      }),
    );
  });

  test('are those of a worked example', () => {
    const outcomes = [1, 0, 1, 0];
    const promised = [0.9, 0.6, 0.4, 0.1];
    expect(auc(outcomes, promised)).toBe(0.75);
    expect(prAuc(outcomes, promised)).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(brier(outcomes, promised)).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.01) / 4, 12);
    expect(logLoss(outcomes, promised)).toBeCloseTo(-(2 * Math.log(0.9) + 2 * Math.log(0.4)) / 4, 12);
  });

  test('say nothing is gained where only one outcome is there', () => {
    expect(auc([1, 1], [0.2, 0.9])).toBe(0.5);
    expect(liftOfTopTenth([0, 0], [0.2, 0.9])).toBe(1);
    expect(prAuc([0, 0], [0.2, 0.9])).toBe(0);
  });

  test('stay finite when a model was certain and wrong', () => {
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-15), 6);
  });

  test('the top tenth of a perfect order holds won records only', () => {
    const outcomes = Array.from({ length: 100 }, (_, row) => (row < 20 ? 1 : 0));
    expect(
      liftOfTopTenth(
        outcomes,
        outcomes.map((_, row) => -row),
      ),
    ).toBe(5);
  });
});

describe('calibration', () => {
  test('is off by the distance of promise and truth', () => {
    const outcomes = Array.from({ length: 1000 }, (_, row) => (row % 10 < 3 ? 1 : 0));
    expect(
      calibrationError(
        outcomes,
        outcomes.map(() => 0.5),
      ),
    ).toBeCloseTo(0.2, 12);
    expect(
      calibrationTable(
        outcomes,
        outcomes.map(() => 0.5),
      ),
    ).toHaveLength(10);
  });

  test('has a noise floor that honest promises reach and crooked ones exceed', () => {
    const random = seededRandom(4);
    const promised = Array.from({ length: 3000 }, () => random());
    const drawn = promised.map((chance) => (random() < chance ? 1 : 0));
    const floor = calibrationFloor(seededRandom(5), promised, 100);
    expect(calibrationError(drawn, promised)).toBeLessThan(2 * floor);
    expect(
      calibrationError(
        drawn,
        promised.map((chance) => chance ** 2),
      ),
    ).toBeGreaterThan(4 * floor);
  });

  test('counts every record once, however few there are', () => {
    expect(calibrationTable([1, 0, 1], [0.3, 0.2, 0.9]).reduce((sum, group) => sum + group.rows, 0)).toBe(3);
  });
});
