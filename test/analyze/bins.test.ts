import { describe, expect, test } from 'vitest';
import { binCount, binner, isNews } from '#analyze/bins.ts';
import { fc } from '#kit/fast-check.ts';
import { cutBins } from '#learn/cut-bins.ts';

describe('bins', () => {
  test('keep the order of numbers and stay within their count, whatever the numbers', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 4, max: 40 }), (values, most) => {
        const bins = cutBins(values, 'numbers', most);
        const binOf = binner(bins);
        const sorted = [...values].sort((a, b) => a - b).map(binOf);
        expect(binCount(bins)).toBeLessThanOrEqual(most + 2);
        expect(Math.min(...sorted)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...sorted)).toBeLessThan(binCount(bins));
        expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
      }),
    );
  });

  test('give a frequent amount a bin of its own among many others', () => {
    const values = Array.from({ length: 4000 }, (_, row) => (row % 10 === 0 ? 10_000 : 5000 + row * 2.5));
    const binOf = binner(cutBins(values, 'numbers'));
    const inside = values.filter((value) => binOf(value) === binOf(10_000));
    expect(new Set(inside)).toEqual(new Set([10_000]));
  });

  test('put what is not known into bin 0', () => {
    expect(binner(cutBins([1, 2, null], 'numbers'))(null)).toBe(0);
    expect(binner(cutBins(['a', null], 'levels'))(null)).toBe(0);
  });

  test('pool rare levels with levels never seen, and tell the two apart', () => {
    const values = [...Array<string>(20).fill('常见'), 'rare', 'rare'];
    const bins = cutBins(values, 'levels');
    const binOf = binner(bins);
    expect(binOf('常见')).toBe(1);
    expect(binOf('rare')).toBe(2);
    expect(binOf('never seen')).toBe(2);
    expect(isNews(bins)('rare')).toBe(false);
    expect(isNews(bins)('never seen')).toBe(true);
    expect(isNews(bins)(null)).toBe(false);
  });

  test('take no place from names that every object has', () => {
    const binOf = binner(cutBins(Array<string>(20).fill('web'), 'levels'));
    expect(binOf('constructor')).toBe(2);
    expect(binOf('__proto__')).toBe(2);
  });
});
