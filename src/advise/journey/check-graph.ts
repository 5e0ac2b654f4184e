// Checks a graph before anybody walks it: every way leads somewhere, every step is reached, and no circle spins.
import { readTree } from '#advise/rule/read-tree.ts';
import { msOf } from './duration.ts';
import type { GraphProblem } from './graph-problem.ts';
import { type JourneyGraph, treesOf, waysOut } from './journey-graph.ts';

/** A circle must pass a wait for time of at least this; other waits may be over at once. */
const slowestCircleMs = 3_600_000;

export function checkGraph(graph: JourneyGraph): GraphProblem[] {
  const lost = lostWays(graph);
  return lost.length > 0 ? lost : [...wayProblems(graph), ...ruleProblems(graph)];
}

function lostWays({ nodes, start }: JourneyGraph): GraphProblem[] {
  const none: GraphProblem[] = !Object.hasOwn(nodes, start)
    ? [{ code: 'no_start', node: start, detail: '' }]
    : [];
  const lost = Object.entries(nodes).flatMap(([node, one]) =>
    waysOut(one)
      .filter((way) => !Object.hasOwn(nodes, way))
      .map((way): GraphProblem => ({ code: 'leads_nowhere', node, detail: way })),
  );
  return [...none, ...lost];
}

function wayProblems(graph: JourneyGraph): GraphProblem[] {
  const reached = reachable(graph, graph.start);
  const circle = spinning(graph);
  const named = (code: GraphProblem['code'], ids: readonly string[]) =>
    ids.map((node): GraphProblem => ({ code, node, detail: '' }));
  const all = Object.keys(graph.nodes);
  return [
    ...named(
      'not_reached',
      all.filter((id) => !reached.has(id)),
    ),
    ...named(
      'no_end',
      [...reached].filter((id) => !endsSomewhere(graph, id)),
    ),
    ...(circle === null
      ? []
      : [{ code: 'spins' as const, node: circle[0] ?? '', detail: circle.join(' -> ') }]),
    ...named(
      'no_alert',
      all.filter((id) => graph.nodes[id]?.kind === 'escalate' && !comesAfterAlert(graph, id)),
    ),
  ];
}

function ruleProblems(graph: JourneyGraph): GraphProblem[] {
  return treesOf(graph).flatMap(({ at: node, tree }): GraphProblem[] => {
    // An empty rule is true for everybody: nobody means that.
    if (tree.rules.length === 0) return [{ code: 'rule', node, detail: 'asks nothing' }];
    return (readTree(tree, graph.kind).faults ?? []).map(({ at, problem }) => ({
      ...{ code: 'rule', node },
      detail: at === '' ? problem.en : `${at} ${problem.en}`,
      said: problem,
    }));
  });
}

function reachable(graph: JourneyGraph, from: string): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const node = graph.nodes[id];
    if (node !== undefined) open.push(...waysOut(node));
  }
  return found;
}

function endsSomewhere(graph: JourneyGraph, from: string): boolean {
  return [...reachable(graph, from)].some((id) => {
    const kind = graph.nodes[id]?.kind;
    return kind === 'goal' || kind === 'exit';
  });
}

/** A circle that never passes a long enough wait for time, as the names along it. */
function spinning(graph: JourneyGraph): readonly string[] | null {
  const done = new Set<string>();
  const visit = (id: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    const node = graph.nodes[id];
    if (done.has(id) || node === undefined) return null;
    if (node.kind === 'wait' && msOf(node.for) >= slowestCircleMs) return null;
    for (const way of waysOut(node)) {
      const circle = visit(way, [...trail, id]);
      if (circle !== null) return circle;
    }
    done.add(id);
    return null;
  };
  for (const id of Object.keys(graph.nodes)) {
    const circle = visit(id, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** True when no way from the start reaches the node without an alert before it. */
function comesAfterAlert(graph: JourneyGraph, target: string): boolean {
  const found = new Set<string>();
  const open = [graph.start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === target) return false;
    const node = graph.nodes[id];
    if (found.has(id) || node === undefined || node.kind === 'alert') continue;
    found.add(id);
    open.push(...waysOut(node));
  }
  return true;
}
