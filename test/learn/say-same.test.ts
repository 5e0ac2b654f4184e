// Weights that say the same are not made live again, whatever was not yet kept with older ones.
import { expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { saySame } from '#learn/say-same.ts';
import { train } from '#learn/train.ts';

const request = {
  target: 'lead',
  sources: leadSources,
  records: aLeadHistory(30),
  now: historyEnd,
  seed: 1,
} as const;

test('older weights that tell of no directions say the same as newer ones of which none was demanded', () => {
  const old = JSON.parse(JSON.stringify(train(request)));
  expect(old).not.toHaveProperty('directions');
  expect(saySame(old, train({ ...request, monotone: {} }))).toBe(true);
  expect(saySame(old, train({ ...request, monotone: { employees: 1 } }))).toBe(false);
});
