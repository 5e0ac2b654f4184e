// What the conditions of a run's step found is said in the reader's words: names, dates, yes and no, not codes.
import { expect, test } from 'vitest';
import type { Because } from '#advise/journey/step.ts';
import type { GroupTrace, LeafTrace } from '#advise/rule/explain.ts';
import { showTrace } from '#http/api/journeys/run-shape.ts';
import type { RunTrace } from '#ports/journey-desk.ts';

const at = new Date('2026-11-20T12:00:00.000Z');

const found = (field: string, value: LeafTrace['value']): LeafTrace => ({
  ...{ leaf: { field, operator: 'notNull' }, value, against: null, found: true, result: true },
  ...{ source: 'hubspot', asOf: null },
});

function aRun(rules: readonly LeafTrace[]): RunTrace {
  const trace: GroupTrace = { combinator: 'and', not: false, result: true, rules };
  const because: Because = { code: 'rule', traces: [trace] };
  return {
    ...{ id: '1', journey: '2', version: 1, subject: '3', who: 'Acme', status: 'live', held: false },
    ...{ dry: false, node: 'a', waits: null, wakeAt: null, enteredAt: at, endedAt: null, measureAt: null },
    ...{
      outcome: null,
      outcomeAt: null,
      problem: null,
      seq: 1,
      advice: null,
      approval: null,
      goalVersion: 1,
      name: { en: 'Way', 'zh-CN': '路' },
    },
    steps: [
      {
        ...{ seq: 1, node: 'a', kind: 'split', at, how: null, effect: null, dry: false },
        ...{ run: '1', subject: '3', owner: null, interrupted: false },
        decision: { say: 'go', next: 'b', because },
      },
    ],
  };
}

test('a segment, a band, a date and a yes', () => {
  const names = new Map([['low-days', { en: 'Seldom used', 'zh-CN': '很少使用' }]]);
  const run = aRun([
    found('segment', 'low-days'),
    found('band', 'at_risk'),
    found('customer', true),
    found('renewal', Date.parse('2026-12-31')),
    found('score', null),
  ]);
  const values = showTrace(run, names).steps[0]?.found.map(({ value }) => value);
  expect(values).toEqual([
    { en: 'Seldom used', 'zh-CN': '很少使用' },
    { en: 'at risk', 'zh-CN': '有风险' },
    { en: 'yes', 'zh-CN': '是' },
    { en: '2026-12-31', 'zh-CN': '2026-12-31' },
    null,
  ]);
});
