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

describe('rows whose outcome is still open', () => {
  const closedOf = (outcome: readonly string[], more: object = {}) => {
    const { records, open, undecided } = recordsOf(
      tableOf({ outcome, city: outcome.map((_, row) => (row % 2 === 0 ? 'Berlin' : 'Paris')) }),
      { ...choices, positive: 'Won', ...more },
    );
    return { won: records.filter(({ won }) => won).length, closed: records.length, open, undecided };
  };

  test('are left out by whatever word a pipeline, a person or a language has for it, and the words are told', () => {
    for (const open of [
      'Open',
      'in_progress',
      'Pending',
      ' OPEN ',
      '进行中',
      '跟进中',
      'Offen',
      'en cours',
      'TBD',
      'On-hold',
    ])
      expect(closedOf(['Won', 'Lost', open, 'Won', 'Lost', open]), open).toEqual({
        ...{ won: 2, closed: 4, open: 2, undecided: [open.trim()] },
      });
    expect(
      closedOf(['Won', 'Lost', '', 'Prospecting', 'Open - Not Contacted', 'n/a', 'Open', 'Open']),
    ).toEqual({
      ...{ won: 1, closed: 2, open: 6 },
      undecided: ['Open', 'Prospecting', 'Open - Not Contacted', 'n/a'],
    });
  });

  test('need no named outcome where two are left', () => {
    expect(closedOf(['Won', 'Lost', 'Open'], { positive: undefined })).toMatchObject({ won: 1, closed: 2 });
  });

  test('are those that the user names, whatever they are called; and what is called good is decided', () => {
    const outcome = ['Won', 'Lost', 'Open', 'Stalled'];
    expect(closedOf(outcome, { open: ['stalled'] })).toEqual({
      ...{ won: 1, closed: 3, open: 1, undecided: ['Stalled'] },
    });
    expect(closedOf(outcome, { open: [] })).toEqual({ won: 1, closed: 4, open: 0, undecided: [] });
    expect(closedOf(outcome, { positive: 'open' })).toEqual({ won: 1, closed: 4, open: 0, undecided: [] });
    expect(() => closedOf(outcome, { open: ['Frozen'] })).toThrow(/no row has the value "Frozen"/);
  });

  test('are no outcome to hold the won against: that is said, and how to have it otherwise', () => {
    expect(() => closedOf(['Won', 'Open', 'Won'])).toThrow(
      /"Open" are taken for not decided yet .*--open ""/,
    );
    expect(closedOf(['Won', 'Open', 'Won'], { open: [] })).toMatchObject({ won: 2, closed: 3 });
  });

  test('are not looked for among words that may be an outcome where nothing else is left', () => {
    expect(closedOf(['+', '-', '+'], { positive: '+' })).toMatchObject({ won: 2, closed: 3, open: 0 });
    expect(closedOf(['New', 'Returning'], { positive: 'Returning' })).toMatchObject({ closed: 2, open: 0 });
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

test('a column may be called whatever it likes, also what every object has', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const outcome = ['won', 'lost', 'won', 'lost'];
  const given = Object.fromEntries([
    ...names.map((name) => [name, ['a', '', 'b', 'a']]),
    ['outcome', outcome],
  ]);
  const { sources, records } = recordsOf(tableOf(given), choices);
  const { features, columns } = closedTable(sources, records);
  expect(features.map(({ name }) => name)).toEqual(names);
  for (const column of columns) expect(column).toEqual(['a', null, 'b', 'a']);
});

test.each([
  ['Ja', 'Nein'],
  ['Oui', 'Non'],
  ['赢单', '输单'],
  ['Gewonnen', 'Verloren'],
])('of %s and %s the first is taken for the good outcome where nobody says which', (good, bad) => {
  const outcome = Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? good : bad));
  const city = outcome.map((_, row) => (row % 3 === 0 ? 'Berlin' : 'Paris'));
  expect(recordsOf(tableOf({ outcome, city }), { ...choices, positive: undefined }).positive).toBe(good);
});
