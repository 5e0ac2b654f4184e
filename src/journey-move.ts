// Moving those on the way from one version of a journey to another: first a preview, then what was confirmed.
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { fail } from '#errors.ts';
import type { MovePreview } from '#ports/journey-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import { inWords } from '#texts/in-words.ts';
import { changeNoted } from './journey-noted.ts';

type Move = {
  readonly id: string;
  readonly by: string;
  readonly from: number;
  readonly to: number;
  /** Where the steps of the old version are in the new one; those of the same name are where they were. */
  readonly nodes: Readonly<Record<string, string>>;
  readonly confirm: number | null;
  readonly now: Date;
  readonly graphs: { readonly from: JourneyGraph; readonly to: JourneyGraph };
};

export async function moveRuns(
  rows: TenantStore,
  move: Move,
): Promise<MovePreview & { readonly moved: number }> {
  const { id, from, to, graphs, confirm } = move;
  for (const [old, next] of Object.entries(move.nodes)) {
    if (graphs.from.nodes[old] === undefined)
      fail('JOURNEY_INVALID', { problem: inWords('refusal.problem.noStep', { step: old, version: from }) });
    if (graphs.to.nodes[next] === undefined)
      fail('JOURNEY_INVALID', { problem: inWords('refusal.problem.noStep', { step: next, version: to }) });
  }
  const there = (await rows.runs.whereabouts(id)).filter(({ version }) => version === from);
  const nodes = there.map(({ node, count }) => {
    const next = move.nodes[node] ?? (graphs.to.nodes[node] === undefined ? null : node);
    const same =
      next !== null && JSON.stringify(graphs.from.nodes[node]) === JSON.stringify(graphs.to.nodes[next]);
    return { from: node, to: next, count, same };
  });
  const sum = (list: typeof nodes) => list.reduce((all, { count }) => all + count, 0);
  const going = nodes.filter((one) => one.to !== null);
  const preview = { count: sum(going), staying: sum(nodes) - sum(going), nodes };
  if (confirm === null) return { ...preview, moved: 0 };
  if (confirm !== preview.count) return fail('JOURNEY_COUNT', { count: preview.count, typed: confirm });
  const map = Object.fromEntries(going.flatMap((one) => (one.to === null ? [] : [[one.from, one.to]])));
  const moved = await rows.runs.move({ journey: id, from, to, nodes: map, now: move.now });
  const why = { what: 'moved', who: move.by, detail: { from, to, count: moved }, at: move.now } as const;
  await changeNoted(rows, id, {}, why);
  return { ...preview, moved };
}
