// With few records the mean of the learners speaks: neither noise nor a hair's breadth decides between them.
import { expect, test } from 'vitest';
import { meanBlend } from '#learn/blend.ts';
import type { Fitted } from '#learn/fitted.ts';
import { seededRandom } from '#learn/random.ts';

const random = seededRandom(4);
const truth = Float64Array.from({ length: 4000 }, () => 3 * (random() - 0.5));
const outcomes = Uint8Array.from(truth, (logOdds) => Number(random() < 1 / (1 + Math.exp(-logOdds))));
const fitted = (learner: Fitted['learner'], rows: number, share: number): Fitted => ({
  ...{ learner, pairs: [], intercepts: [share], tables: [[Float64Array.of(share)]], trees: [] },
  heldOut: truth.slice(0, rows).map((one) => share * one),
});
/** How far the blend leans to the second of two, of which the second is right and the first says next to nothing. */
function leaning(rows: number, likely: (model: Fitted) => number): number {
  const models = [fitted('ridge', rows, 0), fitted('additive', rows, 1)];
  return meanBlend(outcomes.subarray(0, rows), models, likely)?.intercepts[0] ?? Number.NaN;
}
const even = () => 0.5;
const forRidge = ({ learner }: Fitted) => (learner === 'ridge' ? 0.8 : 0.2);

test('what is likely beforehand counts while there are few records, and nothing once there are many', () => {
  expect(leaning(4, even)).toBeGreaterThan(0.2);
  expect(leaning(4, even)).toBeLessThan(0.75);
  expect(leaning(4, forRidge)).toBeLessThan(leaning(4, even));
  expect(leaning(4000, forRidge)).toBeGreaterThan(0.95);
});

test('the blend is the same sum of parts: its held-out log-odds and its tables are shared out alike', () => {
  const models = [fitted('ridge', 100, 0), fitted('additive', 100, 1)];
  const blend = meanBlend(outcomes.subarray(0, 100), models, even);
  const share = blend?.intercepts[0] ?? Number.NaN;
  expect(blend?.learner).toBe('blend');
  expect(blend?.tables[0]?.[0]?.[0]).toBeCloseTo(share, 12);
  expect(blend?.heldOut[7]).toBeCloseTo(share * (truth[7] ?? 0), 12);
});

test('one learner alone is itself, and none is nothing', () => {
  const ridge = fitted('ridge', 50, 1);
  expect(meanBlend(outcomes.subarray(0, 50), [ridge], even)).toBe(ridge);
  expect(meanBlend(outcomes.subarray(0, 50), [], even)).toBeUndefined();
});
