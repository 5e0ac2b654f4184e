// What the card says of a customer that may leave: in one glance what is usual, what raises it, and how sure that is.
import { describe, expect, it } from 'vitest';
import type { Foretold } from '#analyze/finding.ts';
import { notYetTold, whyItLeaves } from '#http/hubspot/card-churn.ts';

const reason = (code: string, value: number, points: number): Foretold['reasons'][number] => ({
  ...{ code, feature: code, label: '', value, usual: 20, points, source: 'support' as const, asOf: null },
});
const now = new Date('2026-11-04T12:00:00.000Z');
const churn: Foretold = {
  ...{ probability: 0.31, usual: 0.06, interval: [0.22, 0.41], confidence: 0.74, doubts: [], basis: 'model' },
  reasons: [
    reason('customer_hours', 72, 18),
    reason('customer_talks', 9, -6),
    reason('customer_silence', 61, 5),
    reason('customer_tickets', 4, 2),
  ],
  ...{ history: { closed: 120, won: 41, needed: 0 }, dataAsOf: null, weightsVersion: 3 },
};

describe('why a customer may leave', () => {
  it('names the two strongest of what raises it, and nothing that lowers it', () => {
    const said = whyItLeaves('en', churn, now);
    expect(said).toMatch(/^Usual among your customers: 6%\. Raised most by: /);
    expect(said).toContain('Hours to solve a ticket: 72');
    expect(said).toContain('Days without contact: 61');
    expect(said).not.toContain('Open tickets');
    expect(said).not.toContain('Calls');
    expect(said).toMatch(/Sure\.$/);
  });

  it('says so where nothing raises it', () => {
    const calm = { ...churn, reasons: churn.reasons.filter(({ points }) => points < 0) };
    expect(whyItLeaves('en', calm, now)).toBe(
      'Usual among your customers: 6%. Nothing that is known raises it. Sure.',
    );
  });

  it('says how much is missing where nobody can tell yet, and what is usual', () => {
    const history = { closed: 31, won: 4, needed: 19 };
    const early = { ...churn, probability: null, interval: null, reasons: [], history };
    const said = notYetTold('en', early);
    expect(said).toMatch(/^Not enough yet to say who leaves: 31 customers .* 4 of them left\. About 19 more/);
    expect(said).toContain('about 6% leave');
    const plain = notYetTold('en', { ...early, history: { ...history, needed: 0 } });
    expect(plain).toMatch(/^Nothing known of your customers tells yet who leaves\./);
    expect(notYetTold('zh-CN', early)).toContain('31');
  });

  it('says what it was and what moved it, and nothing of it where it stands still or nothing can be named', () => {
    const by = [
      { code: 'customer_hours', feature: 'customer_hours', label: 'customer_hours', points: 15.4 },
      { code: 'customer_talks', feature: 'customer_talks', label: 'customer_talks', points: -3.2 },
    ];
    const before = { probability: 0.19, at: '2026-11-01T12:00:00.000Z' };
    const record = { ...churn, before, because: { cause: 'record' as const, by } };
    expect(whyItLeaves('en', record, now)).toMatch(
      /Sure\. It was 19% \(3 days ago\)\. Mainly \(percentage points\): Hours to solve a ticket \+15 and Calls.* -3$/,
    );
    expect(whyItLeaves('zh-CN', record, now)).toMatch(
      /此前为 19%（3天前）。 主要原因（百分点）：解决一个工单的小时数 \+15/,
    );
    const usual = [{ code: 'customer_usual', feature: 'customer_usual', label: '', points: 12 }];
    const weights = { ...record, because: { cause: 'weights' as const, by: usual } };
    expect(whyItLeaves('en', weights, now)).toContain(
      'Revloop has learned anew and weighs things otherwise now. Mainly (percentage points): How many leave anyway +12',
    );
    expect(whyItLeaves('en', churn, now)).not.toContain('It was');
    const unnamed = { ...record, because: { cause: 'record' as const, by: [] } };
    expect(whyItLeaves('en', unnamed, now)).toBe(whyItLeaves('en', churn, now));
  });

  it('says it in Chinese', () => {
    expect(whyItLeaves('zh-CN', churn, now)).toMatch(
      /^贵公司客户通常为 6%。主要推高因素：解决一个工单的小时数/,
    );
  });
});
