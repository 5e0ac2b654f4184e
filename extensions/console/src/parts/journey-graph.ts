// A journey's graph as the console handles it: the ways out of a step, and changes that keep the other steps connected.
import type { JourneyVersionAnswer } from '../api-types.ts';

export type Graph = JourneyVersionAnswer['graph'];
export type GraphNode = Graph['nodes'][string];
export type NodeKind = GraphNode['kind'];
export type Bilingual = { en: string; 'zh-CN': string };
export type Duration = { days?: number; hours?: number; minutes?: number };
/** `label`: a key below `console.way.`, or the words of an arm as they are. */
export type Way = { to: string; label?: string; words?: string; set: (to: string) => GraphNode };

export const nodeKinds = [
  ...(['alert', 'task', 'chat', 'mail', 'field', 'hook'] as const),
  ...(['wait', 'until', 'event', 'branch', 'split', 'escalate', 'approve', 'goal', 'exit'] as const),
] as const satisfies readonly NodeKind[];

/** Every way out of a step, with how to lead it elsewhere. */
export function waysOf(node: GraphNode): Way[] {
  switch (node.kind) {
    case 'goal':
    case 'exit':
      return [];
    case 'branch':
      return [
        ...node.arms.map((arm, place) => ({
          to: arm.next,
          label: 'arm',
          words: String(place + 1),
          set: (next: string) => ({
            ...node,
            arms: node.arms.map((one, at) => (at === place ? { ...one, next } : one)),
          }),
        })),
        { to: node.otherwise, label: 'otherwise', set: (otherwise) => ({ ...node, otherwise }) },
      ];
    case 'split': {
      const sum = node.arms.reduce((all, { weight }) => all + weight, 0);
      return node.arms.map((arm, place) => ({
        to: arm.next,
        words: `${arm.name} ${Math.round((arm.weight / sum) * 100)} %`,
        set: (next: string) => ({
          ...node,
          arms: node.arms.map((one, at) => (at === place ? { ...one, next } : one)),
        }),
      }));
    }
    case 'until':
    case 'event':
      return [
        { to: node.next, label: 'happened', set: (next) => ({ ...node, next }) },
        { to: node.late, label: 'late', set: (late) => ({ ...node, late }) },
      ];
    case 'escalate':
      return [
        { to: node.next, label: 'answered', set: (next) => ({ ...node, next }) },
        { to: node.late, label: 'unanswered', set: (late) => ({ ...node, late }) },
      ];
    case 'approve':
      return [
        { to: node.next, label: 'yes', set: (next) => ({ ...node, next }) },
        { to: node.refused, label: 'no', set: (refused) => ({ ...node, refused }) },
      ];
    default:
      return [{ to: node.next, set: (next) => ({ ...node, next }) }];
  }
}

/** Every way that leads to `from` leads to `to` then. */
function redirected(node: GraphNode, from: string, to: string): GraphNode {
  let now = node;
  for (const place of waysOf(node).keys()) {
    const way = waysOf(now)[place];
    if (way?.to === from) now = way.set(to);
  }
  return now;
}

/** Without the step: who came to it goes on where its first way led. A step without a way out, or the last, stays. */
export function withoutStep(graph: Graph, id: string): Graph {
  const node = graph.nodes[id];
  const next = node === undefined ? undefined : waysOf(node).find(({ to }) => to !== id)?.to;
  const rest = Object.entries(graph.nodes).filter(([one]) => one !== id);
  const isLed = graph.start === id || rest.some(([, one]) => waysOf(one).some(({ to }) => to === id));
  if (node === undefined || (next === undefined && isLed)) return graph;
  return {
    ...graph,
    start: graph.start === id ? (next ?? id) : graph.start,
    nodes: Object.fromEntries(
      rest.map(([one, kept]) => [one, next === undefined ? kept : redirected(kept, id, next)]),
    ),
  };
}

/** A new step between `after` and where its first way led; after a step without a way out, before it instead. */
export function withStep(graph: Graph, after: string | null, kind: NodeKind): { graph: Graph; id: string } {
  const id = freeName(graph, kind);
  const before = after === null ? null : graph.nodes[after];
  const way = before === null || before === undefined ? undefined : waysOf(before)[0];
  if (after !== null && before !== undefined && before !== null && way !== undefined) {
    const nodes = { ...graph.nodes, [after]: way.set(id), [id]: aNode(kind, way.to) };
    return { graph: { ...graph, nodes }, id };
  }
  if (after === null || before === undefined || before === null)
    return { graph: { ...graph, start: id, nodes: { ...graph.nodes, [id]: aNode(kind, graph.start) } }, id };
  const led = Object.entries(graph.nodes).map(([one, node]) => [one, redirected(node, after, id)] as const);
  const nodes = { ...Object.fromEntries(led), [id]: aNode(kind, after) };
  return { graph: { ...graph, start: graph.start === after ? id : graph.start, nodes }, id };
}

function freeName(graph: Graph, kind: NodeKind): string {
  for (let nr = 1; ; nr += 1) {
    const name = nr === 1 ? kind : `${kind}_${nr}`;
    if (graph.nodes[name] === undefined) return name;
  }
}

const words = (en: string, zh: string): Bilingual => ({ en, 'zh-CN': zh });
const lookAt = () => words('Look at {name}', '关注 {name}');

/** A rule that a person must still say: until then the check says what is missing. */
export const noRule = () => ({ combinator: 'and', rules: [] });

function aNode(kind: NodeKind, next: string): GraphNode {
  const made = {
    alert: () => ({
      kind,
      code: 'review_health',
      title: lookAt(),
      why: words('Say why.', '请写明原因。'),
      next,
    }),
    task: () => ({
      kind,
      title: lookAt(),
      body: words('Say what to do.', '请写明要做什么。'),
      dueDays: 1,
      owner: 'record',
      next,
    }),
    chat: () => ({ kind, to: 'manager', text: lookAt(), next }),
    mail: () => ({
      kind,
      subject: words('A word from us', '来自我们的问候'),
      body: words('Hello {name},', '{name}，您好：'),
      dueDays: 1,
      next,
    }),
    field: () => ({ kind, set: { revloop_note: '{now}' }, next }),
    hook: () => ({ kind, url: 'https://example.com/hook', next }),
    wait: () => ({ kind, for: { days: 3 }, next }),
    until: () => ({ kind, when: noRule(), atMost: { days: 7 }, late: next, next }),
    event: () => ({ kind, event: 'Logged In', atMost: { days: 7 }, late: next, next }),
    branch: () => ({ kind, arms: [{ when: noRule(), next }], otherwise: next }),
    split: () => ({
      kind,
      arms: [
        { name: 'A', weight: 1, next },
        { name: 'B', weight: 1, next },
      ],
    }),
    escalate: () => ({ kind, after: { days: 2 }, to: 'manager', text: lookAt(), late: next, next }),
    approve: () => ({
      kind,
      ask: words('Go on with {name}?', '要对 {name} 继续吗？'),
      atMost: { days: 3 },
      refused: next,
      next,
    }),
    goal: () => ({ kind }),
    exit: () => ({ kind }),
  }[kind]();
  return made as GraphNode;
}

/** A journey to begin with: whoever has a low score comes in, the owner gets a task, and the score is to rise. */
export function firstGraph(kind: Graph['kind']): Graph {
  const score = (operator: string) => ({
    combinator: 'and',
    rules: [{ field: 'score', operator, value: 40 }],
  });
  return {
    ...{ version: 1, kind, enter: score('<'), again: { days: 90 }, leave: null },
    goal: { when: score('>='), within: { days: 60 }, at: 'ever' },
    ...{ holdout: 0.2, start: 'task' },
    nodes: { task: aNode('task', 'goal'), goal: { kind: 'goal' } },
  };
}
