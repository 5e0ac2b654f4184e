import { describe, expect, test } from 'vitest';
import { inferFeature } from '#analyze/infer-features.ts';

const kindOf = (values: (string | null)[]) => inferFeature({ name: 'x', type: 'string' }, values).kind;
const many = (make: (row: number) => string | null) => Array.from({ length: 300 }, (_, row) => make(row));

describe('the kind of a property', () => {
  test('is what the CRM says, where it says it', () => {
    expect(inferFeature({ name: 'x', type: 'enumeration' }, ['1', '2']).kind).toBe('category');
    expect(inferFeature({ name: 'x', type: 'datetime' }, []).kind).toBe('date');
    expect(inferFeature({ name: 'x', type: 'multi' }, ['a']).kind).toBe('multi');
  });

  test('is found in the values of a string property', () => {
    expect(kindOf(many((row) => (row % 3 ? `${row * 1.5}` : '')))).toBe('number');
    expect(kindOf(many((row) => `2026-01-${String((row % 28) + 1).padStart(2, '0')}`))).toBe('date');
    expect(kindOf(many((row) => (row % 2 ? 'true' : 'false')))).toBe('bool');
    expect(kindOf(many((row) => ['red', 'green', '蓝'][row % 3] ?? ''))).toBe('category');
    expect(kindOf(many((row) => ['a;b', 'b;c', 'a', 'c'][row % 4] ?? ''))).toBe('multi');
  });

  test('is a category where half of the rows have a name that others have too, free text where fewer have', () => {
    const shared = (alone: number) =>
      many((row) => (row % 100 < alone ? `only ${row * 7919}` : `campaign ${row % 149}`));
    expect(kindOf(shared(10))).toBe('category');
    expect(kindOf(shared(70))).toBe('text');
  });

  test('is free text where hardly two are alike', () => {
    expect(kindOf(many((row) => `they wrote that ${row * 7919} is too much`))).toBe('text');
  });

  test('stays a category with a long tail as long as the common levels cover half of the records', () => {
    expect(kindOf(many((row) => (row % 2 ? 'Mumbai' : `village ${row}`)))).toBe('category');
  });

  test('is a category where nothing was ever filled in', () => {
    expect(kindOf(['', 'Select', null])).toBe('category');
  });
});
