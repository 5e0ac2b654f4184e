// Several pictures of one subject are one closed record: they are never parted, and count once.
import { expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { closedTable } from '#learn/closed-records.ts';
import { foldsOf } from '#learn/folds.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const pictures = aLeadHistory(90).map((one, nr) => ({ ...one, group: `deal-${Math.floor(nr / 3)}` }));

test('pictures of one subject lie in one part, and each part has its share of those won', () => {
  const table = closedTable(leadSources, pictures);
  const folds = foldsOf(seededRandom(3), table.outcomes, 5, table.groups);
  const partsOf = Map.groupBy(folds.keys(), (row) => table.groups[row]);
  for (const rows of partsOf.values()) expect(new Set(rows.map((row) => folds[row])).size).toBe(1);
  expect(new Set(folds).size).toBe(5);
});

test('rows that are alone in their group are parted as if there were no groups', () => {
  const { outcomes, groups } = closedTable(leadSources, aLeadHistory(200));
  const alone = foldsOf(seededRandom(4), outcomes, 8);
  expect(foldsOf(seededRandom(4), outcomes, 8, groups)).toEqual(alone);
});

test('thirty subjects are too few to learn from, however many pictures there are of each', () => {
  const few = train({
    ...{ target: 'deal', sources: leadSources, records: pictures, now: historyEnd, seed: 1 },
  });
  expect(few.learner).toBe('prior');
  expect(few.history).toMatchObject({ closed: 30, needed: 20 });
});
