// Facts of stagnation: how long a customer has tried nothing new, and whether that is too long for it.
import { heardBy } from '#analyze/stagnation/stagnation-look.ts';
import { isStagnantAt, type Stillness, stillnessAt } from '#analyze/stagnation/stillness.ts';
import type { Reader, Readers } from './reader.ts';
import type { Timeline } from './timeline.ts';

const known = new WeakMap<Timeline, { readonly at: number; readonly still: Stillness | null }>();

/** Several fields ask of the same moment, one after the other. */
function stillOf(timeline: Timeline, at: number): Stillness | null {
  if (timeline.tried === null) return null;
  const seen = known.get(timeline);
  if (seen !== undefined && seen.at === at) return seen.still;
  const { triers, look } = timeline.tried;
  const still = stillnessAt(triers, look.weights, heardBy(look, at));
  known.set(timeline, { at, still });
  return still;
}

const reading =
  (pick: (still: Stillness) => number | boolean | null) =>
  (): Reader =>
  (timeline, { at }) => {
    const still = stillOf(timeline, at);
    return still === null ? null : pick(still);
  };

const isStagnant: Reader = ({ tried }, { at }) =>
  tried === null ? null : isStagnantAt(tried.triers, tried.look.weights, heardBy(tried.look, at));

const tenths = (value: number) => Math.round(value * 10) / 10;

export const stagnationReaders: Readers = {
  stagnation: () => isStagnant,
  'stagnation.days': reading(({ days }) => days),
  'stagnation.usual': reading(({ usual }) => (usual === null ? null : tenths(usual))),
  'stagnation.limit': reading(({ threshold, usual }) => (usual === null ? null : threshold)),
};
