// Two fields that people see under one name are told apart, in their language, wherever a reason or the model page names them.
import { expect, test } from 'vitest';
import { distinctLabels } from '#learn/distinct-labels.ts';

const labelsOf = (fields: Parameters<typeof distinctLabels>[0], locale: 'en' | 'zh-CN' = 'en') =>
  distinctLabels(fields, locale).map(({ label }) => label);

test('a label of two objects says which object', () => {
  const fields = [
    { name: 'country', label: 'Country' },
    { name: 'company.country', label: 'country ' },
    { name: 'company.industry', label: 'Industry' },
    { name: 'lead.Country', label: 'Country' },
  ];
  expect(labelsOf(fields)).toEqual(['Country (contact)', 'country (company)', 'Industry', 'Country (lead)']);
  expect(labelsOf(fields, 'zh-CN')).toEqual([
    'Country（联系人）',
    'country（公司）',
    'Industry',
    'Country（线索）',
  ]);
});

test('two fields of one object with the same label say their names too', () => {
  const fields = [
    { name: 'company.segment', label: 'Segment' },
    { name: 'company.segment_2', label: 'Segment' },
    { name: 'segment', label: 'Segment' },
  ];
  expect(labelsOf(fields)).toEqual([
    'Segment (company: segment)',
    'Segment (company: segment_2)',
    'Segment (contact)',
  ]);
});

test('names, and fields that nobody gave a label, stay as they are', () => {
  const fields = [
    { name: 'mail_kind' },
    { name: 'early_calls' },
    { name: 'x', label: '' },
    { name: 'y', label: '' },
  ];
  expect(distinctLabels(fields, 'en')).toEqual(fields);
});
