// Why a score moved: the record or the weights, by how much each, and by which features.
import { describe, expect, test } from 'vitest';
import { withBecause } from '#analyze/because.ts';
import { leadScorer } from '#analyze/lead-score.ts';
import { scoreOfShares } from '#analyze/shares.ts';
import type { RawValues } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { train } from '#learn/train.ts';

const history = aLeadHistory(600);
const learned = (records: typeof history) =>
  train({ target: 'lead', sources: leadSources, records, now: historyEnd, seed: 3 });
const scorers = [history.slice(0, 250), history.slice(300)].map((records, nr) =>
  leadScorer(learned(records), nr + 1, historyEnd),
);

function found(version: number, nr: number) {
  const values: RawValues = history[nr]?.values ?? {};
  const known = Object.fromEntries(
    leadSources.map(({ name }) => [
      name,
      { value: values[name] ?? null, source: 'hubspot' as const, asOf: null },
    ]),
  );
  const finding = scorers[version - 1]?.({ known });
  if (finding?.shares === undefined) throw new Error('nothing was found');
  return { ...finding, shares: finding.shares };
}

describe('a score that moved', () => {
  test('because the record changed says so, by what, and by how much in all', () => {
    const [was, is] = [found(1, 10), found(1, 14)];
    const { because } = withBecause(is, was);
    expect(because?.cause).toBe('record');
    expect(because?.points?.weights).toBe(0);
    expect(because?.points?.record).toBeCloseTo(scoreOfShares(is.shares) - scoreOfShares(was.shares), 1);
    expect(because?.by.length).toBeGreaterThan(0);
  });

  test('because other weights are live tells that from what changed of the record', () => {
    for (let nr = 0; nr < 40; nr++) {
      const [was, between, is] = [found(1, nr), found(1, nr + 40), found(2, nr + 40)];
      const { because } = withBecause(is, was, (version) => (version === 1 ? between.shares : null));
      if (is.score === was.score && is.band === was.band) continue;
      const { record = 0, weights = 0 } = because?.points ?? {};
      expect(weights).toBeCloseTo(scoreOfShares(is.shares) - scoreOfShares(between.shares), 1);
      expect(record + weights).toBeCloseTo(scoreOfShares(is.shares) - scoreOfShares(was.shares), 0);
      expect(because?.cause).toBe(Math.abs(weights) > Math.abs(record) ? 'weights' : 'record');
    }
  });

  test('of the same record under other weights moved by them alone, and says which features weigh otherwise', () => {
    const moved = history.flatMap((_, nr) => {
      const [was, is] = [found(1, nr), found(2, nr)];
      if (Math.abs((is.score ?? 0) - (was.score ?? 0)) < 10) return [];
      return [withBecause(is, was, () => was.shares).because];
    });
    expect(moved.length).toBeGreaterThan(5);
    for (const because of moved) {
      expect(because).toMatchObject({ cause: 'weights', points: { record: 0 } });
      expect(because?.by.length).toBeGreaterThan(0);
    }
  });

  test('under weights that are gone is the weights’ doing, as far as anybody knows', () => {
    const pair = history
      .map((_, nr) => [found(1, nr), found(2, nr)] as const)
      .find(([was, is]) => was.score !== is.score);
    if (pair === undefined) throw new Error('none moved');
    const { because } = withBecause(pair[1], pair[0]);
    expect(because?.cause).toBe('weights');
    expect(because?.points).toBeUndefined();
  });

  test('and stands still since keeps what moved it last', () => {
    const last = { cause: 'record' as const, by: [] };
    const one = found(1, 3);
    expect(withBecause(one, { ...one, because: last }).because).toEqual(last);
    expect(withBecause(one, null).because).toBeUndefined();
  });
});
