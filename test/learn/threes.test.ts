// Three inputs that say something only together are found, learned and explained; where there are none, none is found.
import { describe, expect, test } from 'vitest';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { baseLogOdds } from '#learn/base-rate.ts';
import { type ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { findThrees } from '#learn/find-threes.ts';
import { foldsOf } from '#learn/folds.ts';
import { frameOf } from '#learn/frame.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const flags = ['asked', 'called', 'visited', 'wrote'];
const numbers = ['seats', 'users', 'age'];
const sources = [
  ...flags.map((name) => ({ name, type: 'bool' as const })),
  ...numbers.map((name) => ({ name, type: 'number' as const })),
];

/** Won more often where an odd number of the first two flags and "many users" holds, by `together`; and by age. */
function closed(rows: number, together: number, seed: number): (ClosedRecord & { chance: number })[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const yes = flags.map(() => random() < 0.5);
    const [seats, users, age] = numbers.map(() => Math.round(1000 * random()) / 10);
    const odd = (yes[0] !== yes[1]) !== (users ?? 0) > 55;
    const chance = sigmoid((odd ? together : -together) - 0.7 + 0.01 * ((age ?? 0) - 50));
    const values = {
      ...Object.fromEntries(flags.map((name, nr) => [name, yes[nr] ? 'true' : 'false'])),
      ...{ seats, users, age },
    };
    return { id: `r${String(row).padStart(5, '0')}`, at: 0, won: random() < chance, chance, values };
  });
}

function foundIn(records: readonly ClosedRecord[]): string[][] {
  const table = closedTable(sources, records);
  const folds = foldsOf(seededRandom(1), table.outcomes, 5);
  const frame = frameOf(table, folds);
  const all = Int32Array.from(table.outcomes.keys());
  const base = new Float64Array(all.length).fill(baseLogOdds(table.outcomes, folds, -1));
  const nameOf = (place: number) => table.features[frame.inputs[place]?.input.feature ?? -1]?.name ?? '';
  return findThrees(frame, all, base).map((three) => three.map(nameOf).sort());
}

describe('three inputs that say something only together', () => {
  test('are found, and first of all', () => {
    for (let seed = 1; seed <= 5; seed++)
      expect(foundIn(closed(1500, 0.8, seed))[0]).toEqual(['asked', 'called', 'users']);
  });

  test('are not found where every input speaks for itself', () => {
    for (let seed = 1; seed <= 10; seed++) expect(foundIn(closed(1500, 0, seed))).toEqual([]);
  });

  test('tell records apart that nobody has seen, by contributions that add up', () => {
    const records = closed(2600, 1.2, 3);
    const weights = train({ target: 'lead', sources, records: records.slice(0, 1600), now: 0, seed: 1 });
    const score = compileWeights(weights);
    const said = records.slice(1600).map(({ values, at, chance }) => {
      const { logOdds, intercept, contributions } = score(rowOf(weights.features, values), at);
      expect(contributions.reduce((sum, one) => sum + one, intercept)).toBe(logOdds);
      return Math.abs(sigmoid(logOdds) - chance);
    });
    // Who knew only the share won would be off by 0.25.
    expect(said.reduce((sum, one) => sum + one, 0) / said.length).toBeLessThan(0.13);
  });
});
