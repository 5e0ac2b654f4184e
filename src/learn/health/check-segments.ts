// The check of the index for each segment, and of all customers first, with the weights that could be learned from them.
import type { Course } from '#analyze/field/course.ts';
import type { SeenFinding } from '#analyze/field/timeline.ts';
import { healthBandOf } from '#analyze/health.ts';
import { indexUnder, type PartWeights } from '#analyze/health-weights.ts';
import { checkIndex, type PastHealth, partMomentsOf, type Span } from './check-index.ts';
import type { HealthCheck, SegmentCheck } from './health-check.ts';
import { learnWeights } from './learn-weights.ts';

/** With the segment that it is in, or was in before it left, and what would have been found of it at every moment. */
export type PastCustomer = PastHealth & {
  readonly segment: string | null;
  readonly anew: Course<SeenFinding>;
};

export function checkSegments(
  customers: readonly PastCustomer[],
  whole: HealthCheck,
  segments: readonly string[],
  span: Span,
): SegmentCheck[] {
  return [
    inShort(null, customers, whole, span),
    ...segments.map((segment) => {
      const here = customers.filter((one) => one.segment === segment);
      return inShort(segment, here, checkIndex(here, span), span);
    }),
  ];
}

function inShort(
  segment: string | null,
  customers: readonly PastCustomer[],
  check: HealthCheck,
  span: Span,
): SegmentCheck {
  const { customers: of, left, red, early, index, verdict } = check;
  return {
    ...{ segment, customers: of, left, red, medianDays: early.medianDays, index, verdict },
    green: check.before.find(({ days }) => days === 30)?.healthy ?? 0,
    weights: learnWeights(customers.flatMap((one) => partMomentsOf(one, one.anew, span))),
  };
}

/** What was computed afterwards is computed with the weights of today; what was said at the time stays. */
export function underWeights(
  course: Course<SeenFinding>,
  live: number | null,
  weights: PartWeights,
): Course<SeenFinding> {
  const values = course.values.map((value, place) => {
    const said = live !== null && (course.at[place] ?? 0) >= live;
    const index = said ? null : indexUnder(weights, value.parts);
    if (index === null || value.score === null) return value;
    const score = Math.round(index);
    return { ...value, score, band: healthBandOf(score) };
  });
  return { ...course, values };
}
