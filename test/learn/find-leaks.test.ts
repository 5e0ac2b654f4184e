// The leak finder names the columns that give the outcome away, with the reason, and leaves honest ones alone.
import { describe, expect, test } from 'vitest';
import type { Value } from '#analyze/feature.ts';
import { closedTable } from '#learn/closed-records.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import { seededRandom } from '#learn/random.ts';

const day = 86_400_000;

function leaksOf(
  column: (won: boolean, random: () => number, row: number) => Value,
  name: string,
  dated = false,
) {
  const random = seededRandom(9);
  const records = Array.from({ length: 2000 }, (_, row) => {
    const won = random() < 0.3;
    const values = { [name]: column(won, random, row) };
    return { id: String(row).padStart(5, '0'), at: row * day, won, values };
  });
  return findLeaks(closedTable([{ name, type: 'string' }], records), dated);
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
      new Date((row + (won ? 1 + 5 * random() : 20 + 9 * random())) * day).toISOString();
    expect(leaksOf(value, 'seen_on', true).map(({ why }) => why)).not.toEqual([]);
  });
});

describe('a column is left alone', () => {
  test('when it only tells much', () => {
    const value = (won: boolean, random: () => number) =>
      random() < (won ? 0.8 : 0.35) ? 'month to month' : 'two years';
    expect(leaksOf(value, 'contract')).toEqual([]);
  });

  test('when it tells of what was before', () => {
    const value = (won: boolean, random: () => number) =>
      random() < (won ? 0.3 : 0.05) ? 'success' : 'none yet';
    expect(leaksOf(value, 'previous_outcome')).toEqual([]);
  });
});
