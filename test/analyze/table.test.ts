// Reading a table for scoring: the same values, whether row by row or column by column.
import { expect, test } from 'vitest';
import type { Feature } from '#analyze/feature.ts';
import { columnsOf, rowOf } from '#analyze/table.ts';

test('reads of a column what is read of each row', () => {
  const features: Feature[] = [
    { name: 'amount', kind: 'number', decimal: ',', unit: '€' },
    { name: 'town', kind: 'category' },
    { name: 'since', kind: 'date' },
    { name: 'agreed', kind: 'bool' },
  ];
  const rows = [
    { values: { amount: '1.234,50 €', town: ' Oslo', since: '2026-03-01', agreed: 'TRUE' } },
    { values: { amount: 'n/a', town: '上海', since: 1_700_000_000_000 } },
    { values: { amount: 7, town: 'Oslo ', since: 'soon', agreed: 'false' } },
    { values: { town: null, agreed: 'True' } },
  ];
  const columns = columnsOf(features, rows);
  expect(columns[0]).toEqual([1234.5, null, 7, null]);
  expect(columns[1]).toEqual(['Oslo', '上海', 'Oslo', null]);
  rows.forEach(({ values }, row) => {
    expect(columns.map((column) => column[row])).toEqual(rowOf(features, values));
  });
});
