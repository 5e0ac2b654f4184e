// The fields that Revloop writes: their values, their rounding, and when they are worth a write.
import { describe, expect, it } from 'vitest';
import { changedFields, fieldDefinitions, toFields } from '#act/fields.ts';
import type { Finding } from '#analyze/finding.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const finding: Finding = {
  kind: 'lead_score',
  score: 82,
  band: 'A',
  probability: 0.41237,
  interval: [0.3, 0.5],
  confidence: 0.666,
  doubts: [],
  reasons: [
    {
      ...{ code: 'property', feature: 'plan', label: 'Plan', value: 'gold', usual: null, points: 1.2 },
      ...{ source: 'hubspot', asOf: null },
    },
    {
      ...{ code: 'relationship_silence', feature: 'relationship_silence', label: '', value: 12, usual: 4 },
      ...{ points: -0.8, source: 'hubspot', asOf: null },
    },
  ],
  parts: [],
  basis: 'model',
  history: null,
  dataAsOf: '2026-11-20T00:00:00.000Z',
  weightsVersion: 1,
};
const advice = { code: 'call_now' } as const;

describe('values', () => {
  it('are text, rounded as documented', () => {
    expect(toFields(finding, advice, 'en', now)).toEqual({
      revloop_lead_score: '82',
      revloop_lead_grade: 'A',
      revloop_convert_probability: '0.412',
      revloop_confidence: '0.67',
      revloop_top_reasons: '+ Plan: gold\n- Days without contact: 12 (usual: 4)',
      revloop_next_action: 'Call now',
      revloop_data_as_of: '2026-11-20T00:00:00.000Z',
      revloop_scored_at: '2026-11-22T10:00:00.000Z',
    });
  });

  it('are in the language of the tenant', () => {
    const fields = toFields(finding, advice, 'zh-CN', now);
    expect(fields['revloop_next_action']).toMatch(/\p{Script=Han}/u);
    expect(fields['revloop_top_reasons']).toMatch(/^＋ Plan/);
  });

  it('clear what is not known', () => {
    const unknown = { ...finding, kind: 'health' as const, score: null, band: null, probability: null };
    expect(toFields({ ...unknown, dataAsOf: null, reasons: [] }, null, 'en', now)).toMatchObject({
      revloop_health_score: '',
      revloop_health_band: '',
      revloop_churn_probability: '',
      revloop_top_reasons: '',
      revloop_next_action: '',
      revloop_data_as_of: '',
    });
  });

  it('have a definition each, and bands only the values of their options', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const definitions = fieldDefinitions(locale);
      const of = (objectType: string) =>
        definitions.filter((one) => one.objectType === objectType).map(({ name }) => name);
      const health = { ...finding, kind: 'health' as const, band: 'at_risk' as const };
      expect(of('contact')).toEqual(
        expect.arrayContaining(Object.keys(toFields(finding, advice, locale, now))),
      );
      expect(of('company')).toEqual(
        expect.arrayContaining(Object.keys(toFields(health, advice, locale, now))),
      );
      const band = definitions.find(({ name }) => name === 'revloop_health_band');
      expect(band?.options?.map(({ value }) => value)).toEqual(['healthy', 'watch', 'at_risk']);
    }
  });
});

describe('what is worth a write', () => {
  const written = toFields(finding, advice, 'en', now);
  const later = new Date('2026-11-23T10:00:00.000Z');
  const against = (more: Partial<Finding>) =>
    Object.keys(changedFields(toFields({ ...finding, ...more }, advice, 'en', later), written)).sort();

  it('is nothing when only the time of scoring and the age of the data moved', () => {
    expect(against({ dataAsOf: '2026-11-23T00:00:00.000Z' })).toEqual([]);
  });

  it('is nothing when a value moved within its rounding', () => {
    expect(against({ probability: 0.41241, confidence: 0.6688 })).toEqual([]);
  });

  it('is nothing when reasons differ in their numbers only', () => {
    const [first, second] = finding.reasons;
    if (first === undefined || second === undefined) throw new Error('unreachable');
    expect(against({ reasons: [first, { ...second, value: 13 }] })).toEqual([]);
    expect(against({ reasons: [second, first] })).toEqual(['revloop_scored_at', 'revloop_top_reasons']);
  });

  it('is the changed value, and the times that go along', () => {
    expect(against({ score: 83, dataAsOf: '2026-11-23T00:00:00.000Z' })).toEqual([
      'revloop_data_as_of',
      'revloop_lead_score',
      'revloop_scored_at',
    ]);
  });

  it('is nothing for a record of which nothing is known and to which nothing was written', () => {
    const empty = { score: null, band: null, probability: null, reasons: [], dataAsOf: null };
    const fields = toFields({ ...finding, ...empty }, null, 'en', now);
    expect(changedFields({ ...fields, revloop_confidence: '' }, undefined)).toEqual({});
  });
});
