// The graphs that runs go by: the steps of the version in which each is, the goal of the version by which it came in.
import type { KeptRun } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import type { JourneyVersion } from './journey.ts';
import type { JourneyGraph } from './journey-graph.ts';

type Run = Pick<KeptRun, 'journey' | 'version' | 'goalVersion'>;

export const graphKey = ({ journey, version, goalVersion }: Run): string =>
  `${journey}/${version}/${goalVersion}`;

/**
 * By `graphKey`; a version that is no more is absent. Whoever is moved to another version keeps its goal: those held out when
 * it came in keep theirs, and what both came to is compared.
 */
export async function runGraphs(
  { journeys }: Pick<TenantStore, 'journeys'>,
  runs: readonly Run[],
  live: readonly JourneyVersion[] = [],
): Promise<Map<string, JourneyGraph>> {
  const known = new Map<string, JourneyGraph | null>(
    live.map(({ journey, version, graph }) => [`${journey}/${version}`, graph]),
  );
  const versionOf = async (journey: string, version: number) => {
    const key = `${journey}/${version}`;
    const graph = known.has(key)
      ? (known.get(key) ?? null)
      : ((await journeys.version(journey, version))?.graph ?? null);
    known.set(key, graph);
    return graph;
  };
  const graphs = new Map<string, JourneyGraph>();
  for (const run of runs) {
    if (graphs.has(graphKey(run))) continue;
    const graph = await versionOf(run.journey, run.version);
    const entered = await versionOf(run.journey, run.goalVersion);
    if (graph === null) continue;
    graphs.set(graphKey(run), graph === entered ? graph : { ...graph, goal: (entered ?? graph).goal });
  }
  return graphs;
}
