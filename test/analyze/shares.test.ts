// Shares: the reasons for a change of a score add up to that change exactly.
import { expect, test } from 'vitest';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { movedBy, scoreOfShares, sharesOf } from '#analyze/shares.ts';
import { rowOf } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { train } from '#learn/train.ts';

const history = aLeadHistory(600);
const learned = (records: typeof history) => {
  const weights = train({ target: 'lead', sources: leadSources, records, now: historyEnd, seed: 3 });
  return { weights, score: compileWeights(weights) };
};
const [first, second] = [learned(history.slice(0, 300)), learned(history)];

const shares = ({ weights, score: scorer }: typeof first, lead: (typeof history)[number]) => {
  const scored = scorer(rowOf(weights.features, lead.values), lead.at);
  const score = 100 * sigmoid(scored.contributions.reduce((sum, part) => sum + part, 0));
  return { shares: sharesOf(weights, scored), score };
};

test('the shares of a lead are its score', () => {
  for (const lead of history.slice(0, 200)) {
    const { shares: found, score } = shares(second, lead);
    expect(scoreOfShares(found)).toBeCloseTo(score, 3);
  }
});

test('the points by which a score moved add up to the difference, whether the lead or the weights changed', () => {
  history.slice(0, 100).forEach((lead, nr) => {
    const other = history[nr + 100];
    if (other === undefined) throw new Error('there is no other lead');
    const [was, ofRecord, is] = [shares(first, lead), shares(first, other), shares(second, other)];
    for (const [from, to] of [
      [was, ofRecord],
      [ofRecord, is],
      [was, is],
    ] as const) {
      const sum = movedBy(from.shares, to.shares).reduce((all, { points }) => all + points, 0);
      expect(sum).toBeCloseTo(scoreOfShares(to.shares) - scoreOfShares(from.shares), 9);
    }
  });
});

test('a feature that says what it said has moved nothing', () => {
  const moved = movedBy({ country: 0.4, size: -0.2 }, { country: 0.4, size: 1.1, source: 0.3 });
  expect(moved.map(({ feature }) => feature)).toEqual(['size', 'source']);
  expect(movedBy({ country: 0.4 }, { country: 0.4 })).toEqual([]);
});

test('what speaks against each other is not lost where the score stands still', () => {
  const moved = movedBy({ a: 1, b: 0 }, { a: 0, b: 1 });
  expect(moved.map(({ points }) => Math.sign(points)).sort()).toEqual([-1, 1]);
  expect(moved.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(0, 9);
});
