// What is told of journeys: how each stands, all of one of them, its runs step by step, and who waits for a yes or no.
import { isDeepStrictEqual } from 'node:util';
import { nameOf } from '#act/chat-words.ts';
import type { Journey } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { wordsFor } from '#advise/journey/words.ts';
import { fail } from '#errors.ts';
import { upliftOf } from '#learn/uplift.ts';
import type { JourneyLine, NamedRun, RunTrace, WaitingApproval } from '#ports/journey-desk.ts';
import type { KeptRun, MeasuredCount } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import { readTemplate } from '#templates/templates.ts';
import { missingOf } from './journey-missing.ts';

export async function oneOf(rows: TenantStore, id: string): Promise<Journey> {
  return (await rows.journeys.get(id)) ?? fail('NOT_FOUND', { what: 'journey' });
}

export async function graphOf(rows: TenantStore, id: string, version: number): Promise<JourneyGraph> {
  const kept = await rows.journeys.version(id, version);
  return kept?.graph ?? fail('NOT_FOUND', { what: 'version' });
}

export async function linesOf(rows: TenantStore, journeys: readonly Journey[]): Promise<JourneyLine[]> {
  const ids = journeys.map(({ id }) => id);
  const counts = Map.groupBy(await rows.runs.counts(ids), ({ journey }) => journey);
  const outcomes = Map.groupBy(await rows.runs.outcomes(ids), ({ journey }) => journey);
  const lines: JourneyLine[] = [];
  for (const journey of journeys) {
    const mine = await alike(rows, journey, outcomes.get(journey.id) ?? []);
    const group = (held: boolean) => {
      const of = (outcome: string) =>
        mine.reduce((sum, one) => (one.held === held && one.outcome === outcome ? sum + one.count : sum), 0);
      return { reached: of('reached'), missed: of('missed'), unknown: of('unknown') };
    };
    lines.push({
      ...journey,
      counts: (counts.get(journey.id) ?? []).map(({ journey: _, ...rest }) => rest),
      uplift: upliftOf(group(false), group(true)),
    });
  }
  return lines;
}

/**
 * Those who came in by the goal and with the holdout of today: where either was another, treated and held out are not in the
 * same proportion at all times, and a change of times or of the goal would pass for help.
 */
async function alike(
  rows: TenantStore,
  { id, liveVersion }: Journey,
  measured: readonly MeasuredCount[],
): Promise<readonly MeasuredCount[]> {
  const versions = new Set(measured.map(({ goalVersion }) => goalVersion));
  const today = liveVersion ?? Math.max(...versions);
  if (versions.size === 0 || (versions.size === 1 && versions.has(today))) return measured;
  const termsOf = async (version: number) => {
    const { goal, holdout } = await graphOf(rows, id, version);
    return { goal, holdout };
  };
  const terms = await termsOf(today);
  const same = new Set<number>();
  for (const version of versions) if (isDeepStrictEqual(await termsOf(version), terms)) same.add(version);
  return measured.filter(({ goalVersion }) => same.has(goalVersion));
}

export async function storyOf(rows: TenantStore, id: string) {
  const journey = await oneOf(rows, id);
  const [line] = await linesOf(rows, [journey]);
  const versions = await rows.journeys.versions(id);
  const newest = versions[0]?.version ?? 0;
  if (line === undefined) return fail('NOT_FOUND', { what: 'journey' });
  const graph = await graphOf(rows, id, newest);
  const template = journey.template === null ? null : readTemplate(journey.template);
  return {
    ...line,
    newest: { version: newest, graph },
    live: journey.liveVersion === null ? null : await graphOf(rows, id, journey.liveVersion),
    versions: versions.map(({ journey: _, ...rest }) => rest),
    whereabouts: await rows.runs.whereabouts(id),
    changes: await rows.journeys.changes(id),
    missing: await missingOf(rows, {
      journey: graph,
      stages: { kind: 'company', stages: [] },
      signals: [],
      needs: template?.needs ?? [],
    }),
  };
}

export async function traceOf(rows: TenantStore, run: KeptRun): Promise<RunTrace> {
  const { name } = await oneOf(rows, run.journey);
  const [named] = await namedRuns(rows, [run]);
  return { ...run, who: named?.who ?? run.subject, name, steps: await rows.runs.steps(run.id) };
}

/** With what a person would call the customer. */
export async function namedRuns(rows: TenantStore, runs: readonly KeptRun[]): Promise<NamedRun[]> {
  const { settings } = await rows.settings.read();
  const twins = await rows.twins.load([...new Set(runs.map(({ subject }) => subject))]);
  return runs.map((run) => {
    const twin = twins.get(run.subject)?.twin;
    const who = twin === undefined ? `#${run.subject}` : nameOf(settings.locale, twin, run.subject);
    return { ...run, who };
  });
}

/** A version whose step is another one now asks nothing: it is left out. */
export async function approvalsOf(rows: TenantStore): Promise<WaitingApproval[]> {
  const runs = await namedRuns(rows, await rows.runs.toApprove());
  const journeys = new Map((await rows.journeys.all()).map((one) => [one.id, one]));
  const found: WaitingApproval[] = [];
  for (const { id: run, journey, version, subject, who, node, waits, wakeAt: until } of runs) {
    const step = (await rows.journeys.version(journey, version))?.graph.nodes[node];
    const name = journeys.get(journey)?.name;
    if (step?.kind !== 'approve' || name === undefined || waits === null) continue;
    const said = { en: wordsFor(step.ask, 'en', who), 'zh-CN': wordsFor(step.ask, 'zh-CN', who) };
    found.push({ run, journey, name, subject, who, ask: said, since: waits.since, until });
  }
  return found;
}
