// The tide: promises follow how often records are won lately, and only where that has changed beyond chance.
import { describe, expect, test } from 'vitest';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { seededRandom } from '#learn/random.ts';
import { tideOf } from '#learn/tide.ts';
import { train } from '#learn/train.ts';

const rows = 3000;
const logit = (chance: number) => Math.log(chance / (1 - chance));

/** What was said of records, and what came of them where `offset` log-odds come on top. */
function judged(offset: (row: number) => number, seed: number, pictures = 1) {
  const random = seededRandom(seed);
  const logOdds = Float64Array.from({ length: rows }, () => 3 * random() - 2.5);
  const luck = Float64Array.from({ length: rows }, () => random());
  const subject = (row: number) => row - (row % pictures);
  return {
    logOdds: Float64Array.from(logOdds, (_, row) => logOdds[subject(row)] ?? 0),
    outcomes: Uint8Array.from(logOdds, (_, row) =>
      (luck[subject(row)] ?? 0) < sigmoid((logOdds[subject(row)] ?? 0) + offset(row)) ? 1 : 0,
    ),
    closedAt: Float64Array.from(logOdds.keys()),
    groups: Int32Array.from(logOdds.keys(), subject),
  };
}

describe('the tide', () => {
  test('is none where records are won as often as ever, with one picture of each or with five', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(tideOf(judged(() => 0, seed))).toBeNull();
      expect(tideOf(judged(() => 0, seed, 5))).toBeNull();
    }
  });

  test('stands where the newest records are, and is doubted the more the faster it goes', () => {
    const rising = tideOf(judged((row) => (row < 2000 ? 0 : (row - 2000) / 500), 3));
    expect(rising?.move).toBeGreaterThan(1.2);
    expect(rising?.move).toBeLessThan(2.4);
    const slow = tideOf(judged((row) => (row - 1500) / 2000, 3));
    expect(slow?.move).toBeGreaterThan(0.3);
    expect(slow?.move).toBeLessThan(1.2);
    expect(slow?.doubt).toBeLessThan(rising?.doubt ?? 0);
  });

  test('moves what is promised of the next records, and leaves who is who as it is', () => {
    const random = seededRandom(8);
    const all = aLeadHistory(2500).map((lead, row) => {
      const chance = sigmoid(logit(lead.chance) + (row < 1200 ? 0 : 1.2));
      return { ...lead, chance, won: random() < chance };
    });
    const [known, next] = [all.slice(0, 1700), all.slice(1700)];
    const request = { target: 'lead', sources: leadSources, now: historyEnd, seed: 2 } as const;
    const weights = train({ ...request, records: known });
    const timeless = train({ ...request, records: known.map((lead) => ({ ...lead, closedAt: 0 })) });
    expect(weights.report.tide?.move).toBeGreaterThan(0.3);
    expect(timeless.report.tide).toBeUndefined();
    const said = (by: typeof weights) => {
      const score = compileWeights(by);
      return next.map(({ values, at }) => score(rowOf(by.features, values), at));
    };
    const off = (by: typeof weights) => {
      const promised = said(by).reduce((sum, { probability }) => sum + probability, 0);
      return Math.abs(promised - next.reduce((sum, { chance }) => sum + chance, 0)) / next.length;
    };
    expect(off(weights)).toBeLessThan(off(timeless) - 0.02);
    for (const { logOdds, intercept, contributions, probability, interval } of said(weights)) {
      expect(contributions.reduce((sum, one) => sum + one, intercept)).toBe(logOdds);
      expect(interval[0]).toBeLessThan(probability);
      expect(interval[1]).toBeGreaterThan(probability);
    }
  });
});
