// Disorder: many hands at once, processes that die, events late, twice and in no order; in the end all is known as the CRM says it.
import { afterEach, describe, expect, it } from 'vitest';
import { type Disorder, openDisorder } from '#kit/disorder.ts';

let model: Disorder;
afterEach(() => model.close());

describe('whatever the order in which it is told, and whoever dies meanwhile', () => {
  it.each([2, 6])(
    'every record is known as the CRM says it (seed %i)',
    async (seed) => {
      model = await openDisorder(seed);
      await model.live();
      const { number, wrong, story } = await model.compared();
      if (wrong.length > 0) console.error(story);
      expect(wrong).toEqual([]);
      expect(number).toBeGreaterThan(20);
      expect(model.kills()).toBeGreaterThan(0);
    },
    600_000,
  );
});
