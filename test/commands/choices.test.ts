// A table of unknown columns turned into closed records: what says nothing, and what was filled in only at the end.
import { describe, expect, test } from 'vitest';
import { recordsOf } from '#commands/evaluate/choices.ts';
import { closedTable } from '#learn/closed-records.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import { seededRandom } from '#learn/random.ts';

const choices = {
  ...{ file: 'leads.csv', label: 'outcome', positive: 'won', id: undefined, drop: [], time: undefined },
};

function tableOf(columns: Readonly<Record<string, readonly string[]>>) {
  const headers = Object.keys(columns);
  const list = Object.values(columns);
  const rows = list[0]?.length ?? 0;
  return { headers, columns: list, rows, ragged: 0, delimiter: ',', encoding: 'utf-8' };
}

describe('rows that have no outcome yet', () => {
  const random = seededRandom(5);
  const outcome = Array.from({ length: 900 }, (_, row) =>
    row >= 600 ? '' : random() < 0.4 ? 'won' : 'lost',
  );
  const of = (closed: number, open: number) =>
    outcome.map((one) => (random() < (one === '' ? open : closed) ? `x${Math.floor(3 * random())}` : ''));
  const known = recordsOf(
    tableOf({ outcome, review: of(0.8, 0.05), origin: of(0.8, 0.7), phone: of(0.5, 0.35) }),
    choices,
  );

  test('give away what is filled in only when it is over, for won and lost alike', () => {
    const { sources, records } = known;
    expect(known.open).toBe(300);
    expect(findLeaks(closedTable(sources, records))).toEqual([
      { name: 'review', why: 'rare_while_open', measure: 1 },
    ]);
  });

  test('are left out, and the values stay for whoever wants them used', () => {
    expect(known.records).toHaveLength(600);
    expect(known.records.filter(({ values }) => values['review'] !== null).length).toBeGreaterThan(400);
  });
});

test('a blank, an untouched drop-down and a dash are not known, and that is a value of its own', () => {
  const cells = ['Select', '', 'n/a', '-', '--None--', 'NULL', 'Berlin', 'no', '0'];
  const { records } = recordsOf(
    tableOf({ outcome: cells.map((_, row) => (row % 2 === 0 ? 'won' : 'lost')), city: cells }),
    choices,
  );
  expect(records.map(({ values }) => values['city'])).toEqual([
    ...[null, null, null, null, null, null],
    ...['Berlin', 'no', '0'],
  ]);
});
