// What only closed records have was filled in when they ended: it counts as not known, and that is said.
import { describe, expect, test } from 'vitest';
import { type ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import { guardLeaks } from '#learn/leak-guard.ts';
import { countOpen, type OpenShares, withoutLate } from '#learn/open-shares.ts';

const closed = (count: number, share: number, dated = false): ClosedRecord[] =>
  Array.from({ length: count }, (_, nr) => {
    const filled = (nr % 10) / 10 < share;
    return {
      id: String(nr).padStart(4, '0'),
      at: 1000,
      won: nr % 3 === 0,
      values: { budget: filled ? 'high' : null, origin: nr % 2 === 0 ? 'web' : 'fair' },
      assumed: dated || !filled ? ['origin'] : ['budget', 'origin'],
    };
  });

function open(count: number, share: number): OpenShares {
  const shares: OpenShares = new Map();
  for (let nr = 0; nr < count; nr++)
    countOpen(
      shares,
      new Map([
        ['budget', { value: (nr % 10) / 10 < share ? 'high' : null }],
        ['origin', { value: 'web' }],
      ]),
    );
  return shares;
}

const known = (records: readonly ClosedRecord[]) =>
  records.filter(({ values }) => values['budget'] !== null).length;
const sources = ['budget', 'origin'].map((name) => ({ name, type: 'string' as const }));

describe('a value that nobody says was there at the moment', () => {
  test('counts as not known where open records hardly have it', () => {
    const records = withoutLate(closed(300, 0.8), open(200, 0.1));
    expect(known(records)).toBe(0);
    expect(records[0]).toMatchObject({ late: ['budget'], assumed: ['origin'] });
    expect(records.every(({ values }) => values['origin'] !== null)).toBe(true);
  });

  test('is left alone where open records have it about as often, or where there are too few of them to say', () => {
    for (const shares of [open(200, 0.6), open(20, 0.1)]) {
      const records = closed(300, 0.8);
      expect(withoutLate(records, shares)).toBe(records);
    }
  });

  test('is left alone where the CRM tells when it came', () => {
    const records = withoutLate(closed(300, 0.8, true), open(200, 0.1));
    expect(known(records)).toBe(240);
  });

  test('is told as filled in only when it is over, and not as empty; nobody can have it kept, for nothing is left', () => {
    for (const count of [60, 300]) {
      const table = closedTable(sources, withoutLate(closed(count, 0.8), open(200, 0.1)));
      expect(findLeaks(table)).toMatchObject([{ name: 'budget', why: 'rare_while_open', measure: 1 }]);
      for (const keep of [[], ['budget']]) {
        const { leftOut, suspects } = guardLeaks(table, keep);
        expect(leftOut).toMatchObject([{ name: 'budget', why: 'rare_while_open' }]);
        expect(suspects).toEqual([]);
      }
    }
  });
});
