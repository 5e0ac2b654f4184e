// The area under the curve over moments of customers, with an interval that knows that a customer's moments are one story.
import { type Random, seededRandom } from '#learn/random.ts';
import type { Area } from './health-check.ts';

/** A value of 0-100 at a moment of a customer, and whether it left within the horizon. */
export type Judged = { readonly customer: string; readonly value: number; readonly left: boolean };

const levels = 101;
const draws = 500;

/** Null where nobody left or nobody stayed. Customers, not moments, are drawn anew: 95 % between the percentiles. */
export function areaBetween(judged: readonly Judged[], seed = 1): Area | null {
  const stories = [...Map.groupBy(judged, ({ customer }) => customer).values()].map(storyOf);
  const auc = areaOf(stories, (nr) => nr, stories.length);
  if (auc === null) return null;
  const random: Random = seededRandom(seed);
  const drawn: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const one = areaOf(stories, () => Math.floor(random() * stories.length), stories.length);
    if (one !== null) drawn.push(one);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? auc;
  return { auc: round(auc), low: round(Math.min(auc, at(0.025))), high: round(Math.max(auc, at(0.975))) };
}

type Story = readonly { readonly level: number; readonly left: boolean }[];

function storyOf(moments: readonly Judged[]): Story {
  return moments.map(({ value, left }) => ({
    level: Math.max(0, Math.min(levels - 1, Math.round(value))),
    left,
  }));
}

/** Low values of those who left speak for the index; ties count half. */
function areaOf(stories: readonly Story[], pick: (nr: number) => number, count: number): number | null {
  const left = new Float64Array(levels);
  const stayed = new Float64Array(levels);
  for (let nr = 0; nr < count; nr += 1)
    for (const { level, left: gone } of stories[pick(nr)] ?? []) {
      const counts = gone ? left : stayed;
      counts[level] = (counts[level] ?? 0) + 1;
    }
  let [allLeft, allStayed, right] = [0, 0, 0];
  for (let level = 0; level < levels; level += 1) {
    const [here, there] = [left[level] ?? 0, stayed[level] ?? 0];
    // Those who stayed at a higher level than each of those who left at a lower one.
    right += there * (allLeft + here / 2);
    allLeft += here;
    allStayed += there;
  }
  return allLeft === 0 || allStayed === 0 ? null : right / (allLeft * allStayed);
}

const round = (value: number) => Math.round(value * 1000) / 1000;
