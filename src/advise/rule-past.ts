// The past of subjects as far as rules ask for it, and the timelines that are drawn from it.
import type { Analyzed } from '#analyze/analyzed.ts';
import { type Course, courseOf } from '#analyze/field/course.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { SeenFinding, Timeline } from '#analyze/field/timeline.ts';
import type { Finding } from '#analyze/finding.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';

export type Past = {
  readonly state: ReadonlyMap<string, readonly Signal[]> | null;
  readonly findings: ReadonlyMap<string, readonly { at: Date; score: number | null; band: string | null }[]>;
};

/** Only what the rules ask for is read. */
export async function readPast(
  rows: Pick<TenantStore, 'history'>,
  subjects: readonly string[],
  needs: { readonly state: boolean; readonly findings: boolean },
): Promise<Past> {
  const state = needs.state
    ? Map.groupBy(await rows.history.state(subjects), ({ subject }) => subject)
    : null;
  if (!needs.findings) return { state, findings: new Map() };
  const lists = await Promise.all(
    (['health', 'lead_score'] as const).map((kind) => rows.history.findings(subjects, kind)),
  );
  return { state, findings: Map.groupBy(lists.flat(), ({ subject }) => subject) };
}

/** The timeline of a subject under analysis: what was just found stands at its end. */
export function presentTimeline(one: Analyzed, past: Past, settings: TenantSettings, now: Date): Timeline {
  const { circle, finding } = one;
  const state = past.state === null ? {} : { state: past.state.get(circle.subject) ?? [] };
  const findings = findingsOf(past.findings.get(circle.subject) ?? [], finding, now);
  return drawTimeline({ circle, ...state, findings, outcomes: settings.outcomes });
}

export function findingsOf(
  history: readonly { at: Date; score: number | null; band: string | null }[],
  finding: Finding | null,
  now: Date,
): Course<SeenFinding> {
  const bands = ['A', 'B', 'C', 'D', 'healthy', 'watch', 'at_risk'] as const;
  const before = history.map(({ at, score, band }) => ({
    at: at.getTime(),
    value: { score, band: bands.find((known) => known === band) ?? null, confidence: null, parts: [] },
  }));
  const present = finding === null ? [] : [{ at: now.getTime(), value: finding }];
  return courseOf<SeenFinding>([...before, ...present]);
}
