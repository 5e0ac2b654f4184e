// Thousands of levels are ranked by how often their records were won, and no record helps to rank itself.
import { describe, expect, test } from 'vitest';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { auc, logLoss } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const sources = [{ name: 'campaign', type: 'string' as const }];

function campaigns(rows: number, seed: number, spread: number) {
  const random = seededRandom(seed);
  const effects = seededRandom(99);
  const effect = Array.from({ length: 600 }, () => spread * (effects() + effects() + effects() - 1.5));
  return Array.from({ length: rows }, (_, row) => {
    const campaign = Math.floor(effect.length * random());
    const won = random() < 1 / (1 + Math.exp(-(effect[campaign] ?? 0)));
    return { id: `${seed}-${row}`, at: 0, won, values: { campaign: `c-${campaign}` } };
  });
}

describe('a category of hundreds of levels', () => {
  test('ranks records it has never seen, though no level has more than a few', () => {
    const weights = train({ target: 'lead', sources, records: campaigns(5000, 1, 3), now: 0, seed: 1 });
    const fresh = campaigns(3000, 2, 3);
    const score = compileWeights(weights);
    const said = fresh.map(({ values, at }) => score(rowOf(weights.features, values), at).probability);
    expect(
      auc(
        fresh.map(({ won }) => Number(won)),
        said,
      ),
    ).toBeGreaterThan(0.7);
  });

  test('promises next to nothing where they say nothing: no level tells on itself', () => {
    for (const seed of [3, 4]) {
      const weights = train({ target: 'lead', sources, records: campaigns(3000, seed, 0), now: 0, seed: 1 });
      for (const { gain } of weights.report.candidates) expect(gain).toBeLessThan(0.003);
      const fresh = campaigns(3000, seed + 50, 0);
      const score = compileWeights(weights);
      const said = fresh.map(({ values, at }) => score(rowOf(weights.features, values), at).probability);
      const loss = logLoss(
        fresh.map(({ won }) => Number(won)),
        said,
      );
      expect(loss).toBeLessThan(Math.log(2) + 0.003);
    }
  });
});
