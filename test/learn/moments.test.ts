// The moments that a closed record is pictured at lie within its life, and are the same whenever they are drawn.
import { describe, expect, test } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { momentsOf } from '#learn/moments.ts';

const day = 86_400_000;
const life = fc.record({
  id: fc.string({ minLength: 1 }),
  createdAt: fc.integer({ min: 0, max: 2e12 }),
  lived: fc.integer({ min: 1, max: 4000 * day }),
  most: fc.integer({ min: 1, max: 6 }),
});

describe('the moments of a closed record', () => {
  test('lie between its beginning and its end, in order, one in each equal part of its life', () => {
    fc.assert(
      fc.property(life, ({ id, createdAt, lived, most }) => {
        const moments = momentsOf(id, { createdAt, closedAt: createdAt + lived }, most);
        expect(moments.length).toBeGreaterThanOrEqual(1);
        expect(moments.length).toBeLessThanOrEqual(most);
        moments.forEach((at, part) => {
          expect(at).toBeGreaterThanOrEqual(Math.floor(createdAt + (part / moments.length) * lived));
          expect(at).toBeLessThan(createdAt + ((part + 1) / moments.length) * lived);
        });
      }),
    );
  });

  test('hang on its own name: the same ones each time, others for another', () => {
    const span = { createdAt: 0, closedAt: 1000 * day };
    expect(momentsOf('a', span, 3)).toEqual(momentsOf('a', span, 3));
    expect(momentsOf('a', span, 3)).not.toEqual(momentsOf('b', span, 3));
  });

  test('are the more, the longer it was open: one for each fortnight', () => {
    const count = (days: number) => momentsOf('a', { createdAt: 0, closedAt: days * day }, 5).length;
    expect([1, 14, 20, 22, 42, 700].map(count)).toEqual([1, 1, 1, 2, 3, 5]);
  });

  test('are the end itself where it was closed as soon as it was made', () => {
    expect(momentsOf('a', { createdAt: 5, closedAt: 5 }, 3)).toEqual([5]);
    expect(momentsOf('a', { createdAt: 9, closedAt: 5 }, 3)).toEqual([5]);
  });

  test('are spread evenly over many records', () => {
    const drawn = Array.from({ length: 2000 }, (_, nr) => {
      const [at = 0] = momentsOf(`record ${nr}`, { createdAt: 0, closedAt: 10 * day }, 2);
      return at / (10 * day);
    });
    for (const tenth of Array.from({ length: 10 }, (_, nr) => nr)) {
      const inside = drawn.filter((at) => at >= tenth / 10 && at < (tenth + 1) / 10).length;
      expect(Math.abs(inside - 200)).toBeLessThan(60);
    }
  });
});
