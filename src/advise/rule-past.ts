// The past of subjects as far as rules ask for it, and the timelines that are drawn from it.
import type { Analyzed } from '#analyze/analyzed.ts';
import { type Course, courseOf } from '#analyze/field/course.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { SeenFinding, Timeline } from '#analyze/field/timeline.ts';
import { type Finding, findingKinds, scoreBands } from '#analyze/finding.ts';
import type { SegmentMember } from '#analyze/segment/segment.ts';
import { readStagnationLook, type StagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';

export type Past = {
  readonly state: ReadonlyMap<string, readonly Signal[]> | null;
  readonly findings: ReadonlyMap<string, readonly { at: Date; score: number | null; band: string | null }[]>;
  /** Null where no rule asks for stagnation. */
  readonly look: StagnationLook | null;
  readonly segments: ReadonlyMap<string, SegmentMember>;
};

/** Only what the rules ask for is read. */
export async function readPast(
  rows: Pick<TenantStore, 'history' | 'weights' | 'signals' | 'segments'>,
  subjects: readonly string[],
  needs: {
    readonly state: boolean;
    readonly findings: boolean;
    readonly stagnation: boolean;
    readonly segment: boolean;
  },
): Promise<Past> {
  const state = needs.state
    ? Map.groupBy(await rows.history.state(subjects), ({ subject }) => subject)
    : null;
  const look = needs.stagnation ? await readStagnationLook(rows) : null;
  const members = needs.segment ? await rows.segments.of(subjects) : [];
  const segments = new Map(members.map((one) => [one.subject, one]));
  if (!needs.findings) return { state, findings: new Map(), look, segments };
  const lists = await Promise.all(findingKinds.map((kind) => rows.history.findings(subjects, kind)));
  return { state, findings: Map.groupBy(lists.flat(), ({ subject }) => subject), look, segments };
}

/** The timeline of a subject under analysis: what was just found stands at its end. */
export function presentTimeline(one: Analyzed, past: Past, settings: TenantSettings, now: Date): Timeline {
  const { circle, finding } = one;
  const state = past.state === null ? {} : { state: past.state.get(circle.subject) ?? [] };
  const findings = findingsOf(past.findings.get(circle.subject) ?? [], finding, now);
  const look = past.look === null ? {} : { look: past.look };
  const segment = past.segments.get(circle.subject);
  return drawTimeline({
    circle,
    ...state,
    findings,
    outcomes: settings.outcomes,
    settings,
    segment,
    ...look,
  });
}

export function findingsOf(
  history: readonly { at: Date; score: number | null; band: string | null }[],
  finding: Finding | null,
  now: Date,
): Course<SeenFinding> {
  const before = history.map(({ at, score, band }) => ({
    at: at.getTime(),
    value: { score, band: scoreBands.find((known) => known === band) ?? null, confidence: null, parts: [] },
  }));
  const present = finding === null ? [] : [{ at: now.getTime(), value: finding }];
  return courseOf<SeenFinding>([...before, ...present]);
}
