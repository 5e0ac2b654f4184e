import { describe, expect, test } from 'vitest';
import { dateOf, isBlank, numberOf, toValue } from '#analyze/value.ts';
import { fc } from '#kit/fast-check.ts';

describe('a raw CRM value', () => {
  test('says nothing when it is blank or an untouched drop-down', () => {
    for (const raw of [null, undefined, '', '  ', 'Select', ' select ', '--None--', '请选择'])
      expect(isBlank(raw), String(raw)).toBe(true);
    for (const raw of ['n/a', 'N/A', '-', ' -- ', 'NULL', '?', '暂无']) expect(isBlank(raw), raw).toBe(true);
    for (const raw of ['0', 'no', 'Selected', 0, 'NA', 'none', 'unknown', '-1'])
      expect(isBlank(raw), String(raw)).toBe(false);
  });

  test('reads every finite number that is written out, and nothing else, as that number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(numberOf(String(number))).toBe(Number(String(number)));
      }),
    );
    expect(numberOf('1,234,567.5')).toBe(1_234_567.5);
    for (const text of ['NaN', 'Infinity', '1e999', '12px', '1,23', '', '0x1f', '--1'])
      expect(numberOf(text)).toBeNull();
  });

  test('reads ISO dates, in UTC where no zone is given, and milliseconds', () => {
    expect(dateOf('2026-11-22')).toBe(Date.UTC(2026, 10, 22));
    expect(dateOf('2026-11-22 08:30:00')).toBe(Date.UTC(2026, 10, 22, 8, 30));
    expect(dateOf('2026-11-22T08:30:00+08:00')).toBe(Date.UTC(2026, 10, 22, 0, 30));
    expect(dateOf('1763800000000')).toBe(1_763_800_000_000);
    for (const text of ['2026-13-40', 'soon', '22/11/2026', '17']) expect(dateOf(text)).toBeNull();
  });

  test('is the same level however its letters are composed', () => {
    expect(toValue('category', 'city', 'Zu\u0308rich ')).toBe(toValue('category', 'city', 'Zürich'));
  });

  test('is unknown, not zero, where a number field holds words', () => {
    expect(toValue('number', 'amount', 'a lot')).toBeNull();
  });

  test('is refused when it is NaN or infinite', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => toValue('number', 'amount', value)).toThrow(
        expect.objectContaining({ code: 'SCORE_VALUE_INVALID' }),
      );
  });
});
