// Beside the map: what the chosen step does, or in a draft its settings, and steps added after it or removed.
import { Button, Group, Menu, Paper, Stack, Text, Title } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { GraphForm } from './graph-form.tsx';
import { type Graph, type NodeKind, nodeKinds, withoutStep, withStep } from './journey-graph.ts';
import { door } from './journey-map.tsx';
import { NodeFacts } from './node-facts.tsx';
import { NodeForm } from './node-form.tsx';

type Props = {
  graph: Graph;
  selected: string;
  isDraft: boolean;
  sentences: { readonly [at: string]: readonly string[] };
  here: number;
  showRuns: (node: string) => void;
  setDraft: (graph: Graph) => void;
  setSelected: (id: string | null) => void;
};

export function StepPanel(props: Props) {
  const { graph, selected, isDraft, sentences, here, showRuns, setDraft, setSelected } = props;
  const { t } = useWords();
  const node = selected === door ? undefined : graph.nodes[selected];
  const add = (kind: NodeKind) => {
    const made = withStep(graph, selected === door ? null : selected, kind);
    setDraft(made.graph);
    setSelected(made.id);
  };
  return (
    <Paper withBorder p="md" component="section" aria-label={t('console.journey.step')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5">
            {node === undefined ? t('console.journey.enter') : t(`console.step.${node.kind}`)}
          </Title>
          <Text size="xs" c="dimmed">
            {node === undefined ? '' : selected}
          </Text>
        </Group>
        {isDraft && node === undefined && <GraphForm graph={graph} sentences={sentences} change={setDraft} />}
        {isDraft && node !== undefined && (
          <NodeForm
            key={selected}
            {...{ graph, id: selected, node, sentences: sentences[selected] ?? [] }}
            change={(next) => setDraft({ ...graph, nodes: { ...graph.nodes, [selected]: next } })}
          />
        )}
        {!isDraft && (
          <NodeFacts
            {...{ graph, id: selected, sentences }}
            here={here}
            showRuns={() => showRuns(selected)}
          />
        )}
        {isDraft && (
          <Group gap="xs">
            <Menu position="bottom-start">
              <Menu.Target>
                <Button size="compact-sm" variant="light">
                  {t('console.journey.addStep')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {nodeKinds.map((kind) => (
                  <Menu.Item key={kind} onClick={() => add(kind)}>
                    {t(`console.step.${kind}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            {node !== undefined && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                disabled={withoutStep(graph, selected) === graph}
                onClick={() => {
                  setDraft(withoutStep(graph, selected));
                  setSelected(null);
                }}
              >
                {t('console.journey.removeStep')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
