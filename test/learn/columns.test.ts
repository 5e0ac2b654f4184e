// Columns that nobody described: what they hold is found out, and each text is read as what the others show it to be.
import { describe, expect, test } from 'vitest';
import { readColumn } from '#learn/columns/read-column.ts';

const read = (texts: string[], name = 'column') => readColumn(name, texts);

describe('numbers', () => {
  test('are read with currency, percent, thousands and scales', () => {
    expect(read(['$1,234.50', '€ 99', '(12)', '7-', '1.5k', '12%', 'CNY 3万', ''])).toMatchObject({
      source: { type: 'number' },
      values: [1234.5, 99, -12, -7, 1500, 12, 30_000, null],
      unread: 0,
    });
  });

  test('have a comma before the decimals where the others show it', () => {
    expect(read(['1.234,50 €', '0,75', '12,5', '1.000']).values).toEqual([1234.5, 0.75, 12.5, 1000]);
    expect(read(['1,234.50', '0.75', '1,000']).values).toEqual([1234.5, 0.75, 1000]);
  });

  test('take what says nothing as not known, and count what does not read', () => {
    const texts = [...Array.from({ length: 97 }, (_, nr) => String(nr)), 'N/A', 'unknown', 'about 7'];
    const column = read(texts);
    expect(column.source.type).toBe('number');
    expect(column.values.slice(97)).toEqual([null, null, null]);
    expect(column.unread).toBe(1);
  });

  test('are read as they are typed by hand: with the currency behind, nearly, at most, and more', () => {
    const texts = ['1,200.50 USD', 'EUR 900', '<10', '>500', '~75', '100+', '-12%', '0'];
    expect(read(texts).values).toEqual([1200.5, 900, 10, 500, 75, 100, -12, 0]);
    expect(read(['€ 1.200,50', '€ 3,00', '€ 12.000,00']).values).toEqual([1200.5, 3, 12_000]);
  });

  test('are read without the unit where all of them have the same, and are words where they are ranges', () => {
    expect(read(['25 employees', '1 employee', '1,200 employees', '']).values).toEqual([25, 1, 1200, null]);
    expect(read(['3 days', '2 weeks', '5 months']).source.type).toBe('string');
    const ranges = read(['10-50 employees', '51-200 employees', '<10 employees']);
    expect(ranges).toMatchObject({
      source: { type: 'string' },
      values: ['10-50 employees', '51-200 employees', '<10 employees'],
    });
  });

  test('are names where they are written with zeros in front', () => {
    expect(read(['00123', '00456', '00789', '01234']).source.type).toBe('string');
  });
});

describe('dates', () => {
  test('have the day first where one of them can only be that', () => {
    const column = read(['03/04/2025', '25/04/2025', '']);
    expect(column).toMatchObject({ source: { type: 'datetime' }, dayOrder: 'day' });
    expect(column.values).toEqual([Date.UTC(2025, 3, 3), Date.UTC(2025, 3, 25), null]);
  });

  test('have the month first where one of them can only be that, or nothing tells', () => {
    expect(read(['03/04/2025', '04/25/2025']).values[0]).toBe(Date.UTC(2025, 2, 4));
    expect(read(['03/04/2025', '05/06/2025']).values[0]).toBe(Date.UTC(2025, 2, 4));
  });

  test('are read in all the usual forms, with time and zone', () => {
    const forms = {
      '2025-03-04': Date.UTC(2025, 2, 4),
      '2025/3/4 17:05': Date.UTC(2025, 2, 4, 17, 5),
      '2025-03-04T17:05:06+02:00': Date.UTC(2025, 2, 4, 15, 5, 6),
      '4 Mar 2025': Date.UTC(2025, 2, 4),
      'March 4, 2025': Date.UTC(2025, 2, 4),
      '4.3.2025': Date.UTC(2025, 2, 4),
      '3/4/2025 5:05 PM': Date.UTC(2025, 2, 4, 17, 5),
      '2025年3月4日': Date.UTC(2025, 2, 4),
    };
    for (const [text, moment] of Object.entries(forms)) expect(read([text, '']).values[0], text).toBe(moment);
    expect(read(['20250304', '20250331'], 'signup_date').values[0]).toBe(Date.UTC(2025, 2, 4));
  });

  test('are none where the calendar has no such day', () => {
    expect(read(['31/02/2025', '2025-13-01']).source.type).toBe('string');
  });
});

test('an untouched drop-down says nothing, and "unknown" as a word is a word', () => {
  expect(read(['Select', 'web', 'unknown', 'n/a']).values).toEqual([null, 'web', 'unknown', null]);
});
