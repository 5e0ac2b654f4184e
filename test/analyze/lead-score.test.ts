import { describe, expect, test } from 'vitest';
import { confidenceOf, freshnessOf, mostOfPrior, supportOf } from '#analyze/confidence.ts';
import { finding } from '#analyze/finding.ts';
import { type KnownValue, pointsPerLogOdds } from '#analyze/lead-reasons.ts';
import { leadScorer } from '#analyze/lead-score.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { fc } from '#kit/fast-check.ts';
import { train } from '#learn/train.ts';

const hour = 3_600_000;
const weights = train({
  target: 'lead',
  sources: leadSources,
  records: aLeadHistory(1200),
  now: historyEnd,
  seed: 2,
});
const prior = train({
  target: 'lead',
  sources: leadSources,
  records: aLeadHistory(20),
  now: historyEnd,
  seed: 2,
});

const good = {
  employees: '90',
  source: '推荐',
  visited: new Date(historyEnd - hour).toISOString(),
  wants: 'trial;price',
};
const bad = {
  employees: '',
  source: 'cold list',
  visited: new Date(historyEnd - 1400 * hour).toISOString(),
  wants: null,
};

const knownAt = (values: Record<string, string | null>, hoursAgo: number): Record<string, KnownValue> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, source: 'hubspot', asOf: new Date(historyEnd - hoursAgo * hour).toISOString() },
    ]),
  );

describe('a lead score', () => {
  const scored = leadScorer(weights, 3, historyEnd);

  test('is high for a lead like those that converted, low for one like those that did not', () => {
    const [high, low] = [scored({ known: knownAt(good, 1) }), scored({ known: knownAt(bad, 1) })];
    expect(finding.parse(high)).toEqual(high);
    expect(high).toMatchObject({
      band: 'A',
      basis: 'model',
      weightsVersion: 3,
      history: { closed: 1200, needed: 0 },
    });
    expect(low).toMatchObject({ band: 'D', basis: 'model' });
    expect(high.score ?? 0).toBeGreaterThan(80);
    expect(low.score ?? 100).toBeLessThan(20);
    expect(high.probability ?? 0).toBeGreaterThan(weights.baseRate);
  });

  test('gives reasons with value, what is usual and since when, the strongest first', () => {
    const { reasons } = scored({ known: knownAt(good, 1) });
    const source = reasons.find(({ feature }) => feature === 'source');
    expect(source).toMatchObject({ code: 'property', label: 'Lead source', value: '推荐', usual: '推荐' });
    expect(source?.points).toBeGreaterThan(5);
    expect(source?.asOf).toBe(new Date(historyEnd - hour).toISOString());
    const sizes = reasons.map(({ points }) => Math.abs(points));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  test('says nothing of what is usual where that would be an age beside a date', () => {
    const { reasons } = scored({ known: knownAt(good, 1) });
    expect(reasons.find(({ feature }) => feature === 'visited')).toMatchObject({ usual: null });
  });

  test('says values of a list by their labels, and means the same with them', () => {
    const labels = {
      source: { 推荐: 'Referral', web: 'Website' },
      wants: { trial: 'A trial', price: 'Prices' },
    };
    const labelled = train({
      ...{ target: 'lead', records: aLeadHistory(1200), now: historyEnd, seed: 2 },
      sources: leadSources.map((source) => ({
        ...source,
        ...(source.name === 'source' || source.name === 'wants' ? { labels: labels[source.name] } : {}),
      })),
    });
    const named = leadScorer(labelled, 3, historyEnd)({ known: knownAt(good, 1) });
    const plain = scored({ known: knownAt(good, 1) });
    expect(labelled.schemaHash).toBe(weights.schemaHash);
    expect(named.reasons.map(({ points }) => points)).toEqual(plain.reasons.map(({ points }) => points));
    const of = (feature: string) => named.reasons.find((one) => one.feature === feature);
    expect(of('source')).toMatchObject({ value: 'Referral', usual: 'Referral' });
    expect(of('wants')).toMatchObject({ value: 'A trial, Prices' });
    const unlisted = leadScorer(labelled, 3, historyEnd)({ known: knownAt(bad, 1) });
    expect(unlisted.reasons.find((one) => one.feature === 'source')).toMatchObject({ value: 'cold list' });
  });

  test('names what is not known as a reason against where that lowers the score', () => {
    const blank = scored({ known: knownAt(bad, 1) }).reasons.find(({ feature }) => feature === 'employees');
    expect(blank).toMatchObject({ value: null });
    expect(blank?.points).toBeLessThan(0);
  });

  test('has reasons whose points add up to the score less 50', () => {
    for (const values of [good, bad]) {
      const { score, reasons } = scored({ known: knownAt(values, 1) });
      const sum = reasons.reduce((all, { points }) => all + points, 0);
      // Each of six features is rounded to a tenth or, below half a point, left unsaid.
      expect(Math.abs(sum - ((score ?? 0) - 50))).toBeLessThan(3);
    }
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), (sum) => {
        expect(sum * pointsPerLogOdds(sum)).toBeCloseTo(100 / (1 + Math.exp(-sum)) - 50, 6);
      }),
    );
  });

  test('is trusted less, and says why, when the source has been silent for more than 48 hours', () => {
    const [fresh, old] = [scored({ known: knownAt(good, 47) }), scored({ known: knownAt(good, 24 * 10) })];
    expect(old.confidence).toBeLessThan(fresh.confidence);
    expect(old.doubts).toContain('stale');
    expect(fresh.doubts).not.toContain('stale');
    expect(old.score).toBe(fresh.score);
    const heard = scored({ known: knownAt(good, 24 * 10), heard: { hubspot: historyEnd - hour } });
    expect(heard.confidence).toBe(fresh.confidence);
  });

  test('is trusted less when hardly anything is known', () => {
    const [much, little] = [scored({ known: knownAt(good, 1) }), scored({ known: {} })];
    expect(little.confidence).toBeLessThan(much.confidence);
    expect(little.doubts).toContain('missing');
    expect(little.dataAsOf).toBeNull();
  });
});

describe('with too little history', () => {
  test('a lead gets a guess around the base rate, no grade, no word of what is usual, and little trust', () => {
    const found = leadScorer(prior, 1, historyEnd)({ known: knownAt(good, 1) });
    expect(finding.parse(found)).toEqual(found);
    expect(found).toMatchObject({ band: null, basis: 'prior' });
    for (const { usual } of found.reasons) expect(usual).toBeNull();
    expect(found.history).toMatchObject({ closed: 20, needed: 30 });
    const [low, high] = found.interval ?? [1, 0];
    expect(low).toBeLessThan(prior.baseRate);
    expect(high).toBeGreaterThan(prior.baseRate);
    expect(found.confidence).toBeLessThanOrEqual(mostOfPrior);
    expect(found.doubts).toEqual(['little_history', 'prior']);
  });
});

describe('confidence', () => {
  const grounds = {
    interval: [0.2, 0.4],
    support: 90,
    missing: 0.2,
    staleHours: 0,
    closed: 900,
    learned: true,
  } as const;

  test('is the product of width, support, knowledge and freshness', () => {
    expect(confidenceOf(grounds).confidence).toBe(0.65);
    expect(confidenceOf({ ...grounds, staleHours: 48 + 28 * 24 }).confidence).toBe(
      Math.round(0.648 * 45) / 100,
    );
  });

  test('never rises as data grow older', () => {
    const hours = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(hours, hours, (a, b) => {
        expect(freshnessOf(Math.max(a, b))).toBeLessThanOrEqual(freshnessOf(Math.min(a, b)));
      }),
    );
  });

  test('counts a strong part that rests on nothing as little support', () => {
    expect(supportOf([2, 0.1], [0, 5000])).toBeLessThan(1);
    expect(supportOf([2, 0.1], [5000, 0])).toBeGreaterThan(5);
  });
});
