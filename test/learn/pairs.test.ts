import { expect, test } from 'vitest';
import { scoreWith } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const sources = ['plan', 'region', 'size'].map((name) => ({ name, type: 'string' as const }));

/** Leads for whom plan and region mean nothing alone and nearly everything together. */
function history(rows: number) {
  const random = seededRandom(17);
  return Array.from({ length: rows }, (_, row) => {
    const plan = random() < 0.5 ? 'pro' : 'basic';
    const region = random() < 0.5 ? 'north' : 'south';
    const fits = (plan === 'pro') === (region === 'north');
    const chance = fits ? 0.65 : 0.15;
    return {
      id: `lead-${row}`,
      at: historyEnd,
      won: random() < chance,
      values: { plan, region, size: String(Math.round(random() * 100)) },
    };
  });
}

test('two features that tell something only together are found, and named together', () => {
  const weights = train({ target: 'lead', sources, records: history(2500), now: historyEnd, seed: 1 });
  const names = weights.features.map(({ name }) => name);
  const [pair] = weights.model.pairs;
  expect([names[pair?.left ?? -1], names[pair?.right ?? -1]].sort()).toEqual(['plan', 'region']);
  const at = (plan: string, region: string) =>
    scoreWith(weights, rowOf(weights.features, { plan, region, size: '50' }), historyEnd).probability;
  expect(at('pro', 'north')).toBeGreaterThan(0.5);
  expect(at('pro', 'south')).toBeLessThan(0.3);
});

test('no pair is taken where the sum of all features is the whole truth', () => {
  const records = aLeadHistory(2500, 4);
  const weights = train({ target: 'lead', sources: leadSources, records, now: historyEnd, seed: 1 });
  expect(weights.learner).not.toBe('prior');
  expect(weights.model.pairs).toEqual([]);
});
