// The challenge: better weights are seen to be better on records that neither saw, equal ones are not.
import { describe, expect, test } from 'vitest';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { splitNewest, tryOut, verdictOf } from '#learn/challenge.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { alongLine, fitLine, logOddsOf } from '#learn/recalibrate.ts';
import { train } from '#learn/train.ts';

const history = aLeadHistory(1_200);
const learned = (records: readonly ClosedRecord[], seed = 3) =>
  train({ target: 'lead', sources: leadSources, records, now: historyEnd, seed });
const seenUntil = history[599]?.at ?? 0;
const split = splitNewest(history, seenUntil);
if (split === null) throw new Error('there is nobody to judge');
const champion = learned(history.slice(0, 600));

describe('the newest records', () => {
  test('that judge were closed after everything that anybody learned from', () => {
    const newestKnown = Math.max(...split.known.map(({ at }) => at));
    const oldestJudge = Math.min(...split.judging.map(({ at }) => at));
    expect(oldestJudge).toBeGreaterThan(newestKnown);
    expect(oldestJudge).toBeGreaterThan(seenUntil);
    expect(split.judging).toHaveLength(300);
    expect(split.known).toHaveLength(900);
  });

  test('judge together where they are few, and not at all where they are too few', () => {
    expect(splitNewest(history.slice(0, 670), seenUntil)?.judging).toHaveLength(70);
    expect(splitNewest(history.slice(0, 640), seenUntil)).toBeNull();
    const onlyWon = history.map((one) => ({ ...one, won: one.at > seenUntil ? true : one.won }));
    expect(splitNewest(onlyWon, seenUntil)).toBeNull();
  });

  test('of few subjects are few, however many pictures there are of each', () => {
    const pictured = history
      .slice(0, 640)
      .flatMap((one) => [1, 2, 3].map((nr) => ({ ...one, id: `${one.id}/${nr}`, group: one.id })));
    expect(splitNewest(pictured, seenUntil)).toBeNull();
    expect(splitNewest(pictured, history[579]?.at ?? 0)?.judging).toHaveLength(180);
  });
});

describe('weights', () => {
  test('that learned from a world that has changed lose to those that saw the change', () => {
    const turned = history.map((one) => {
      const source = one.values['source'];
      // What was a good source has become a bad one, and the other way round.
      const other = source === '推荐' ? 'cold list' : source === 'cold list' ? '推荐' : source;
      return one.at > seenUntil ? { ...one, values: { ...one.values, source: other } } : one;
    });
    const parts = splitNewest(turned, seenUntil);
    if (parts === null) throw new Error('there is nobody to judge');
    const trial = tryOut(champion, learned(parts.known), parts);
    expect(trial.gain).toBeGreaterThan(0);
    expect(verdictOf(trial)).toBe('better');
  });

  test('of the same world and as much history are not better, whichever of them asks', () => {
    const twin = learned(aLeadHistory(600, 77));
    expect(verdictOf(tryOut(champion, twin, split))).toBe('not_better');
    expect(verdictOf(tryOut(twin, champion, split))).toBe('not_better');
    expect(verdictOf(tryOut(champion, champion, split))).toBe('not_better');
  });

  test('that know no more than how many convert are never above that', () => {
    const nothing = learned(history.slice(0, 40));
    expect(nothing.learner).toBe('prior');
    expect(verdictOf(tryOut(champion, nothing, split))).toBe('not_above_base');
  });

  test('gain by the error of subjects, not of their many pictures', () => {
    const pictures = split.judging.flatMap((one) =>
      [1, 2, 3, 4].map((nr) => ({ ...one, id: `${one.id}/${nr}`, group: one.id })),
    );
    const challenger = learned(split.known);
    const once = tryOut(champion, challenger, split);
    const often = tryOut(champion, challenger, { ...split, judging: pictures });
    expect(often.gain).toBeCloseTo(once.gain, 10);
    expect(often.gainError).toBeCloseTo(once.gainError, 10);
  });
});

describe('recalibration', () => {
  const rarer = history.slice(600).filter((one, nr) => !one.won || nr % 3 === 0);

  test('finds by how much fewer convert now, and keeps who is above whom', () => {
    const outcomes = Uint8Array.from(rarer, ({ won }) => (won ? 1 : 0));
    const line = fitLine(logOddsOf(champion, rarer), outcomes);
    const again = alongLine(champion, line);
    expect(line.move).toBeLessThan(-0.4);
    const promised = logOddsOf(again, rarer).reduce((sum, one) => sum + sigmoid(one), 0);
    const before = logOddsOf(champion, rarer).reduce((sum, one) => sum + sigmoid(one), 0);
    const won = outcomes.reduce((sum, one) => sum + one, 0);
    expect(Math.abs(promised - won)).toBeLessThan(Math.abs(before - won) / 3);
    const order = (logOdds: Float64Array) =>
      [...logOdds.keys()].sort((a, b) => (logOdds[a] ?? 0) - (logOdds[b] ?? 0));
    const [first, second] = [order(logOddsOf(champion, rarer)), order(logOddsOf(again, rarer))];
    expect(second.filter((row, place) => first[place] !== row).length).toBeLessThan(rarer.length / 20);
  });

  test('of a handful of records hardly moves anything', () => {
    const few = rarer.slice(0, 8);
    const line = fitLine(
      logOddsOf(champion, few),
      Uint8Array.from(few, () => 0),
    );
    expect(Math.abs(line.move)).toBeLessThan(0.35);
    expect(Math.abs(line.stretch - 1)).toBeLessThan(0.25);
  });

  test('leaves parts that add up, and grades as they were', () => {
    const again = alongLine(champion, { move: -0.8, stretch: 0.9 });
    const [was, is] = [compileWeights(champion), compileWeights(again)];
    for (const { values, at } of history.slice(0, 100)) {
      const row = rowOf(champion.features, values);
      const [old, now] = [was(row, at), is(row, at)];
      const sum = now.contributions.reduce((all, one) => all + one, now.intercept);
      expect(now.logOdds).toBeCloseTo(sum, 12);
      expect(now.logOdds).toBeCloseTo(-0.8 + 0.9 * old.logOdds, 3);
      const grades = [champion, again].map(({ grades: borders }, nr) => {
        const p = nr === 0 ? old.probability : now.probability;
        return (borders ?? []).filter((border) => p >= border + 1e-4 * (nr - 0.5)).length;
      });
      expect(Math.abs((grades[0] ?? 0) - (grades[1] ?? 0))).toBeLessThanOrEqual(1);
    }
  });
});
