// Where a journey forks: by rules, of which the first that holds is taken, or by chance with weights.
import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { type Graph, type GraphNode, noRule } from './journey-graph.ts';
import { RuleInput } from './rule-input.tsx';

type Of<K extends GraphNode['kind']> = Extract<GraphNode, { kind: K }>;

export function BranchForm({
  graph,
  node,
  sentences,
  change,
}: {
  graph: Graph;
  node: Of<'branch'>;
  sentences: readonly string[];
  change: (node: GraphNode) => void;
}) {
  const { t } = useWords();
  return (
    <>
      {node.arms.map((arm, place) => (
        <RuleInput
          // biome-ignore lint/suspicious/noArrayIndexKey: an arm is known by its place only
          key={place}
          label={t('console.step.arm', { nr: place + 1 })}
          kind={graph.kind}
          value={arm.when}
          sentence={sentences[place] ?? ''}
          change={(when) =>
            change({ ...node, arms: node.arms.map((one, at) => (at === place ? { ...one, when } : one)) })
          }
          remove={
            node.arms.length === 1
              ? undefined
              : () => change({ ...node, arms: node.arms.filter((_, at) => at !== place) })
          }
        />
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => change({ ...node, arms: [...node.arms, { when: noRule(), next: node.otherwise }] })}
        >
          {t('console.step.arm.add')}
        </Button>
      </Group>
    </>
  );
}

export function SplitForm({ node, change }: { node: Of<'split'>; change: (node: GraphNode) => void }) {
  const { t } = useWords();
  return (
    <>
      {node.arms.map((arm, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an arm is known by its place only
        <Group key={place} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={t('console.step.armName')}
            value={arm.name}
            onChange={(event) => {
              const name = event.currentTarget.value;
              change({
                ...node,
                arms: node.arms.map((one, at) => (at === place ? { ...one, name } : one)),
              });
            }}
            flex={1}
          />
          <NumberInput
            label={t('console.step.weight')}
            value={arm.weight}
            onChange={(next) => {
              const weight = Math.max(1, Number(next));
              change({
                ...node,
                arms: node.arms.map((one, at) => (at === place ? { ...one, weight } : one)),
              });
            }}
            min={1}
            max={1000}
            allowDecimal={false}
            w={90}
          />
        </Group>
      ))}
    </>
  );
}
