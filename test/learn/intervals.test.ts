// Intervals where most of what there is to know lies in accounts and owners of which few records are known.
import { expect, test } from 'vitest';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { type Random, seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const sources = ['account', 'owner', 'city', 'visits'].map((name) => ({ name, type: 'string' as const }));

function effects(random: Random, count: number, spread: number): number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, () => spread * normal());
}

test('intervals hold the known chance three times in four where hundreds of levels each have a say', () => {
  const random = seededRandom(6);
  const known = [effects(random, 900, 1), effects(random, 120, 0.6), effects(random, 400, 0.7)] as const;
  const records = Array.from({ length: 2400 }, (_, row) => {
    const places = known.map((all) => Math.floor(all.length * random() ** 2));
    const visits = Math.floor(100 * random());
    const logOdds = known.reduce((sum, all, nr) => sum + (all[places[nr] ?? 0] ?? 0), 0.02 * (visits - 90));
    const [account, owner, city] = places;
    const values = {
      account: `A-${account}`,
      owner: `o${owner}`,
      city: `City ${city}`,
      visits: String(visits),
    };
    const chance = sigmoid(logOdds);
    return { id: `r${String(row).padStart(4, '0')}`, at: 0, won: random() < chance, chance, values };
  });
  const weights = train({ target: 'lead', sources, records: records.slice(0, 1600), now: 0, seed: 1 });
  const score = compileWeights(weights);
  const held = records.slice(1600).filter(({ values, at, chance }) => {
    const { interval } = score(rowOf(weights.features, values), at);
    return interval[0] <= chance && chance <= interval[1];
  });
  expect(held.length / 800).toBeGreaterThan(0.72);
  expect(held.length / 800).toBeLessThan(0.97);
});
