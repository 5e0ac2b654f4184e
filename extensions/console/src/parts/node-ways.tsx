// Where a step of a draft leads: for each way out the step that comes next.
import { Select } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { type Graph, type GraphNode, waysOf } from './journey-graph.ts';
import { useNodeWords } from './node-words.ts';

export function NodeWays({
  graph,
  id,
  node,
  change,
}: {
  graph: Graph;
  id: string;
  node: GraphNode;
  change: (node: GraphNode) => void;
}) {
  const { t } = useWords();
  const nodeWords = useNodeWords();
  const steps = Object.entries(graph.nodes)
    .filter(([one]) => one !== id)
    .map(([value, one]) => ({
      value,
      label: `${t(`console.step.${one.kind}`)}: ${nodeWords(one).slice(0, 48)} (${value})`,
    }));
  return waysOf(node).map(({ to, label, words, set }, place) => (
    <Select
      // biome-ignore lint/suspicious/noArrayIndexKey: a way is known by its place only
      key={place}
      label={
        label === undefined && words === undefined
          ? t('console.way.next')
          : t('console.way.leads', {
              way: label === undefined ? (words ?? '') : t(`console.way.${label}`, { nr: words ?? '' }),
            })
      }
      data={steps}
      value={to}
      onChange={(next) => next !== null && change(set(next))}
      allowDeselect={false}
    />
  ));
}
