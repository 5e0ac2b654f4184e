// The scene of a walk: everything that its runs are looked at with, read once for all of them.
import { ownerOf } from '#act/journey-effects.ts';
import { type Asking, askingOf, openRulebook, referencesOf } from '#advise/journey/asking.ts';
import type { Journey } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { openFacts } from '#advise/journey/live-facts.ts';
import { runGraphs } from '#advise/journey/run-graph.ts';
import { circlesOf } from '#analyze/analyze.ts';
import type { Circle } from '#analyze/circle.ts';
import { type Finding, isBeside } from '#analyze/finding.ts';
import type { KeptRun } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import type { SubjectRef } from '#ports/store-subjects.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';

/** Everything that the runs of one walk are looked at with. */
export type Scene = {
  readonly settings: TenantSettings;
  readonly now: Date;
  readonly journeys: ReadonlyMap<string, Journey>;
  readonly graphs: ReadonlyMap<string, JourneyGraph>;
  readonly circles: ReadonlyMap<string, Circle>;
  readonly asking: (circle: Circle, graph: JourneyGraph) => Asking;
  readonly findings: ReadonlyMap<string, Finding>;
  readonly refs: ReadonlyMap<string, SubjectRef>;
  readonly connections: readonly Connection[];
  /** Advice that still waits for somebody. */
  readonly open: ReadonlySet<string>;
  /** When somebody was interrupted, by `customer:id` and `owner:id`, newest first; grows as the walk goes on. */
  readonly interruptions: Map<string, Date[]>;
};
export async function sceneOf(
  rows: TenantStore,
  runs: readonly KeptRun[],
  settings: TenantSettings,
  now: Date,
): Promise<Scene> {
  const subjects = [...new Set(runs.map(({ subject }) => subject))];
  const graphs = await runGraphs(rows, runs);
  const journeys = runs.length === 0 ? [] : await rows.journeys.all();
  const twins = new Map([...(await rows.twins.load(subjects))].map(([subject, { twin }]) => [subject, twin]));
  const circles = await circlesOf(rows, twins);
  const findings = new Map(
    (await rows.findings.current(subjects)).flatMap(({ subject, finding }) =>
      isBeside(finding) ? [] : [[subject, finding]],
    ),
  );
  const connections = runs.length === 0 ? [] : await rows.connections.all();
  const references = [...new Set([...graphs.values()].flatMap(referencesOf))];
  const known = await openFacts(rows, { references, settings, now, circles, findings });
  const books = new Map<JourneyGraph, ReturnType<typeof openRulebook>>();
  return {
    ...{ settings, now, graphs, findings, connections },
    journeys: new Map(journeys.map((journey) => [journey.id, journey])),
    circles: new Map(circles.map((circle) => [circle.subject, circle])),
    asking(circle, graph) {
      const book = books.get(graph) ?? openRulebook(graph.kind);
      books.set(graph, book);
      return askingOf(book, circle, known(circle));
    },
    refs: refsOf(await rows.subjects.refs(subjects), connections, twins),
    open: new Set(
      (await rows.advice.live(subjects)).flatMap(({ id, state }) => (state === 'open' ? [id] : [])),
    ),
    interruptions: await interruptionsOf(rows, subjects, [...twins.values()], settings, now),
  };
}

/** The record of each subject in the CRM that was connected first. */
function refsOf(
  refs: readonly SubjectRef[],
  connections: readonly Connection[],
  twins: ReadonlyMap<string, Twin>,
): Map<string, SubjectRef> {
  const found = new Map<string, SubjectRef>();
  for (const { id, platform, state } of connections) {
    if (platform === 'slack' || state === 'uninstalled') continue;
    for (const ref of refs)
      if (ref.origin === id && !found.has(ref.subject) && twins.get(ref.subject)?.kind === ref.objectType)
        found.set(ref.subject, ref);
  }
  return found;
}

const day = 86_400_000;

async function interruptionsOf(
  rows: TenantStore,
  subjects: readonly string[],
  twins: readonly Twin[],
  { journeys }: TenantSettings,
  now: Date,
): Promise<Map<string, Date[]>> {
  const owners = [...new Set(twins.flatMap((twin) => ownerOf(twin) ?? []))];
  const since = new Date(now.getTime() - Math.max(1, journeys.perCustomer.days) * day);
  const found = new Map<string, Date[]>();
  for (const { subject, owner, at } of await rows.runs.interruptions(subjects, owners, since)) {
    for (const key of [`customer:${subject}`, ...(owner === null ? [] : [`owner:${owner}`])])
      found.set(key, [...(found.get(key) ?? []), at]);
  }
  return found;
}

/** Somebody is interrupted in this walk: the next steps of it count that too. */
export function note({ interruptions, now }: Scene, subject: string, owner: string | null): void {
  for (const key of [`customer:${subject}`, ...(owner === null ? [] : [`owner:${owner}`])])
    interruptions.set(key, [now, ...(interruptions.get(key) ?? [])]);
}
