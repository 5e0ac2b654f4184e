// Drift: what is planted is found, and where nothing moved it stays quiet.
import { describe, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { driftOf, type Picture } from '#learn/drift.ts';
import { seededRandom } from '#learn/random.ts';
import { shareShift, shiftOf } from '#learn/shift.ts';
import { train } from '#learn/train.ts';

const seed = 7;
const weights = train({
  ...{ target: 'lead', sources: leadSources, records: aLeadHistory(600), now: historyEnd, seed },
});

function pictures(count: number, draw: number): Picture[] {
  return aLeadHistory(count, 1000 + draw).map(({ id, at, values }) => ({ subject: id, at, values }));
}

describe('drift', () => {
  test('is not found among leads that come from where those came from that were learned from', () => {
    const draws = Array.from({ length: 60 }, (_, draw) => driftOf(weights, pictures(250, draw)));
    const alarms = draws.filter(({ level }) => level !== 'calm').length;
    // One in a hundred nights is what is allowed; three or more of 60 would come by chance once in 40.
    expect(alarms).toBeLessThan(3);
    expect(draws[0]?.score).not.toBeNull();
  });

  test('is found in the feature that it was planted in, and in the score', () => {
    const moved = pictures(250, 5).map((one, nr) => ({
      ...one,
      values: { ...one.values, ...(nr % 4 === 0 ? {} : { source: 'cold list' }) },
    }));
    const found = driftOf(weights, moved);
    expect(found.level).toBe('drift');
    expect(found.features[0]).toMatchObject({ name: 'source', level: 'drift' });
    expect(found.score?.level).not.toBe('calm');
    expect(found.features.find(({ name }) => name === 'employees')?.level).toBe('calm');
  });

  test('is found where a field is no longer filled in', () => {
    const silent = pictures(250, 6).map((one) => ({ ...one, values: { ...one.values, employees: null } }));
    const employees = driftOf(weights, silent).features.find(({ name }) => name === 'employees');
    expect(employees?.missing).toMatchObject({ level: 'drift', now: 1 });
    expect(employees?.missing.before).toBeLessThan(0.3);
  });

  test('of ten leads is never told from chance', () => {
    const ten = pictures(10, 8).map((one) => ({ ...one, values: { ...one.values, source: 'cold list' } }));
    expect(driftOf(weights, ten).level).toBe('calm');
  });
});

describe('the population stability index', () => {
  test('is the sum of the differences of shares times the logarithm of their ratio', () => {
    const shift = shiftOf([5_000, 5_000], [7_000, 3_000], 0.01);
    const expected = 0.2 * Math.log(0.7 / 0.5) + -0.2 * Math.log(0.3 / 0.5);
    expect(shift.psi).toBeCloseTo(expected, 3);
    expect(shift.level).toBe('watch');
    expect(shiftOf([5_000, 5_000], [8_000, 2_000], 0.01).level).toBe('drift');
    expect(shiftOf([5_000, 5_000], [5_100, 4_900], 0.01).level).toBe('calm');
  });

  test('of a sample that nothing moved passes what it calls noise about as often as it says', () => {
    const random = seededRandom(3);
    const before = new Array<number>(10).fill(300);
    let above = 0;
    const draws = 4_000;
    for (let draw = 0; draw < draws; draw++) {
      const now = new Array<number>(10).fill(0);
      for (let row = 0; row < 400; row++) {
        const bin = Math.floor(random() * 10);
        now[bin] = (now[bin] ?? 0) + 1;
      }
      const shift = shiftOf(before, now, 0.05);
      if (shift.psi > shift.noise) above += 1;
    }
    // The reference is taken as drawn too, and here it is even: so it is a little quieter than 5 %.
    expect(above / draws).toBeLessThan(0.055);
    expect(above / draws).toBeGreaterThan(0.002);
  });
});

test('a share that moved by chance is calm, one that moved by a third is not', () => {
  const before = { count: 100, rows: 1_000 };
  expect(shareShift(before, { count: 15, rows: 100 }, 0.01).level).toBe('calm');
  expect(shareShift(before, { count: 90, rows: 300 }, 0.01).level).toBe('watch');
  expect(shareShift(before, { count: 180, rows: 300 }, 0.01).level).toBe('drift');
});
