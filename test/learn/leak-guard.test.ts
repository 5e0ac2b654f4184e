import { describe, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { closedTable } from '#learn/closed-records.ts';
import { guardLeaks } from '#learn/leak-guard.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const random = seededRandom(8);
const records = aLeadHistory(600).map((record, row) => ({
  ...record,
  values: {
    ...record.values,
    closed_reason: record.won || random() < 0.02 ? (random() < 0.5 ? 'signed' : 'renewed') : '',
    sales_note: random() < 0.97 === record.won ? 'will pay' : 'ringing',
    serial: row * 3 + 17,
    honest: random() < 0.3 ? 'big' : 'small',
  },
}));
const names = ['closed_reason', 'sales_note', 'serial', 'honest'];
const sources = [...leadSources, ...names.map((name) => ({ name, type: 'string' as const }))];
const weights = train({ target: 'lead', sources, records, now: historyEnd, seed: 1 });
const whyOf = (name: string) => weights.leftOut.find((left) => left.name === name);

describe('the leak guard', () => {
  test('leaves out a field that is only filled in for those who converted', () => {
    expect(whyOf('closed_reason')).toMatchObject({ why: 'filled_with_outcome' });
    expect(whyOf('closed_reason')?.measure).toBeGreaterThan(25);
  });

  test('leaves out a field that foretells the outcome too well to be honest', () => {
    expect(whyOf('sales_note')).toMatchObject({ why: 'tells_outcome' });
  });

  test('uses what somebody wants kept, and says that it gives the outcome away', () => {
    const keep = ['sales_note'];
    const kept = train({ target: 'lead', sources, records, now: historyEnd, seed: 1, keep });
    expect(kept.features.map(({ name }) => name)).toContain('sales_note');
    expect(kept.suspects).toMatchObject([{ name: 'sales_note', why: 'tells_outcome' }]);
  });

  test('leaves out record numbers', () => {
    expect(whyOf('serial')).toMatchObject({ why: 'identifier', measure: 600 });
  });

  test('keeps honest fields, and none that was left out', () => {
    const used = weights.features.map(({ name }) => name);
    expect(used).toContain('honest');
    expect(used).toContain('source');
    for (const { name } of weights.leftOut) expect(used).not.toContain(name);
  });

  test('does not judge by a handful of records', () => {
    const few = train({ target: 'lead', sources, records: records.slice(0, 120), now: historyEnd, seed: 1 });
    expect(few.leftOut.filter(({ why }) => why === 'tells_outcome' || why === 'filled_with_outcome')).toEqual(
      [],
    );
  });
});

describe('a property of the company', () => {
  const closed = (filledForLost: (place: number) => boolean) =>
    closedTable(
      [
        { name: 'company.plan', type: 'string' },
        { name: 'company.size', type: 'string' },
        { name: 'plan', type: 'string' },
      ],
      Array.from({ length: 400 }, (_, place) => {
        const won = place % 2 === 0;
        const plan = won || filledForLost(place) ? ['basic', 'pro'][Math.floor(place / 2) % 2] : null;
        // Half of the leads have no company at all.
        const size = place % 8 < 4 ? ['small', 'big'][Math.floor(place / 8) % 2] : null;
        return {
          id: String(place).padStart(4, '0'),
          at: place,
          won,
          values: { 'company.plan': plan, 'company.size': size, plan },
        };
      }),
    );

  test('is left out when it is filled in for the won ones rather than for the lost', () => {
    const { leftOut } = guardLeaks(closed((place) => place % 4 === 1));
    expect(leftOut).toMatchObject([{ name: 'company.plan', why: 'filled_with_outcome' }]);
  });

  test('is left out even when few are filled in, if those are the won ones', () => {
    const few = closedTable(
      [
        { name: 'company.plan', type: 'string' },
        { name: 'company.size', type: 'string' },
      ],
      Array.from({ length: 400 }, (_, place) => {
        const won = place % 2 === 0;
        const plan = won && place % 10 === 0 ? ['basic', 'pro'][(place / 10) % 2] : null;
        return {
          id: String(place).padStart(4, '0'),
          at: place,
          won,
          values: { 'company.plan': plan, 'company.size': place % 3 === 0 ? 'big' : 'small' },
        };
      }),
    );
    expect(guardLeaks(few).leftOut).toMatchObject([{ name: 'company.plan', why: 'filled_with_outcome' }]);
  });

  test('is used when it is filled in for both alike', () => {
    expect(guardLeaks(closed(() => true)).leftOut).toEqual([]);
  });
});
