// Records grouped by confidence: whether the surer ones are really less wrong is told, and doubted where there are few.
import { expect, test } from 'vitest';
import { byConfidence } from '#learn/by-confidence.ts';
import { seededRandom } from '#learn/random.ts';

/** Records whose probability is off by as much as `doubt` says of each. */
function judged(rows: number, doubt: (sure: number) => number) {
  const random = seededRandom(3);
  const confidences = Float64Array.from({ length: rows }, () => random());
  const chances = confidences.map(() => (random() < 0.5 ? 0.15 : 0.85));
  const outcomes = chances.map((chance) => (random() < chance ? 1 : 0));
  const probabilities = chances.map((chance, row) => {
    const off = doubt(confidences[row] ?? 0);
    return chance < 0.5 ? chance + off : chance - off;
  });
  return byConfidence(outcomes, probabilities, confidences);
}

test('a confidence that means something is told from one that means the opposite, and from one that means nothing', () => {
  expect(judged(4000, (sure) => 0.6 * (1 - sure))?.verdict).toBe('holds');
  expect(judged(4000, (sure) => 0.6 * sure)?.verdict).toBe('fails');
  expect(judged(4000, () => 0.1)?.verdict).toBe('unclear');
});

test('the fifths have all records once, the least sure first, with what was promised and what came', () => {
  const found = judged(1003, () => 0);
  expect(found?.fifths.reduce((sum, { rows }) => sum + rows, 0)).toBe(1003);
  const sure = found?.fifths.map(({ confidence }) => confidence) ?? [];
  expect(sure).toEqual([...sure].sort((a, b) => a - b));
  for (const { promised, observed, rows } of found?.fifths ?? [])
    expect(Math.abs(promised - observed)).toBeLessThan(3 * Math.sqrt(0.25 / rows));
});

test('fewer than 50 records say nothing', () => {
  expect(judged(49, () => 0)).toBeNull();
});
