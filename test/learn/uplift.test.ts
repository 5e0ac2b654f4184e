// The uplift of a journey is claimed only when it is there: its interval holds what it promises.
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { seededRandom } from '#learn/random.ts';
import { upliftOf } from '#learn/uplift.ts';

const group = (reached: number, missed: number, unknown = 0) => ({ reached, missed, unknown });

/** Draws both groups again and again, and counts how often the interval holds the planted difference. */
function coverage(input: { treated: number; held: number; rate: number; effect: number; seed: number }) {
  const { treated, held, rate, effect, seed } = input;
  const random = seededRandom(seed);
  const draw = (count: number, chance: number) => {
    let reached = 0;
    for (let nr = 0; nr < count; nr += 1) if (random() < chance) reached += 1;
    return group(reached, count - reached);
  };
  const times = 4_000;
  let covered = 0;
  let claimed = 0;
  for (let nr = 0; nr < times; nr += 1) {
    const { interval, verdict } = upliftOf(draw(treated, rate + effect), draw(held, rate));
    if (interval !== null && interval[0] <= effect && effect <= interval[1]) covered += 1;
    if (verdict === 'more' || verdict === 'less') claimed += 1;
  }
  return { covered: covered / times, claimed: claimed / times };
}

describe('the uplift', () => {
  const sizes = [
    { treated: 80, held: 20 },
    { treated: 400, held: 100 },
    { treated: 2_000, held: 500 },
  ];
  const rates = [0.05, 0.3, 0.6];
  it.each(sizes.flatMap((size) => rates.map((rate) => ({ ...size, rate }))))(
    'covers no difference 95 times in 100 where none is planted ($treated and $held at $rate)',
    ({ treated, held, rate }) => {
      const { covered, claimed } = coverage({ treated, held, rate, effect: 0, seed: 7 });
      expect(covered).toBeGreaterThan(0.93);
      expect(claimed).toBeLessThan(0.012);
    },
  );

  it.each([0.05, 0.15, 0.3])('covers a planted effect of %f as often', (effect) => {
    const { covered } = coverage({ treated: 400, held: 100, rate: 0.3, effect, seed: 11 });
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.98);
  });

  it.each([0.05, 0.3, 0.6])(
    'is seldom claimed where there is none, though somebody looks all the way (at %f)',
    (rate) => {
      const random = seededRandom(23);
      const times = 1_000;
      let claimed = 0;
      for (let nr = 0; nr < times; nr += 1) {
        const [treated, held] = [
          { reached: 0, missed: 0, unknown: 0 },
          { reached: 0, missed: 0, unknown: 0 },
        ];
        for (let customer = 1; customer <= 1_000; customer += 1) {
          const mine = random() < 0.2 ? held : treated;
          mine[random() < rate ? 'reached' : 'missed'] += 1;
          if (customer % 5 > 0 || !['more', 'less'].includes(upliftOf(treated, held).verdict)) continue;
          claimed += 1;
          break;
        }
      }
      expect(claimed / times).toBeLessThan(0.08);
    },
  );

  it('is not claimed by an interval that barely leaves no difference out, and says how many more would do', () => {
    const barely = upliftOf(group(80, 53), group(16, 23));
    expect(barely.interval?.[0]).toBeGreaterThan(0);
    expect(barely.verdict).toBe('not_enough');
    const grown = 1 + (barely.wanted ?? 0) / 39;
    const more = group(Math.ceil(80 * grown), Math.ceil(53 * grown));
    expect(upliftOf(more, group(Math.ceil(16 * grown), Math.ceil(23 * grown))).verdict).toBe('more');
  });

  it('sees a large effect in groups of a size that tenants have', () => {
    expect(coverage({ treated: 400, held: 100, rate: 0.3, effect: 0.25, seed: 13 }).claimed).toBeGreaterThan(
      0.95,
    );
  });

  it('says that there is not enough yet, and about how much is wanted', () => {
    expect(upliftOf(group(3, 1), group(1, 1))).toMatchObject({ verdict: 'not_enough' });
    expect(upliftOf(group(0, 0), group(0, 0))).toMatchObject({ verdict: 'not_enough', difference: null });
    const some = upliftOf(group(40, 40), group(9, 11));
    expect(some.verdict).toBe('not_enough');
    const grown = 1 + (some.wanted ?? 0) / 20;
    const enough = upliftOf(
      group(Math.ceil(40 * grown), Math.ceil(40 * grown)),
      group(Math.ceil(9 * grown), Math.ceil(11 * grown)),
    );
    expect(enough.verdict).toBe('none');
  });

  it('leaves those aside of whom nobody can tell, and stays within what is possible', () => {
    expect(upliftOf(group(30, 70, 900), group(30, 70))).toMatchObject({ difference: 0 });
    const count = fc.nat(400);
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const { interval, difference } = upliftOf(group(a, b), group(c, d));
        if (interval === null || difference === null) return a + b === 0 || c + d === 0;
        const back = upliftOf(group(c, d), group(a, b)).interval ?? [0, 0];
        expect(back[0]).toBeCloseTo(-interval[1], 12);
        return (
          -1 <= interval[0] && interval[0] <= difference && difference <= interval[1] && interval[1] <= 1
        );
      }),
    );
  });
});
