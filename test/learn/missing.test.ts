// That nothing is known is told apart from zero and from every answer, in training and in scoring alike, wherever it comes from.
import { describe, expect, test } from 'vitest';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const random = seededRandom(17);
const begin = Date.UTC(2026, 0, 1);
const ways = ['Select', '', 'n/a', '-', null];
const way = (row: number) => ways[row % ways.length] ?? null;

/** Of each field about half say nothing, in any of the ways; who says nothing wins less often, and zero wins most. */
const records = Array.from({ length: 1200 }, (_, row) => {
  const asked = random() < 0.55;
  const visits = random() < 0.4 ? 0 : 1 + Math.floor(9 * random());
  const counted = random() < 0.6;
  const words = 2 + Math.floor(18 * random());
  const chance = 0.15 + (asked ? 0.25 : 0) + (counted && visits === 0 ? 0.25 : 0) + (words > 10 ? 0.25 : 0);
  return {
    id: String(row).padStart(5, '0'),
    at: begin + row * 3_600_000,
    won: random() < chance,
    values: {
      role: asked ? (row % 2 === 0 ? 'buyer' : 'user') : way(row),
      visits: counted ? String(visits) : way(row),
      wish: Array.from({ length: words }, () => `w${Math.floor(2000 * random())}`).join(' '),
    },
  };
});
const sources = ['role', 'visits', 'wish'].map((name) => ({ name, type: 'string' as const }));
const weights: Weights = train({ target: 'lead', sources, records, now: begin, seed: 1, keep: 'all' });
const score = compileWeights(weights);
const chanceOf = (values: Readonly<Record<string, string | number | null>>) =>
  score(rowOf(weights.features, { role: 'buyer', visits: '3', wish: 'a b c', ...values }), begin).probability;

describe('what is not known', () => {
  test('is one and the same, in whatever way it is said', () => {
    expect(new Set(ways.map((role) => chanceOf({ role }))).size).toBe(1);
    expect(new Set(ways.map((visits) => chanceOf({ visits }))).size).toBe(1);
    expect(
      new Set([undefined, ...ways].map((role) => chanceOf(role === undefined ? {} : { role }))).size,
    ).toBe(2);
  });

  test('has a share of its own in the score: who was never asked converts less', () => {
    expect(chanceOf({ role: null })).toBeLessThan(chanceOf({ role: 'buyer' }) - 0.05);
    expect(weights.features.find(({ name }) => name === 'role')?.usualMissing).toBeLessThan(0.45);
  });

  test('is no zero: a number that is 0 says the opposite here', () => {
    const { features } = weights;
    expect(features.map(({ name, kind }) => [name, kind])).toContainEqual(['visits', 'number']);
    expect(chanceOf({ visits: '0' })).toBeGreaterThan(chanceOf({ visits: null }) + 0.05);
  });

  test('lowers the share of what is known, by what it would have told', () => {
    const missing = (values: object) =>
      score(rowOf(weights.features, { role: 'buyer', visits: '3', wish: 'a b c', ...values }), begin).missing;
    expect(missing({})).toBe(0);
    expect(missing({ role: '-' })).toBeGreaterThan(0);
    expect(missing({ role: '-', visits: 'n/a', wish: '' })).toBeCloseTo(1, 9);
  });
});

test('a free text is read by its length, though every word of it is new', () => {
  const text = (words: number) => Array.from({ length: words }, (_, nr) => `new${nr}`).join(' ');
  expect(weights.features.find(({ name }) => name === 'wish')?.kind).toBe('text');
  expect(chanceOf({ wish: text(18) })).toBeGreaterThan(chanceOf({ wish: text(3) }) + 0.05);
});
