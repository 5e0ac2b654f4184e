// What is known of subjects now, by the references that rules ask for; their past is read only where it is asked for.
import { isOfStagnation } from '#advise/rule/rule-needs.ts';
import type { Circle } from '#analyze/circle.ts';
import { type Course, courseOf } from '#analyze/field/course.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { SeenFinding } from '#analyze/field/timeline.ts';
import type { Finding } from '#analyze/finding.ts';
import { scoreBands } from '#analyze/finding.ts';
import { readStagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Known } from './asking.ts';

type Needs = Pick<TenantStore, 'findings' | 'signals' | 'weights' | 'segments'>;
type Looking = {
  readonly references: readonly string[];
  readonly circles: readonly Circle[];
  readonly findings: ReadonlyMap<string, Finding>;
  readonly settings: TenantSettings;
  readonly now: Date;
};

/** Fields that look at findings of the past, and at what the record said in the past. */
const pastFindings = ['score.before', 'score.change', 'band.before', 'days_since.band_change'];
const pastStates = ['stage.before', 'days_since.stage_change'];
const longestMs = 400 * 86_400_000;

export async function openFacts(rows: Needs, looking: Looking): Promise<(circle: Circle) => Known> {
  const { references, circles, findings, settings, now } = looking;
  const usable = references.filter((reference) => !('problem' in readRef(reference)));
  const asks = (ids: readonly string[]) =>
    usable.some((reference) => ids.some((id) => reference.split(/[:@]/)[0] === id));
  const past = new Map<string, Course<SeenFinding>>();
  const subjects = circles.map(({ subject }) => subject);
  const told = asks(pastStates) ? await rows.signals.told(subjects) : [];
  const states: ReadonlyMap<string, readonly Signal[]> = Map.groupBy(told, ({ subject }) => subject);
  if (asks(pastFindings))
    for (const { subject } of circles) {
      const finding = findings.get(subject);
      if (finding !== undefined) past.set(subject, await courseOfFindings(rows, subject, finding, now));
    }
  const look = usable.some((reference) => isOfStagnation(reference))
    ? { look: await readStagnationLook(rows) }
    : {};
  const members = asks(['segment', 'days_since.segment_change']) ? await rows.segments.of(subjects) : [];
  const segments = new Map(members.map((one) => [one.subject, one]));
  const read = factReader(usable, settings.timeZone);
  return (circle) => {
    const finding = findings.get(circle.subject);
    const state = states.get(circle.subject);
    const timeline = drawTimeline({
      ...{ circle, outcomes: settings.outcomes, settings, segment: segments.get(circle.subject), ...look },
      ...(state === undefined ? {} : { state }),
      findings: past.get(circle.subject) ?? present(finding, now),
    });
    return {
      facts: read(timeline, now.getTime()),
      origins: (reference) => originOf(reference, timeline.asOf, finding),
    };
  };
}

function present(finding: Finding | undefined, now: Date): Course<SeenFinding> {
  return finding === undefined ? { at: [], values: [] } : { at: [now.getTime()], values: [finding] };
}

async function courseOfFindings(
  rows: Needs,
  subject: string,
  finding: Finding,
  now: Date,
): Promise<Course<SeenFinding>> {
  const trend = await rows.findings.trend(subject, finding.kind, new Date(now.getTime() - longestMs));
  const before = trend.map(({ at, score, band }) => ({
    at: at.getTime(),
    value: { score, band: scoreBands.find((one) => one === band) ?? null, confidence: null, parts: [] },
  }));
  return courseOf<SeenFinding>([...before, { at: now.getTime(), value: finding }]);
}

type AsOf = { readonly crm: string | null; readonly product: string | null };

function originOf(reference: string, asOf: AsOf, finding: Finding | undefined): ReturnType<Known['origins']> {
  const read = readRef(reference);
  const source = 'problem' in read ? 'analysis' : read.field.source;
  switch (source) {
    case 'product':
      return { source, asOf: asOf.product };
    case 'analysis':
      return { source, asOf: finding?.dataAsOf ?? null };
    case 'clock':
      return { source, asOf: null };
    case 'support':
      return { source, asOf: asOf.crm };
    default:
      return { source: 'hubspot', asOf: asOf.crm };
  }
}
