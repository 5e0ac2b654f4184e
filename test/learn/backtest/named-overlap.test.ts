// What a backtest overlaps with is named as people know it, and nobody is his own rival.
import { expect, test } from 'vitest';
import { namedOverlap } from '#learn/backtest/named-overlap.ts';

const line = (id: string) => ({ id, title: id, both: 1, onlyThis: 0, onlyOther: 2 });
const names = new Map([
  ['rule:own-quiet', 'Gone quiet'],
  ['journey:7', 'Win them back'],
]);

test('what was advised by rules and journeys has their names, all else the name that it had', () => {
  const overlap = ['rule:own-quiet', 'journey:7', 'health:risk'].map(line);
  expect(namedOverlap(overlap, names, null).map(({ title }) => title)).toEqual([
    'Gone quiet',
    'Win them back',
    'health:risk',
  ]);
});

test('what the tested rule itself once advised is no overlap', () => {
  expect(namedOverlap([line('rule:own-quiet'), line('journey:7')], names, 'rule:own-quiet')).toMatchObject([
    { id: 'journey:7' },
  ]);
});
