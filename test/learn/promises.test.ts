// Promises: what was kept is left in peace, what was broken is named by how.
import { describe, expect, test } from 'vitest';
import { judgePromises, type Kept } from '#learn/promises.ts';
import { type Random, seededRandom } from '#learn/random.ts';

/** Records with probabilities between 5 and 95 %; what happens is drawn from `truth` of the promise. */
function drawn(random: Random, rows: number, truth: (promise: number) => number): Kept[] {
  return Array.from({ length: rows }, (_, nr) => {
    const probability = 0.05 + 0.9 * random();
    return { subject: String(nr), probability, won: random() < truth(probability), version: 1 };
  });
}
const logit = (p: number) => Math.log(p / (1 - p));
const moved = (by: number, stretch: number) => (p: number) => 1 / (1 + Math.exp(-(by + stretch * logit(p))));

describe('promises', () => {
  test('that are right are called broken less than once in a hundred nights', () => {
    const random = seededRandom(11);
    let alarms = 0;
    for (let night = 0; night < 1_000; night++)
      if (judgePromises(drawn(random, 200, (p) => p)).verdict !== 'kept') alarms += 1;
    expect(alarms).toBeLessThan(12);
  });

  test.each([
    ['too_high', -0.7, 1],
    ['too_low', 0.7, 1],
    ['too_sure', 0, 0.35],
    ['too_timid', 0, 2.2],
  ] as const)('that are %s are found', (verdict, by, stretch) => {
    const random = seededRandom(12);
    const found = Array.from(
      { length: 20 },
      () => judgePromises(drawn(random, 400, moved(by, stretch))).verdict,
    );
    expect(found.filter((one) => one === verdict).length).toBeGreaterThan(17);
  });

  test('about twenty records say nothing yet', () => {
    expect(judgePromises(drawn(seededRandom(1), 20, () => 0)).verdict).toBe('too_few');
    expect(judgePromises([]).verdict).toBe('too_few');
  });
});
