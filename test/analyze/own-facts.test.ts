// What Revloop makes itself is scored and told whatever its name sounds like; a field of the CRM with such a name is guarded.
import { expect, test } from 'vitest';
import { derivedOfChurn } from '#analyze/churn-sources.ts';
import { derivedOfDeal } from '#analyze/deal-sources.ts';
import { derivedFacts } from '#analyze/lead-sources.ts';
import { mayScore } from '#analyze/named-features.ts';
import { toldReasons } from '#analyze/told-reasons.ts';
import type { FieldGate } from '#sense/field-permission.ts';

const gate: FieldGate = { choices: {}, leftOut: new Set(), guarded: new Map() };

test.each([
  ['company', derivedOfChurn],
  ['deal', derivedOfDeal],
  ['contact', derivedFacts],
  ['lead', derivedFacts],
] as const)(
  'all facts of a %s are asked for when it is scored, as they were when weights were learned',
  (kind, facts) => {
    const names = facts.map(({ name }) => name);
    expect(mayScore(gate, kind, facts).map(({ name }) => name)).toEqual(names);
  },
);

test('how long somebody is a customer is told of a customer, alone and together; the age of a person is not', () => {
  const told = (feature: string, code = 'together') =>
    toldReasons(gate, 'show', 'company', [{ code, feature, label: feature }]).length;
  expect(told('customer_age + customer_hours')).toBe(1);
  expect(told('customer_age + company.industry')).toBe(1);
  expect(told('age + company.industry')).toBe(0);
  expect(mayScore(gate, 'contact', [{ name: 'customer_age', label: 'Age' }])).toEqual([]);
});
