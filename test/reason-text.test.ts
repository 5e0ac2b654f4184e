// A reason in words that a rep uses, also where a condition of a rule found it.
import { describe, expect, it } from 'vitest';
import type { Reason } from '#analyze/finding.ts';
import { reasonText } from '#texts/reason-text.ts';

const found = (feature: string, value: string): Reason => ({
  ...{ code: 'field', feature, label: '', value, usual: null, points: 0, source: 'hubspot', asOf: null },
});

describe('what a condition found', () => {
  it('says bands, days, yes and no in the reader’s language', () => {
    const line = (locale: 'en' | 'zh-CN', reason: Reason) => reasonText(locale, reason).line;
    expect(line('en', found('band', 'at_risk'))).toContain('at risk');
    expect(line('zh-CN', found('band', 'at_risk'))).not.toContain('at_risk');
    expect(line('en', found('customer', 'true'))).toContain('yes');
    expect(line('zh-CN', found('customer', 'false'))).not.toContain('false');
  });

  it('leaves the customer’s own words alone', () => {
    expect(reasonText('zh-CN', found('property:plan', 'healthy')).value).toBe('healthy');
    const own: Reason = { ...found('plan', 'healthy'), code: 'property', label: 'Plan' };
    expect(reasonText('zh-CN', own).value).toBe('healthy');
  });
});
