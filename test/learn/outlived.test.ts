import { describe, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { closedTable, pickRows } from '#learn/closed-records.ts';
import { movedOn } from '#learn/outlived.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const rows = 3000;
const turn = 0.65 * rows;
const sources = [...leadSources, { name: 'market', label: 'Market', type: 'number' as const }];

/** Leads of two ages: in the second the market stands higher, and what it means is `later` times what it meant. */
function twoAges(later: number) {
  const random = seededRandom(5);
  return aLeadHistory(rows).map((lead, row) => {
    const mood = 2 * (random() + random() + random()) - 3;
    const logOdds = Math.log(lead.chance / (1 - lead.chance)) + 1.6 * mood * (row < turn ? 1 : later);
    const market = (mood + (row < turn ? 0 : 1.5)).toFixed(3);
    return {
      ...lead,
      won: random() < 1 / (1 + Math.exp(-logOdds)),
      values: { ...lead.values, market, visited: null, note: null },
    };
  });
}

const trained = (later: number, keep: readonly string[] = []) =>
  train({ target: 'lead', sources, records: twoAges(later), now: historyEnd, seed: 4, keep });

describe('what moved on with time', () => {
  test('is left out where newer records are ranked better without it, and said so with a number', () => {
    const { leftOut, features } = trained(-1);
    expect(leftOut).toContainEqual({
      name: 'market',
      label: 'Market',
      why: 'outlived',
      measure: expect.any(Number),
    });
    expect(features.map(({ name }) => name)).not.toContain('market');
    expect(features.map(({ name }) => name)).toContain('source');
  });

  test('is used where it still says the same, and where somebody wants it used', () => {
    expect(trained(1).leftOut.map(({ name }) => name)).not.toContain('market');
    expect(trained(-1, ['market']).leftOut.map(({ name }) => name)).not.toContain('market');
  });

  test('is found by values that are new, even between old ones, and not by chance', () => {
    const records = aLeadHistory(1200).map((lead, row) => ({
      ...lead,
      values: { ...lead.values, market: row < 800 ? (row % 2) * 10 : 5 },
    }));
    const table = closedTable(sources, records);
    const border = records[800]?.at ?? 0;
    const older = pickRows(table, (row) => (table.closedAt[row] ?? 0) < border);
    const newest = pickRows(table, (row) => (table.closedAt[row] ?? 0) >= border);
    expect(movedOn(older, newest).map(({ name }) => name)).toEqual(['market']);
  });
});
