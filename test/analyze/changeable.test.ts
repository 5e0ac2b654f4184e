// The few reasons that a person can change stand first, wherever they are told; nobody is told to change where a lead came from.
import { describe, expect, test } from 'vitest';
import { toFields } from '#act/fields.ts';
import { isChangeable } from '#analyze/changeable.ts';
import type { Feature } from '#analyze/feature.ts';
import { reasonsOf } from '#http/hubspot/card-words.ts';
import { aLeadFinding } from '#kit/told-findings.ts';
import { changeableFirst } from '#texts/reason-order.ts';

const feature = (name: string, more: Partial<Feature> = {}): Feature => ({ name, kind: 'category', ...more });

describe('a reason can be changed', () => {
  test('where it is work that somebody can do, and works against what one wishes', () => {
    expect(isChangeable('lead', feature('quiet_days'), 21, -4)).toBe(true);
    expect(isChangeable('lead', feature('quiet_days'), 1, 4)).toBe(false);
    expect(isChangeable('deal', feature('deal_meetings'), 0, -4)).toBe(true);
    // Points of churn say how much more probable it is that a customer leaves.
    expect(isChangeable('churn', feature('customer_unanswered'), 3, 6)).toBe(true);
    expect(isChangeable('churn', feature('customer_unanswered'), 0, -6)).toBe(false);
  });

  test('but not where nothing is open that could be closed', () => {
    expect(isChangeable('deal', feature('deal_company_tickets'), 2, -5)).toBe(true);
    expect(isChangeable('deal', feature('deal_company_tickets'), 0, -10)).toBe(false);
  });

  test('where a field is not known that people fill in', () => {
    expect(isChangeable('lead', feature('lead.Industry'), null, -3)).toBe(true);
    expect(isChangeable('lead', feature('lead.Score__c', { calculated: true }), null, -3)).toBe(false);
  });

  test('and not where it tells who somebody is, where they came from or what is over', () => {
    expect(isChangeable('lead', feature('lead.LeadSource'), 'Web', -8)).toBe(false);
    expect(isChangeable('lead', feature('country'), 'Germany', -8)).toBe(false);
    expect(isChangeable('lead', feature('early_calls'), 0, -8)).toBe(false);
    expect(isChangeable('lead', feature('mail_kind'), null, -8)).toBe(false);
    expect(isChangeable('deal', feature('deal_age'), 300, -8)).toBe(false);
  });
});

test('two that can be changed stand before stronger ones, the others as they stood', () => {
  const reasons = [9, 7, 5, 4, 3].map((points) => ({ points, changeable: points === 5 || points < 5 }));
  expect(changeableFirst(reasons).map(({ points }) => points)).toEqual([5, 4, 9, 7, 3]);
});

test('what hardly moves it stays where it stood, though it can be changed', () => {
  const reasons = [-9, -0.4, -0.3].map((points) => ({ points, changeable: points > -1 }));
  expect(changeableFirst(reasons).map(({ points }) => points)).toEqual([-9, -0.4, -0.3]);
});

test('they stand first in the field of the CRM and on the card, which say so and what is usual', () => {
  const now = new Date('2026-11-20T09:00:00.000Z');
  const found = aLeadFinding(70, now);
  const gap = {
    code: 'property',
    feature: 'budget',
    label: 'Budget',
    source: 'hubspot',
    asOf: null,
  } as const;
  const finding = {
    ...found,
    reasons: [...found.reasons, { ...gap, value: null, usual: 40_000, points: -2, changeable: true }],
  };
  const [first = ''] = (toFields(finding, null, 'en', now)['revloop_top_reasons'] ?? '').split('\n');
  expect(first).toContain('Budget');
  const { against } = reasonsOf('en', finding.reasons, now);
  expect(against.map(({ label, hint }) => [label, hint])).toEqual([
    ['Budget', 'You can change this.'],
    ['Country', null],
  ]);
  expect(against[0]?.usual).toBe('usual: 40,000');
  expect(reasonsOf('zh-CN', finding.reasons, now).against[0]).toMatchObject({
    hint: '这一点您可以改变。',
    usual: '通常为 40,000',
  });
});
