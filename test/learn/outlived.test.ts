import { describe, expect, test } from 'vitest';
import { scoreColumns } from '#analyze/score-columns.ts';
import { rowOf } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { closedTable, pickRows } from '#learn/closed-records.ts';
import { auc } from '#learn/metrics.ts';
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

const trainedOn = (later: number, keep: readonly string[] = []) =>
  train({ target: 'lead', sources, records: twoAges(later), now: historyEnd, seed: 4, keep });

// Learned once for all tests.
const changed = trainedOn(-1);
const kept = trainedOn(-1, ['market']);

describe('what moved on with time', () => {
  test('is left out where newer records are ranked better without it, and said so with a number', () => {
    const { leftOut, features } = changed;
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
    expect(trainedOn(1).leftOut.map(({ name }) => name)).not.toContain('market');
    expect(kept.leftOut.map(({ name }) => name)).not.toContain('market');
  });

  test('does not spoil the figures shown of the newest records: they are of what is used, learned before them', () => {
    const records = twoAges(-1);
    const [older, newest] = [records.slice(0, 0.7 * rows), records.slice(0.7 * rows)];
    const lean = train({ target: 'lead', sources: leadSources, records: older, now: historyEnd, seed: 4 });
    const known = newest.map(({ values }) => rowOf(lean.features, values));
    const columns = lean.features.map((_, place) => known.map((row) => row[place] ?? null));
    const { logOdds } = scoreColumns(lean, { columns, at: newest.map(({ at }) => at) });
    const without = auc(
      newest.map(({ won }) => Number(won)),
      logOdds,
    );
    const shown = changed.report.newest;
    expect(shown?.rows).toBe(newest.length);
    expect(Math.abs((shown?.auc ?? 0) - without)).toBeLessThan(0.01);
    expect(shown?.auc).toBeGreaterThan((kept.report.newest?.auc ?? 1) + 0.03);
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
