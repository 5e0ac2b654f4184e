// Nights: weights are looked at once a day while people sleep where they live, and also by a server that is off at night.
import { expect, test } from 'vitest';
import { isDue, nightOf } from '#learn/night.ts';

const at = (text: string) => new Date(text);

test('a look is due in the small hours of the tenant, not in its working day', () => {
  const last = at('2026-11-10T12:00:00Z');
  expect(isDue(last, at('2026-11-11T12:30:00Z'), 'UTC')).toBe(false);
  expect(isDue(last, at('2026-11-11T14:00:00Z'), 'America/New_York')).toBe(false);
  expect(isDue(last, at('2026-11-11T08:00:00Z'), 'America/New_York')).toBe(true);
  expect(isDue(last, at('2026-11-11T08:00:00Z'), 'Asia/Shanghai')).toBe(false);
  expect(isDue(at('2026-11-09T18:10:00Z'), at('2026-11-10T18:00:00Z'), 'Asia/Shanghai')).toBe(true);
});

test('what was looked at in one night is not looked at again in the same', () => {
  expect(isDue(at('2026-11-11T01:05:00Z'), at('2026-11-11T04:55:00Z'), 'UTC')).toBe(false);
  expect(isDue(at('2026-11-11T04:55:00Z'), at('2026-11-12T01:05:00Z'), 'UTC')).toBe(true);
});

test('a server that is off at night looks by day', () => {
  expect(isDue(at('2026-11-10T12:00:00Z'), at('2026-11-11T16:00:00Z'), 'UTC')).toBe(true);
});

test('a night has the date that people there read on their calendar', () => {
  expect(nightOf(at('2026-11-10T20:30:00Z'), 'Asia/Shanghai')).toBe('2026-11-11');
  expect(nightOf(at('2026-11-10T03:30:00Z'), 'America/New_York')).toBe('2026-11-09');
  expect(nightOf(at('2026-11-10T03:30:00Z'), 'No/Where')).toBe('2026-11-10');
});
