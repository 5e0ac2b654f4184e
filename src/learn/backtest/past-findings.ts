// What analysis would have said of a company in the past: kept findings where there are some, the index computed anew before.
import type { Circle } from '#analyze/circle.ts';
import { circleAt } from '#analyze/field/circle-at.ts';
import { type Course, courseOf } from '#analyze/field/course.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import type { SeenFinding, Timeline } from '#analyze/field/timeline.ts';
import type { Finding } from '#analyze/finding.ts';
import { health } from '#analyze/health.ts';
import type { HealthChoices } from '#analyze/health-facts.ts';
import type { OutcomeRules } from '#sense/tenant.ts';

/** The index moves slowly: it is computed for the end of every seventh day. */
const step = 7;

/** `from`, `to`: UTC days. What was kept counts from its first moment on, and wins. */
export function healthCourse(
  input: { readonly circle: Circle; readonly timeline: Timeline; readonly kept: Course<SeenFinding> },
  { outcomes, ...choices }: { readonly outcomes: OutcomeRules } & Partial<HealthChoices>,
  span: { readonly from: number; readonly to: number },
): Course<SeenFinding> {
  const { circle, timeline, kept } = input;
  const dated: { at: number; value: SeenFinding }[] = [];
  const first = kept.at[0] ?? Number.POSITIVE_INFINITY;
  for (let day = span.from; day <= span.to; day += step) {
    const at = (day + 1) * dayMs - 1;
    if (at >= first) break;
    const found = health(circleAt(circle, timeline, at), outcomes, at, 'hubspot', {}, choices);
    dated.push({ at, value: found === null ? nothing : seen(found) });
  }
  return courseOf([...dated, ...kept.at.map((at, place) => ({ at, value: kept.values[place] ?? nothing }))]);
}

const nothing: SeenFinding = { score: null, band: null, confidence: null, parts: [] };

export function seen({ score, band, confidence, parts }: Finding): SeenFinding {
  return { score, band, confidence, parts };
}
