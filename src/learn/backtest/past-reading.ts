// Reads all subjects of a kind with their past, a page at a time, as far as the rules under test ask for it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asksAnalysis, lookBackOf, type RuleNeeds } from '#advise/rule/rule-needs.ts';
import { circlesOf } from '#analyze/analyze.ts';
import { type Circle, isGone } from '#analyze/circle.ts';
import { type Course, courseOf } from '#analyze/field/course.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { SeenFinding, Timeline } from '#analyze/field/timeline.ts';
import { type Finding, findingKindOf, scoreBands } from '#analyze/finding.ts';
import type { SegmentMember } from '#analyze/segment/segment.ts';
import type { StagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import type { OutcomeRules, TenantSettings } from '#sense/tenant.ts';
import { healthCourse } from './past-findings.ts';
import { foreseen, type PastSubject } from './past-subject.ts';
import { storyEnds } from './story-ends.ts';
import { subjectName } from './subject-name.ts';

const pageSize = 250;
/** Milliseconds after which others are served: whoever tests a rule in the console is not alone. */
const longestTurn = 10;
const day = 86_400_000;

type Needs = Pick<TenantStore, 'history' | 'findings' | 'segments'>;
/** One transaction a call. */
export type InRows = <T>(work: (rows: Needs) => Promise<T>) => Promise<T>;

export type Reading = {
  readonly kind: SubjectKind;
  readonly needs: RuleNeeds;
  readonly outcomes: OutcomeRules;
  /** What the tenant collects and what its events mean. */
  readonly settings?: Pick<TenantSettings, 'collection' | 'usage' | 'sentiment'>;
  /** UTC days since 1970. */
  readonly span: { readonly from: number; readonly to: number };
  /**
   * Whether it is worth finding anew what analysis would have said in the past; null: never, only what was kept counts.
   * The timeline has no findings but those.
   */
  readonly worth: ((timeline: Timeline) => boolean) | null;
  /** True: what would have been found is told of the time from which on something was kept, too. */
  readonly anew?: boolean;
  /** What the tenant has learned of stagnation, where the rules ask for it. */
  readonly look?: StagnationLook;
};

/**
 * Calls `each` for every subject that is there; returns how many there were. A page is read while the one before is looked
 * at, and others get their turn again and again.
 */
export async function readPastSubjects(
  inRows: InRows,
  reading: Reading,
  each: (past: PastSubject) => void,
): Promise<number> {
  let count = 0;
  const pageAfter = (after: string | null): Promise<Page> => {
    const page = inRows((rows) => readPage(rows, reading, after));
    // Whoever waits for it hears of its failure; until then nobody does.
    page.catch(() => undefined);
    return page;
  };
  for (let coming: Promise<Page> | null = pageAfter(null); coming !== null; ) {
    const { circles, past, last }: Page = await coming;
    coming = last === null ? null : pageAfter(last);
    let since = performance.now();
    for (const circle of circles) {
      each(pastOf(circle, past, reading));
      if (performance.now() - since < longestTurn) continue;
      await nextTurn();
      since = performance.now();
    }
    count += circles.length;
  }
  return count;
}

type Page = { readonly circles: readonly Circle[]; readonly past: Past; readonly last: string | null };

async function readPage(rows: Needs, reading: Reading, after: string | null): Promise<Page> {
  const page = await rows.history.twins.page(reading.kind, after, pageSize);
  const twins = new Map(
    page.flatMap(({ subject, twin }) => (isGone(twin) ? [] : [[subject, twin] as const])),
  );
  const circles = await circlesOf(rows.history, twins);
  const subjects = [...twins.keys()];
  const past = await readPast(rows, subjects, reading);
  return {
    ...{ circles, past },
    last: page.length < pageSize ? null : (page.at(-1)?.subject ?? null),
  };
}

type Past = {
  readonly state: ReadonlyMap<string, readonly Signal[]>;
  readonly findings: ReadonlyMap<string, Course<SeenFinding>>;
  readonly segments: ReadonlyMap<string, SegmentMember>;
  readonly advised: ReadonlyMap<string, readonly { situation: string; at: Date }[]>;
  readonly outcomes: ReadonlyMap<string, readonly { kind: string; at: Date }[]>;
};

async function readPast(
  rows: Needs,
  subjects: readonly string[],
  { kind, needs, span }: Reading,
): Promise<Past> {
  const by = <T extends { readonly subject: string }>(list: readonly T[]) =>
    Map.groupBy(list, ({ subject }) => subject);
  const finding = findingKindOf(kind);
  return {
    state: by(await rows.history.state(subjects)),
    findings: asksAnalysis(needs)
      ? coursesOf(
          await rows.history.findings(subjects, finding),
          await rows.findings.current(subjects, finding),
        )
      : new Map(),
    segments: new Map(
      (needs.segment ? await rows.segments.of(subjects) : []).map((one) => [one.subject, one]),
    ),
    advised: by(await rows.history.advised(subjects, new Date(span.from * day))),
    outcomes: by(await rows.history.outcomes(subjects)),
  };
}

type Changed = { subject: string; at: Date; score: number | null; band: string | null };
type Current = { subject: string; finding: Finding; foundAt: Date };

/** Only the present finding tells all of itself; of those before only score and band were kept. */
function coursesOf(
  changes: readonly Changed[],
  current: readonly Current[],
): Map<string, Course<SeenFinding>> {
  const dated = changes.map(({ subject, at, score, band }) => ({
    subject,
    at: at.getTime(),
    value: { score, band: scoreBands.find((one) => one === band) ?? null, confidence: null, parts: [] },
  }));
  const now = current.map(({ subject, finding, foundAt }) => ({
    subject,
    at: foundAt.getTime(),
    value: finding.override === undefined ? finding : { ...finding, ...finding.override.computed },
  }));
  const all = Map.groupBy<string, { subject: string; at: number; value: SeenFinding }>(
    [...dated, ...now],
    ({ subject }) => subject,
  );
  return new Map([...all].map(([subject, list]) => [subject, courseOf(list)]));
}

const noFindings: Course<SeenFinding> = { at: [], values: [] };

function pastOf(
  circle: Circle,
  past: Past,
  { kind, needs, outcomes, span, worth, look, settings, anew: asked = false }: Reading,
): PastSubject {
  const { subject, twin } = circle;
  const kept = past.findings.get(subject) ?? noFindings;
  const drawn = drawTimeline({
    circle,
    state: past.state.get(subject) ?? [],
    findings: kept,
    segment: past.segments.get(subject),
    outcomes,
    ...(look === undefined ? {} : { look }),
    ...(settings === undefined ? {} : { settings }),
  });
  const back = lookBackOf(needs);
  const anew = kind === 'company' && worth !== null && asksAnalysis(needs) && worth(drawn);
  const findings = anew
    ? healthCourse(
        { circle, timeline: drawn, kept },
        { outcomes, ...settings },
        { from: span.from - back, to: span.to },
      )
    : kept;
  const timeline: Timeline = anew ? { ...drawn, findings } : drawn;
  const again = !asked
    ? {}
    : {
        anew:
          kept.at.length === 0
            ? findings
            : healthCourse({ circle, timeline: drawn, kept: noFindings }, { outcomes, ...settings }, span),
      };
  const said = (past.outcomes.get(subject) ?? []).flatMap(({ kind: told, at }) => {
    const known = foreseen.find((one) => one === told);
    return known === undefined ? [] : [{ kind: known, at: at.getTime() }];
  });
  return {
    subject,
    name: subjectName(subject, twin),
    timeline,
    foundSince: kept.at[0] ?? null,
    ...again,
    outcomes: [...storyEnds(circle, drawn, outcomes), ...said],
    advised: (past.advised.get(subject) ?? []).map(({ situation, at }) => ({ situation, at: at.getTime() })),
  };
}
