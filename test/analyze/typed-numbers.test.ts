// Amounts that people type into text fields of a CRM are numbers, when they are learned from and when a record is scored.
import { describe, expect, it } from 'vitest';
import type { FeatureSource } from '#analyze/feature.ts';
import { rowOf, tableOf } from '#analyze/table.ts';

const field: FeatureSource = { name: 'budget', type: 'string', label: 'Budget' };
const read = (texts: readonly string[]) => {
  const rows = texts.map((budget, nr) => ({ at: nr, values: { budget } }));
  const { features, columns } = tableOf([field], rows);
  const [feature] = features;
  if (feature === undefined) throw new Error('a field is lost');
  return {
    feature,
    column: columns[0] ?? [],
    live: (text: string | null) => rowOf(features, { budget: text })[0],
  };
};

describe('a text field', () => {
  it('with dollars is a number, and a live value is read as those were', () => {
    const { feature, column, live } = read(['$1,234.50', '$ 900', '1,000 USD', '', '$12k']);
    expect(feature).toMatchObject({ kind: 'number', decimal: '.', label: 'Budget' });
    expect(column).toEqual([1234.5, 900, 1000, null, 12_000]);
    expect([live('$2,500.75'), live('2500.75'), live(null), live('n/a'), live('call me')]).toEqual([
      2500.75,
      2500.75,
      null,
      null,
      null,
    ]);
  });

  it('with euros as they are written in Germany keeps its commas where the decimals are', () => {
    const { feature, column, live } = read(['1.234,50 €', '99,90 €', '12.000 €', '0,75 €']);
    expect(feature).toMatchObject({ kind: 'number', decimal: ',' });
    expect(column).toEqual([1234.5, 99.9, 12_000, 0.75]);
    // Alone "1.500" would tell nothing; the others show what the dot means.
    expect(live('1.500 €')).toBe(1500);
  });

  it('with one word behind every number is a number of those', () => {
    const { feature, column, live } = read(['25 employees', '1 employee', '1,200 employees']);
    expect(feature).toMatchObject({ kind: 'number', unit: 'employee' });
    expect(column).toEqual([25, 1, 1200]);
    expect([live('40 employees'), live('40')]).toEqual([40, 40]);
  });

  it.each([
    ['telephone numbers', ['030 123456', '040 998877', '+49 89 4455', '0171 2233445']],
    ['keys', ['00123', 'A-17', '00456', 'B-18']],
    ['ranges', ['10-50 employees', '51-200 employees', '<10 employees', '10-50 employees']],
    ['versions', ['1.2.3', '1.2.4', '2.0.1', '2.10.0']],
    ['words with a price among them', ['ask Ann', '$100', 'later', 'no budget']],
  ])('with %s is no number', (_, texts) => {
    expect(read(texts).feature.kind).not.toBe('number');
  });

  it('with plain numbers is what it always was', () => {
    const { feature, column } = read(['1', '2.5', '1,234', '1e3']);
    expect(feature).toEqual({ name: 'budget', kind: 'number', label: 'Budget' });
    expect(column).toEqual([1, 2.5, 1234, 1000]);
  });
});
