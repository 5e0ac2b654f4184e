// Scoring a whole table: to the last bit what scoring row by row says, whatever is read of a value.
import { expect, test } from 'vitest';
import { type Bins, binCount } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';
import type { Input } from '#analyze/input.ts';
import { scoreColumns } from '#analyze/score-columns.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { seededRandom } from '#learn/random.ts';

const day = 86_400_000;
const numbers = (...cuts: number[]): Bins => ({ of: 'numbers', cuts });
const answers: Bins = { of: 'levels', levels: ['yes'], rare: ['no'] };

// Features: 0 an amount, 1 a town, 2 and 3 days, 4 a note, 5 ticked boxes.
const asked: [Input, Bins][] = [
  [{ feature: 0, read: 'number' }, numbers(10, 20, 40)],
  [
    { feature: 1, read: 'level' },
    { of: 'levels', levels: ['Oslo', '上海'], rare: null },
  ],
  [
    { feature: 1, read: 'level' },
    { of: 'ranked', levels: [['Bergen'], ['上海', 'Oslo']], unseen: 1 },
  ],
  [{ feature: 2, read: 'ageDays' }, numbers(30, 60)],
  [{ feature: 2, read: 'gapDays', from: 3 }, numbers(-5, 5)],
  [{ feature: 3, read: 'weekday' }, numbers(1, 6)],
  [{ feature: 4, read: 'word', word: 'budget' }, answers],
  [{ feature: 4, read: 'length' }, numbers(8)],
  [{ feature: 5, read: 'has', level: 'webinar' }, answers],
  [{ feature: 5, read: 'count' }, numbers(2)],
];

test('says of 1,000 rows what scoring them one by one says', () => {
  const random = seededRandom(5);
  const one = <T>(...of: T[]): T | null => of[Math.floor(random() * (of.length + 1))] ?? null;
  const at = Array.from({ length: 1000 }, () => Math.floor(random() * 100) * day);
  const rows = at.map((moment): Value[] => [
    one(5, 10, 15.5, 20, 1e9),
    one('Oslo', 'Bergen', '上海', 'nowhere'),
    one(moment - 45 * day, moment - 2 * day),
    one(moment - 47 * day, moment),
    one('no budget', 'call', 'a longer word on it'),
    one('webinar', 'webinar;fair', 'fair;call;webinar'),
  ]);
  const terms = asked.map(([input, bins]) => {
    const places = Array.from({ length: binCount(bins) });
    return { input, bins, points: places.map(() => random() - 0.5), support: places.map(() => 9), bags: [] };
  });
  const model = { form: 'additive' as const, intercept: -0.3, interceptBags: [], widen: 1, terms, pairs: [] };
  const features = [0, 1, 2, 3, 4, 5].map(() => ({ importance: 1 }));
  const score = compileWeights({ features, baseInterval: [0.1, 0.9], model });
  const columns = features.map((_, feature) => rows.map((row) => row[feature] ?? null));
  const scored = scoreColumns({ model }, { columns, at });
  rows.forEach((row, nr) => {
    const alone = score(row, at[nr] ?? 0);
    expect(scored.contributions.map((part) => part[nr])).toEqual([...alone.contributions]);
    expect(scored.logOdds[nr]).toBe(alone.logOdds);
  });
  for (const part of scored.contributions) expect(new Set(part).size).toBeGreaterThan(1);
});
