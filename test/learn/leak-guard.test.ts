import { describe, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
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
    expect(whyOf('closed_reason')?.measure).toBeGreaterThan(0.9);
  });

  test('leaves out a field that foretells the outcome too well to be honest', () => {
    expect(whyOf('sales_note')).toMatchObject({ why: 'tells_outcome' });
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
