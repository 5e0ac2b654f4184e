// The check against time asks only what could have been asked: pictures taken since the older records had closed.
import { expect, test } from 'vitest';
import { type ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { judgeNewest } from '#learn/newest.ts';
import { seededRandom } from '#learn/random.ts';

const day = 86_400_000;
const begin = Date.UTC(2026, 0, 1);
const sources = [{ name: 'plan', type: 'string' as const }];

function closed(pictureBefore: (row: number) => number): ClosedRecord[] {
  const random = seededRandom(3);
  return Array.from({ length: 1000 }, (_, row) => {
    const won = random() < 0.4;
    const closedAt = begin + row * day;
    const plan = random() < (won ? 0.7 : 0.3) ? 'team' : 'solo';
    return {
      id: String(row).padStart(4, '0'),
      at: closedAt - pictureBefore(row),
      closedAt,
      won,
      values: { plan },
    };
  });
}

const rowsOf = (records: readonly ClosedRecord[]) =>
  judgeNewest(closedTable(sources, records), 1)?.measures.rows;

test('a picture from before the border is not judged by records that closed after it', () => {
  // The border is the close of record 700; every second lead stood open for a hundred days.
  expect(rowsOf(closed((row) => (row % 2 === 0 ? 100 * day : 0)))).toBe(250);
});

test('where hardly any picture is that young, whatever closed since is judged', () => {
  expect(rowsOf(closed(() => 290 * day))).toBe(300);
});

test('where times are only an order of rows, they are compared with nothing', () => {
  const records = closed(() => 0).map((record, row) => ({ ...record, at: 0, closedAt: row }));
  expect(rowsOf(records)).toBe(300);
});
