// What a turn means for journeys: who comes in, whose wait is over, and who is in another stage now.
import type { Analyzed } from '#analyze/analyzed.ts';
import { isGone } from '#analyze/circle.ts';
import type { Entries, KeptRun, NewRun } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { type Asking, askingOf, openRulebook, referencesIn, referencesOf } from './asking.ts';
import { lot } from './chance.ts';
import { after } from './duration.ts';
import type { JourneyGraph } from './journey-graph.ts';
import { openFacts } from './live-facts.ts';
import { graphKey, runGraphs } from './run-graph.ts';
import { nextStage, type StageMove, type StagePlan } from './stage.ts';

type Needs = Pick<
  TenantStore,
  'journeys' | 'runs' | 'stages' | 'advice' | 'findings' | 'signals' | 'weights' | 'segments'
>;
type Told = {
  readonly analyzed: readonly Analyzed[];
  readonly settings: TenantSettings;
  readonly now: Date;
};

export type Entered = {
  readonly entered: number;
  readonly pulled: number;
  /** The stages of the subjects that are in one, by the name that the tenant gave it, in its language. */
  readonly stages: ReadonlyMap<string, string>;
};

/** Nothing is done here beyond rows: what runs then do is done by the walk that this wakes. */
export async function enterJourneys(rows: Needs, told: Told): Promise<Entered> {
  const { analyzed, settings, now } = told;
  const subjects = analyzed.map(({ circle }) => circle.subject);
  const plan = await rows.stages.plan();
  const live = settings.journeys.stopped ? [] : await rows.journeys.liveVersions();
  const open = settings.journeys.stopped ? [] : await rows.runs.open(subjects);
  if (subjects.length === 0 || (live.length === 0 && open.length === 0 && plan.stages.length === 0))
    return { entered: 0, pulled: 0, stages: new Map() };
  const graphs = await runGraphs(rows, open, live);
  const references = [
    ...[...graphs.values(), ...live.map(({ graph }) => graph)].flatMap(referencesOf),
    ...plan.stages.flatMap(({ enter, leave }) =>
      [enter, ...(leave === null ? [] : [leave])].flatMap((rule) => referencesIn(rule, plan.kind)),
    ),
  ];
  const known = await openFacts(rows, {
    ...{ settings, now, references: [...new Set(references)] },
    circles: analyzed.map(({ circle }) => circle),
    findings: new Map(
      analyzed.flatMap(({ circle, finding }) => (finding === null ? [] : [[circle.subject, finding]])),
    ),
  });
  const books = new Map(
    (['contact', 'lead', 'company', 'deal'] as const).map((kind) => [kind, openRulebook(kind)] as const),
  );
  const asking = new Map<string, Asking>();
  for (const one of analyzed) {
    const { subject, twin } = one.circle;
    const book = twin.kind === 'ticket' ? undefined : books.get(twin.kind);
    if (book !== undefined) asking.set(subject, askingOf(book, one.circle, known(one.circle)));
  }
  const entered = await enter(rows, live, told, asking);
  const due = await over(rows, open, graphs, told, asking);
  await rows.runs.pull(due, now);
  const stages = await moveStages(rows, plan, told, asking);
  return { entered, pulled: due.length, stages: namesOf(stages, plan, settings.locale) };
}

const entryOf = (journey: string, subject: string) => `${journey}/${subject}`;

async function enter(
  rows: Needs,
  live: Awaited<ReturnType<Needs['journeys']['liveVersions']>>,
  { analyzed, settings, now }: Told,
  asking: ReadonlyMap<string, Asking>,
): Promise<number> {
  const wanted = live.flatMap((version) =>
    analyzed
      .filter(({ circle: { twin, subject } }) => {
        if (twin.kind !== version.graph.kind || isGone(twin)) return false;
        return asking.get(subject)?.ask(version.graph.enter).result === true;
      })
      .map(({ circle }) => ({ version, subject: circle.subject })),
  );
  if (wanted.length === 0) return 0;
  const journeys = [...new Set(wanted.map(({ version }) => version.journey))];
  const before = await rows.runs.entries(journeys, [...new Set(wanted.map(({ subject }) => subject))]);
  const last = new Map(before.map((one) => [entryOf(one.journey, one.subject), one]));
  const runs = wanted.flatMap(({ version, subject }): NewRun[] => {
    const { journey, graph, dryRun } = version;
    const was = last.get(entryOf(journey, subject));
    if (!mayEnter(was, graph, now)) return [];
    return [
      {
        ...{ journey, version: version.version, subject, node: graph.start },
        entryKey: String((was?.count ?? 0) + 1),
        held: isHeld(was, graph, lot('holdout', journey, subject)),
        dry: dryRun || settings.dryRun,
        measureAt: after(now, graph.goal.within),
      },
    ];
  });
  return rows.runs.enter(runs, now);
}

/** Not while it is on the way or measured, and again only where the journey takes in again, after its time. */
export function mayEnter(was: Entries | undefined, graph: JourneyGraph, now: Date): boolean {
  if (was === undefined) return true;
  return !was.live && graph.again !== null && after(was.lastAt, graph.again) <= now;
}

/** Once held out, held out: a customer that was merged with another has another lot than when it first came in. */
export function isHeld(was: Entries | undefined, { holdout }: JourneyGraph, lot: number): boolean {
  return was === undefined ? lot < holdout : was.held && holdout > 0;
}

/** Runs that have something to do before their time: what they wait for happened, the goal is reached, or it is over. */
async function over(
  rows: Needs,
  open: readonly KeptRun[],
  graphs: ReadonlyMap<string, JourneyGraph>,
  { analyzed }: Told,
  asking: ReadonlyMap<string, Asking>,
): Promise<string[]> {
  const gone = new Set(
    analyzed.filter(({ circle }) => isGone(circle.twin)).map(({ circle }) => circle.subject),
  );
  const waiting = open.filter(({ waits }) => waits?.for === 'answer');
  const live = new Map(
    (await rows.advice.live([...new Set(waiting.map(({ subject }) => subject))])).map((one) => [one.id, one]),
  );
  return open
    .filter((run) => {
      const graph = graphs.get(graphKey(run));
      const one = asking.get(run.subject);
      if (gone.has(run.subject)) return true;
      const answered = run.advice !== null && live.get(run.advice)?.state !== 'open';
      return graph !== undefined && one !== undefined && isOver(run, graph, one, answered);
    })
    .map(({ id }) => id);
}

function isOver(run: KeptRun, graph: JourneyGraph, { ask, lastEvent }: Asking, answered: boolean): boolean {
  const is = (rule: JourneyGraph['enter']) => ask(rule).result === true;
  if (run.measureAt !== null && graph.goal.at === 'ever' && is(graph.goal.when)) return true;
  if (run.status !== 'live') return false;
  if (graph.leave !== null && is(graph.leave)) return true;
  const { waits } = run;
  const node = graph.nodes[run.node];
  if (waits === null || node === undefined) return false;
  if (waits.for === 'answer') return answered;
  if (node.kind === 'until') return is(node.when);
  return node.kind === 'event' && (lastEvent(node.event) ?? waits.since) > waits.since;
}

/** One that is no longer in the plan has no name: nobody is in it any more. */
function namesOf(
  stages: ReadonlyMap<string, string>,
  plan: StagePlan,
  locale: TenantSettings['locale'],
): Map<string, string> {
  const names = new Map(plan.stages.map(({ id, name }) => [id, name[locale]]));
  return new Map(
    [...stages].flatMap(([subject, stage]) => {
      const name = names.get(stage);
      return name === undefined ? [] : [[subject, name]];
    }),
  );
}

async function moveStages(
  rows: Needs,
  plan: StagePlan,
  { analyzed, now }: Told,
  asking: ReadonlyMap<string, Asking>,
): Promise<Map<string, string>> {
  if (plan.stages.length === 0) return new Map();
  const mine = analyzed.filter(({ circle: { twin } }) => twin.kind === plan.kind);
  const kept = await rows.stages.of(mine.map(({ circle }) => circle.subject));
  const stages = new Map(kept.map(({ subject, stage }) => [subject, stage]));
  const moves = mine.flatMap(({ circle: { subject, twin } }) => {
    const one = asking.get(subject);
    const at = stages.get(subject) ?? null;
    const move = isGone(twin) ? leaving(at) : one === undefined ? null : nextStage(plan, at, one.ask);
    return move === null ? [] : [{ subject, since: now, ...move }];
  });
  await rows.stages.save(moves);
  for (const { subject, stage } of moves) {
    if (stage === null) stages.delete(subject);
    else stages.set(subject, stage);
  }
  return stages;
}

/** Whose record is gone is in no stage. */
function leaving(stage: string | null): StageMove | null {
  return stage === null ? null : { stage: null, because: { code: 'leave', stage, traces: [] } };
}
