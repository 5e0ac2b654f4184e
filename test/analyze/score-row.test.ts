// Scoring one row: numbers that are nearly the same speak for each other, categories never do.
import { expect, test } from 'vitest';
import { compileWeights, type Scorable } from '#analyze/score-row.ts';

const model = (cuts: number[], support: number[]): Scorable => ({
  features: [{ importance: 1 }],
  baseInterval: [0.1, 0.9],
  model: {
    form: 'additive',
    intercept: 0,
    interceptBags: [],
    widen: 1,
    pairs: [],
    terms: [
      {
        input: { feature: 0, read: 'number' },
        bins: { of: 'numbers', cuts },
        points: support.map(() => 0),
        support,
        bags: [],
      },
    ],
  },
});

test('a number with a bin of its own rests on its neighbours too, up to a twentieth of the records', () => {
  const cuts = Array.from({ length: 99 }, (_, place) => place + 1);
  const score = compileWeights(model(cuts, [7, ...cuts.map(() => 3), 3]));
  // 100 bins of 3: a twentieth of the 300 records is 15, five bins.
  expect(score([50.5], 0).support[0]).toBe(15);
  expect(score([0], 0).support[0]).toBeGreaterThanOrEqual(15);
  expect(score([null], 0).support[0]).toBe(7);
});
