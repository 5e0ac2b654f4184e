// Why the probability that a customer leaves moved: the customer or the weights, by how many percentage points, and by what.
import { describe, expect, test } from 'vitest';
import { explain } from '#act/explain.ts';
import { explanation } from '#act/explanation.ts';
import { withChurnBecause } from '#analyze/churn-because.ts';
import { churnScorer } from '#analyze/churn-score.ts';
import type { Foretold } from '#analyze/finding.ts';
import { scoreOfShares } from '#analyze/shares.ts';
import { toldFinding } from '#analyze/told-reasons.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { aHealthFinding } from '#kit/told-findings.ts';
import { train } from '#learn/train.ts';
import type { FieldGate } from '#sense/field-permission.ts';

const history = aLeadHistory(600);
const scorers = [history.slice(0, 250), history.slice(300)].map((records, nr) =>
  churnScorer(
    train({ target: 'churn', sources: leadSources, records, now: historyEnd, seed: 3 }),
    nr + 1,
    historyEnd,
  ),
);
const foundAt = new Date(historyEnd - 3 * 86_400_000);
const percents = ({ probability }: Foretold) => Math.round(100 * (probability ?? -1));

function foretold(version: number, nr: number) {
  const values = history[nr]?.values ?? {};
  const fact = (name: string) => ({
    ...{ value: values[name] ?? null, label: name, source: 'hubspot' as const, asOf: null },
  });
  const found = scorers[version - 1]?.(new Map(leadSources.map(({ name }) => [name, fact(name)])));
  if (found?.shares === undefined) throw new Error('nothing is foretold');
  return { ...found, shares: found.shares };
}

describe('a probability to leave', () => {
  test('is what its shares add up to, with what is usual among them', () => {
    for (let nr = 0; nr < 40; nr++) {
      const { shares, probability } = foretold(1, nr);
      expect(scoreOfShares(shares)).toBeCloseTo(100 * (probability ?? -1), 2);
      expect(Object.keys(shares)).toContain('customer_usual');
    }
  });

  test('that moved because the customer did says what it was, until when, by what, and by how much in all', () => {
    const [was, is] = [foretold(1, 10), foretold(1, 14)];
    expect(percents(was)).not.toBe(percents(is));
    const { before, because } = withChurnBecause(is, { churn: was, foundAt });
    expect(before).toEqual({ probability: was.probability, at: foundAt.toISOString() });
    expect(because).toMatchObject({ cause: 'record', points: { weights: 0 } });
    const all = 100 * ((is.probability ?? 0) - (was.probability ?? 0));
    expect(because?.points?.record).toBeCloseTo(all, 1);
    expect(because?.by.length).toBeGreaterThan(0);
    // What is usual is the same under the same weights.
    expect(because?.by.map(({ feature }) => feature)).not.toContain('customer_usual');
  });

  test('of the same customer under other weights moved by them alone, and says what they weigh otherwise', () => {
    const moved = history.flatMap((_, nr) => {
      const [was, is] = [foretold(1, nr), foretold(2, nr)];
      if (Math.abs(percents(was) - percents(is)) < 10) return [];
      return [
        withChurnBecause(is, { churn: was, foundAt }, (one) => (one === 1 ? was.shares : null)).because,
      ];
    });
    expect(moved.length).toBeGreaterThan(5);
    for (const because of moved) {
      expect(because).toMatchObject({ cause: 'weights', points: { record: 0 } });
      expect(because?.by.length).toBeGreaterThan(0);
    }
  });

  test('that moved by both is told by the stronger, and both add up to the whole', () => {
    for (let nr = 0; nr < 40; nr++) {
      const [was, between, is] = [foretold(1, nr), foretold(1, nr + 40), foretold(2, nr + 40)];
      if (percents(was) === percents(is)) continue;
      const { because } = withChurnBecause(is, { churn: was, foundAt }, () => between.shares);
      const { record = 0, weights = 0 } = because?.points ?? {};
      expect(record + weights).toBeCloseTo(100 * ((is.probability ?? 0) - (was.probability ?? 0)), 0);
      expect(because?.cause).toBe(Math.abs(weights) > Math.abs(record) ? 'weights' : 'record');
    }
  });

  test('that stands still within a whole percent keeps what moved it last', () => {
    const last = {
      before: { probability: 0.2, at: foundAt.toISOString() },
      because: { cause: 'record' as const, by: [] },
    };
    const one = foretold(1, 3);
    const kept = withChurnBecause(one, { churn: { ...one, ...last }, foundAt: new Date(historyEnd) });
    expect(kept).toMatchObject(last);
    expect(withChurnBecause(one, { churn: one, foundAt })).toEqual(one);
  });

  test('says nothing where nobody could tell before, or nothing was foretold', () => {
    const one = foretold(1, 14);
    const silent = { ...foretold(1, 10), probability: null };
    for (const churn of [undefined, silent]) expect(withChurnBecause(one, { churn, foundAt })).toEqual(one);
    expect(withChurnBecause(one, null)).toEqual(one);
    expect(withChurnBecause(silent, { churn: one, foundAt })).toEqual(silent);
  });

  test('is told without what may not be shown, and with facts of our own whatever their name sounds like', () => {
    const gate: FieldGate = { choices: {}, leftOut: new Set(), guarded: new Map() };
    const by = ['customer_age', 'company.ethnicity', 'customer_usual'].map((feature, nr) => ({
      ...{ feature, label: feature, points: 9 - nr },
      code: feature.startsWith('customer_') ? feature : 'property',
    }));
    const churn = { ...foretold(1, 14), because: { cause: 'record' as const, by } };
    const told = toldFinding(gate, 'show', 'company', { ...aHealthFinding(40, foundAt), churn });
    expect(told.churn?.because?.by.map(({ feature }) => feature)).toEqual(['customer_age', 'customer_usual']);
  });

  test('stands in the explanation of the record with what it was and what moved it', () => {
    const [was, is] = [foretold(1, 10), foretold(1, 14)];
    const churn = withChurnBecause(is, { churn: was, foundAt });
    const explained = (one: Foretold) => {
      const story = { actions: [], outcomes: [], trend: [] };
      const finding = { ...aHealthFinding(40, foundAt), churn: one };
      const told = { subject: '1', console: null, finding, kept: null, next: null, story, now: foundAt };
      const read = explanation.parse(explain(told));
      return read.state === 'ready' ? read.churn?.change : read.state;
    };
    expect(explained(is)).toBeUndefined();
    expect(explained(churn)).toEqual({
      ...{ probability: Math.round(1000 * (was.probability ?? 0)) / 1000, at: foundAt.toISOString() },
      ...{ cause: 'record', by: churn.because?.by },
    });
  });

  test('that was kept before shares were goes by its reasons', () => {
    const { shares: _, ...was } = foretold(1, 10);
    const { because } = withChurnBecause(foretold(1, 14), { churn: was, foundAt });
    expect(because?.cause).toBe('record');
    expect(because?.by.length).toBeGreaterThan(0);
  });
});
