// Weights of the parts learned from what happened: right where one part tells, the preset where nothing does, and nothing from little.
import { describe, expect, it } from 'vitest';
import { partCodes } from '#analyze/finding.ts';
import { inShares, presetWeights } from '#analyze/health-weights.ts';
import { fitWeights, rowOf } from '#learn/health/fit-weights.ts';
import { fewestToWeigh, learnWeights } from '#learn/health/learn-weights.ts';
import type { PartMoment } from '#learn/health/part-moment.ts';
import { seededRandom } from '#learn/random.ts';

/** Customers whose parts are noise, except that support tells who leaves; `blind`: nothing does. `missing`: some parts are not known. */
function world(customers: number, { seed = 3, blind = false, missing = 0.2 } = {}): PartMoment[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, nr) => {
    const leaves = nr % 3 === 0;
    return Array.from({ length: 4 }, (): PartMoment => {
      const parts = partCodes.flatMap((code) => {
        const tells = code === 'support' && !blind;
        const value = tells ? (leaves ? 10 + 40 * random() : 40 + 60 * random()) : 60 + 40 * random();
        return random() < missing ? [] : [{ code, value: Math.round(value) }];
      });
      return { customer: `c${nr}`, left: leaves, parts };
    });
  }).flat();
}

describe('learned weights', () => {
  it('give more to the part that tells who leaves, and tell better than the preset who does', () => {
    const learned = learnWeights(world(240));
    expect(learned).toMatchObject({ left: 80, stayed: 160, better: true });
    expect(learned.parts?.support).toBeGreaterThan(presetWeights.support + 0.1);
    expect(learned.parts?.use).toBeLessThan(presetWeights.use);
    const sum = partCodes.reduce((all, code) => all + (learned.parts?.[code] ?? 0), 0);
    expect(sum).toBeCloseTo(1, 2);
    expect(learned.learned?.auc ?? 0).toBeGreaterThan(learned.preset?.auc ?? 1);
  });

  it('are the preset where nothing tells who leaves', () => {
    for (const seed of [3, 4, 5]) {
      const learned = learnWeights(world(240, { seed, blind: true }));
      expect(learned.better).toBe(false);
      expect(learned.parts).toEqual(inShares(presetWeights));
    }
  });

  it('are not there while few have left, and say how many it takes', () => {
    expect(learnWeights(world(60))).toEqual({
      ...{
        left: 20,
        stayed: 40,
        needed: fewestToWeigh,
        parts: null,
        better: false,
        preset: null,
        learned: null,
      },
    });
    expect(learnWeights([]).parts).toBeNull();
  });

  it('are the same from the same, in whatever order it comes', () => {
    const moments = world(150);
    expect(learnWeights([...moments].reverse())).toEqual(learnWeights(moments));
  });

  it('stay nearer to the preset the more that is held to it', () => {
    const rows = world(200).map(rowOf);
    const far = [30, 300, 3000].map((hold) => fitWeights(rows, hold).weights.support - presetWeights.support);
    expect(far[0]).toBeGreaterThan(far[1] ?? 1);
    expect(far[1]).toBeGreaterThan(far[2] ?? 1);
    expect(fitWeights(rows, Number.POSITIVE_INFINITY).weights).toEqual(presetWeights);
  });
});
