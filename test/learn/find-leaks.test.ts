// The leak finder names the columns that give the outcome away, with the reason, and leaves honest ones alone.
import { describe, expect, test } from 'vitest';
import type { Value } from '#analyze/feature.ts';
import { closedTable } from '#learn/closed-records.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import { seededRandom } from '#learn/random.ts';

const day = 86_400_000;
const start = Date.UTC(2020, 0, 1);

function leaksOf(column: (won: boolean, random: () => number, row: number) => Value, name: string) {
  const random = seededRandom(9);
  const records = Array.from({ length: 2000 }, (_, row) => {
    const won = random() < 0.3;
    const values = { [name]: column(won, random, row) };
    return { id: String(row).padStart(5, '0'), at: start + row * day, won, values };
  });
  return findLeaks(closedTable([{ name, type: 'string' }], records));
}

describe('a column is named', () => {
  test('when it is filled in for one outcome only', () => {
    const leaks = leaksOf(
      (won, random) => (won && random() < 0.5 ? 'x'.repeat(1 + Math.floor(random() * 9)) : null),
      'contract',
    );
    expect(leaks).toMatchObject([{ name: 'contract', why: 'filled_with_outcome' }]);
  });

  test('when one of its values is as good as the outcome', () => {
    const value = (won: boolean, random: () => number) =>
      won && random() < 0.4 ? 'gold' : random() < 0.5 ? 'web' : 'fair';
    expect(leaksOf(value, 'segment')).toMatchObject([{ why: 'names_outcome', value: 'gold' }]);
  });

  test('when a value says how it ended, even of few records', () => {
    const value = (won: boolean, random: () => number) =>
      !won && random() < 0.05 ? 'Lost to a rival' : random() < 0.5 ? 'open' : 'busy';
    expect(leaksOf(value, 'comment')).toMatchObject([{ why: 'names_outcome', value: 'Lost to a rival' }]);
  });

  test('when it is a verdict that only some of the records have', () => {
    const value = (won: boolean, random: () => number) =>
      random() < 0.4 ? null : String(Math.round(10 * random() + (won ? 2 : 0)));
    expect(leaksOf(value, 'Lead Score')).toMatchObject([{ why: 'judged' }]);
  });

  test('when its name says that it is written at the end, and it tells', () => {
    const value = (won: boolean, random: () => number) =>
      String(Math.round((won ? 500 : 250) * (0.3 + random())));
    expect(leaksOf(value, 'callDuration')).toMatchObject([{ why: 'written_after' }]);
    expect(leaksOf((_, random) => String(Math.round(600 * random())), 'callDuration')).toEqual([]);
  });

  test('when it is overwritten by whoever changes the record', () => {
    const value = (_: boolean, random: () => number) => (random() < 0.4 ? 'Modified' : 'Email Opened');
    expect(leaksOf(value, 'last_notable_activity')).toMatchObject([{ why: 'rewritten', value: 'Modified' }]);
  });

  test('when its dates are later than the record and go with the outcome', () => {
    const value = (won: boolean, random: () => number, row: number) =>
      new Date(start + (row + (won ? 1 + 5 * random() : 20 + 9 * random())) * day).toISOString();
    expect(leaksOf(value, 'seen_on').map(({ why }) => why)).not.toEqual([]);
  });
});

describe('a column is named by when it was filled in', () => {
  const told = (filledAt: (row: number, won: boolean) => number | null) => {
    const random = seededRandom(9);
    const records = Array.from({ length: 600 }, (_, row) => {
      const won = random() < 0.3;
      const closedAt = start + row * day;
      const values = { budget: random() < 0.5 ? 'high' : 'low', origin: random() < 0.5 ? 'web' : 'fair' };
      const times = { origin: closedAt - 20 * day, budget: filledAt(row, won) };
      return { id: String(row).padStart(5, '0'), at: closedAt, closedAt, won, values, filledAt: times };
    });
    const sources = ['budget', 'origin'].map((name) => ({ name, type: 'string' as const }));
    return findLeaks(closedTable(sources, records));
  };
  const closed = (row: number) => start + row * day;

  test('when that was with the outcome or after it, however little it tells', () => {
    const leaks = told((row) => closed(row) + (row % 3 === 0 ? -9 * day : day / 24));
    expect(leaks).toEqual([{ name: 'budget', why: 'filled_late', measure: 0.667 }]);
  });

  test('and not when it was there before, or came in with a record that was closed at once', () => {
    expect(told((row) => closed(row) - day)).toEqual([]);
    expect(told((row) => closed(row) - 20 * day)).toEqual([]);
  });

  test('and not when the CRM remembers too few times', () => {
    expect(told((row) => (row < 15 ? closed(row) + day : null))).toEqual([]);
  });
});

describe('a free text is named', () => {
  const words = ['call', 'asked', 'price', 'demo', 'team', 'summer', 'budget', 'later', 'offer', 'visit'];
  const note = (random: () => number) =>
    Array.from({ length: 9 }, () => words[Math.floor(10 * random())] ?? '').join(' ');

  test('when it says how it ended', () => {
    const value = (won: boolean, random: () => number) =>
      `${note(random)}${won && random() < 0.3 ? ', contract signed' : ''} ${Math.floor(1e6 * random())}`;
    expect(leaksOf(value, 'notes')).toMatchObject([{ why: 'names_outcome', value: 'signed' }]);
  });

  test('and not when its words only tell much', () => {
    const value = (won: boolean, random: () => number) =>
      `${note(random)}${random() < (won ? 0.5 : 0.2) ? ' urgent' : ''} ${Math.floor(1e6 * random())}`;
    expect(leaksOf(value, 'message')).toEqual([]);
  });
});

describe('a column is left alone', () => {
  test('when it only tells much', () => {
    const value = (won: boolean, random: () => number) =>
      random() < (won ? 0.8 : 0.35) ? 'month to month' : 'two years';
    expect(leaksOf(value, 'contract')).toEqual([]);
  });

  test('when its dates are set ahead, though it is worth a look', () => {
    const value = (won: boolean, random: () => number, row: number) =>
      new Date(start + (row + (won ? 30 + 90 * random() : 60 + 90 * random())) * day).toISOString();
    expect(leaksOf(value, 'renewal_date')).toMatchObject([{ why: 'doubtful' }]);
    expect(leaksOf(value, 'kick_off_call')).toMatchObject([{ why: 'dated_after' }]);
  });

  test('when it tells of what was before', () => {
    const value = (won: boolean, random: () => number) =>
      random() < (won ? 0.3 : 0.05) ? 'success' : 'none yet';
    expect(leaksOf(value, 'previous_outcome')).toEqual([]);
  });
});
