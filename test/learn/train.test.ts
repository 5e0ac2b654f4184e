import { describe, expect, test } from 'vitest';
import type { Value } from '#analyze/feature.ts';
import { compileWeights, scoreWith } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { toWeights } from '#analyze/weights.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { fc } from '#kit/fast-check.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { auc } from '#learn/metrics.ts';
import { seededRandom, shuffled } from '#learn/random.ts';
import { type TrainRequest, train } from '#learn/train.ts';

const requestOf = (records: readonly ClosedRecord[], more: Partial<TrainRequest> = {}): TrainRequest => ({
  target: 'lead',
  sources: leadSources,
  records,
  now: historyEnd,
  seed: 11,
  ...more,
});

describe('training', () => {
  test('learns what made leads convert, and ranks leads it has never seen', () => {
    const weights = train(requestOf(aLeadHistory(1500)));
    const fresh = aLeadHistory(1500, 2);
    const score = compileWeights(weights);
    const promised = fresh.map(({ values, at }) => score(rowOf(weights.features, values), at).probability);
    expect(['additive', 'blend']).toContain(weights.learner);
    expect(
      auc(
        fresh.map(({ won }) => Number(won)),
        promised,
      ),
    ).toBeGreaterThan(0.78);
    expect(weights.report.crossValidated?.auc).toBeGreaterThan(0.78);
    const strongest = [...weights.features]
      .sort((a, b) => b.importance - a.importance)
      .map(({ name }) => name);
    expect(strongest.indexOf('source')).toBeLessThan(2);
    expect(strongest.slice(-2)).toContain('opted_in');
  });

  test('takes the ridge while the history is short, and finds the same cause', () => {
    const weights = train(requestOf(aLeadHistory(90)));
    expect(weights.learner).toBe('ridge');
    const at = (source: string) =>
      scoreWith(weights, rowOf(weights.features, { source }), historyEnd).logOdds;
    expect(at('推荐')).toBeGreaterThan(at('cold list'));
  });

  test('gives the same bytes for the same records, in whatever order they and the features come', () => {
    for (const rows of [150, 700]) {
      const records = aLeadHistory(rows);
      const once = JSON.stringify(train(requestOf(records)));
      const order = shuffled(seededRandom(3), rows);
      const mixed = [...order].flatMap((row) => records[row] ?? []);
      expect(JSON.stringify(train(requestOf(mixed, { sources: [...leadSources].reverse() })))).toBe(once);
      expect(JSON.stringify(train(requestOf(records.slice(1))))).not.toBe(once);
    }
  });

  test('can be kept as JSON and read back without changing a score', () => {
    const weights = train(requestOf(aLeadHistory(500)));
    const back = toWeights(JSON.parse(JSON.stringify(weights)));
    expect(back).toEqual(weights);
    expect(() => toWeights({ ...back, format: 2 })).toThrow(
      expect.objectContaining({ code: 'WEIGHTS_INVALID' }),
    );
  });

  test('refuses NaN and infinite numbers, naming record and field', () => {
    for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const records = aLeadHistory(60).map((record, row) =>
        row === 7 ? { ...record, values: { ...record.values, employees: bad } } : record,
      );
      expect(() => train(requestOf(records))).toThrow(/employees of the record lead-7/);
    }
    expect(() => train(requestOf(aLeadHistory(60).map((record) => ({ ...record, at: Number.NaN }))))).toThrow(
      expect.objectContaining({ code: 'TRAINING_DATA_INVALID' }),
    );
  });

  test('refuses a record that is there twice', () => {
    const records = aLeadHistory(60);
    expect(() => train(requestOf([...records, ...records.slice(0, 1)]))).toThrow(/lead-0 is there twice/);
  });

  test('holds a feature to the direction that was demanded', () => {
    const records = aLeadHistory(900);
    for (const direction of [1, -1] as const)
      for (const rows of [120, 900]) {
        const weights = train(requestOf(records.slice(0, rows), { monotone: { employees: direction } }));
        const place = weights.features.findIndex(({ name }) => name === 'employees');
        const points =
          weights.model.terms.find(({ input }) => input.feature === place)?.points.slice(1) ?? [];
        const rising = points.every(
          (one, bin) => bin === 0 || direction * (one - (points[bin - 1] ?? 0)) >= -1e-5,
        );
        expect(points.length).toBeGreaterThan(20);
        expect(rising, `${direction} over ${rows}`).toBe(true);
      }
  });
});

describe('too little to learn from', () => {
  test('is said, with how much is missing, and leads get the shrunk base rate on average', () => {
    const records = aLeadHistory(30);
    const weights = train(requestOf(records));
    const won = records.filter((record) => record.won).length;
    expect(weights).toMatchObject({
      learner: 'prior',
      history: { closed: 30, won, needed: 20 },
      grades: null,
    });
    expect(weights.baseRate).toBeCloseTo((won + 4) / 50, 12);
    const score = compileWeights(weights);
    const said = records.map(({ values, at }) => score(rowOf(weights.features, values), at));
    const mean = said.reduce((sum, { probability }) => sum + probability, 0) / said.length;
    expect(Math.abs(mean - weights.baseRate)).toBeLessThan(0.06);
    for (const { probability, interval } of said) {
      expect(interval[0]).toBeLessThan(probability);
      expect(interval[1]).toBeGreaterThan(probability);
    }
  });

  test('is said where all records ended the same way', () => {
    const records = aLeadHistory(300).map((record) => ({ ...record, won: false }));
    const weights = train(requestOf(records));
    expect(weights).toMatchObject({ learner: 'prior', history: { closed: 300, won: 0, needed: 10 } });
    expect(weights.baseRate).toBeGreaterThan(0);
  });

  test('is said of no record at all, and of two', () => {
    expect(train(requestOf([]))).toMatchObject({ history: { closed: 0, needed: 50, from: null, to: null } });
    expect(train(requestOf(aLeadHistory(2)))).toMatchObject({ learner: 'prior', history: { needed: 48 } });
  });

  test('is said where nothing that is known has to do with the outcome', () => {
    const random = seededRandom(21);
    const records = aLeadHistory(400).map((record) => ({ ...record, won: random() < 0.3 }));
    const weights = train(requestOf(records));
    expect(weights).toMatchObject({ learner: 'prior', history: { needed: 0 } });
    expect(weights.report.candidates.length).toBeGreaterThan(0);
  });

  test('is said where every feature is constant or empty', () => {
    const records = aLeadHistory(200).map((record) => ({ ...record, values: { source: 'web' } }));
    const weights = train(requestOf(records));
    expect(weights.learner).toBe('prior');
    expect(weights.leftOut.map(({ name, why }) => [name, why])).toContainEqual(['source', 'constant']);
    expect(weights.leftOut.map(({ name, why }) => [name, why])).toContainEqual(['note', 'empty']);
  });
});

describe('a scored lead', () => {
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.constantFrom('', 'Select', null, '推荐', 'cold list', '12', '2026-10-01', 'trial;price'),
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const lead = fc.record(Object.fromEntries(leadSources.map(({ name }) => [name, value])));

  test('has log-odds that are exactly the sum of its contributions, whatever its values', () => {
    for (const rows of [100, 2500]) {
      const weights = train(requestOf(aLeadHistory(rows)));
      const score = compileWeights(weights);
      fc.assert(
        fc.property(lead, (values) => {
          const scored = score(rowOf(weights.features, values), historyEnd);
          const sum = scored.contributions.reduce((all, one) => all + one, scored.intercept);
          expect(scored.logOdds).toBe(sum);
          expect(scored.probability).toBe(1 / (1 + Math.exp(-sum)));
          expect(scored.interval[0]).toBeLessThanOrEqual(scored.probability);
          expect(scored.interval[1]).toBeGreaterThanOrEqual(scored.probability);
        }),
      );
    }
  });

  test('has contributions that are 0 on average over the history', () => {
    const weights = train(requestOf(aLeadHistory(800)));
    for (const { points, support } of weights.model.terms) {
      const sum = points.reduce((all, one, bin) => all + one * (support[bin] ?? 0), 0);
      expect(Math.abs(sum / 800)).toBeLessThan(1e-4);
    }
  });

  test('says which of its values were never seen, and how many records were like it', () => {
    const weights = train(requestOf(aLeadHistory(800)));
    const place = weights.features.findIndex(({ name }) => name === 'source');
    const term = weights.model.terms.findIndex(({ input }) => input.feature === place);
    const scored = scoreWith(weights, rowOf(weights.features, { source: 'pigeon post' }), historyEnd);
    expect(scored.unseen).toEqual([term]);
    expect(scored.support[term]).toBe(0);
    expect(scored.contributions[term]).toBe(0);
    expect(scored.missing).toBeGreaterThan(0.2);
  });

  test('has an interval that holds the true probability about eight times in ten, and narrows with history', () => {
    const widths = [100, 400, 1600].map((rows) => {
      let [held, width] = [0, 0];
      for (const seed of [31, 32, 33]) {
        const weights = train(requestOf(aLeadHistory(rows, seed)));
        const score = compileWeights(weights);
        for (const { values, at, chance } of aLeadHistory(300, seed + 100)) {
          const [low, high] = score(rowOf(weights.features, values), at).interval;
          held += low <= chance && chance <= high ? 1 : 0;
          width += high - low;
        }
      }
      expect(held / 900, `${rows} closed records`).toBeGreaterThan(0.7);
      expect(held / 900, `${rows} closed records`).toBeLessThan(0.94);
      return width / 900;
    });
    expect(widths[1]).toBeLessThan(widths[0] ?? 0);
    expect(widths[2]).toBeLessThan((widths[1] ?? 0) * 0.8);
  });
});
