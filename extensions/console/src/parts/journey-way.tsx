// The way of a journey: its map with what each step does; as a draft it is changed, checked and kept as a new version.
import { Alert, Button, Grid, Group, List, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type {
  CheckJourneyAnswer,
  JourneyAnswer,
  JourneyVersionAnswer,
  SaveJourneyAnswer,
} from '../api-types.ts';
import { useWords } from '../texts.tsx';
import type { Graph } from './journey-graph.ts';
import { JourneyMap } from './journey-map.tsx';
import { Problem } from './states.tsx';
import { StepPanel } from './step-panel.tsx';

type Props = {
  journey: JourneyAnswer;
  shown: JourneyVersionAnswer;
  /** Called with the version that was kept. */
  kept: (version: number) => void;
  showRuns: (node: string) => void;
};

export function JourneyWay({ journey, shown, kept, showRuns }: Props) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Graph | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const graph = draft ?? shown.graph;
  const [asked] = useDebouncedValue(draft, 300);
  const check = useQuery({
    queryKey: ['journey-check', asked],
    queryFn: () => tell<CheckJourneyAnswer>('POST', '/api/journeys/check', { graph: asked }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation({
    mutationFn: () => tell<SaveJourneyAnswer>('POST', `/api/journeys/${journey.id}/versions`, { graph }),
    onSuccess: async ({ version }) => {
      await client.invalidateQueries({ queryKey: ['journey', journey.id] });
      setDraft(null);
      kept(version);
    },
  });
  const checked = draft === null ? shown : check.data;
  const sentences = Object.fromEntries(
    Object.entries(checked?.sentences ?? {}).map(([at, list]) => [at, list.map((one) => one[locale])]),
  );
  const problems = checked?.problems ?? [];
  const isSound = asked === draft && !check.isFetching && problems.length === 0 && check.error === null;
  const at = journey.whereabouts.filter(({ version }) => version === shown.version);
  const held = journey.counts
    .filter((one) => one.held && one.version === shown.version)
    .reduce((all, { count }) => all + count, 0);
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" className="prose">
          {draft === null ? t('console.journey.way.text') : t('console.journey.draft.text')}
        </Text>
        {draft === null && journey.state !== 'killed' && (
          <Button size="xs" variant="default" onClick={() => setDraft(shown.graph)}>
            {t('console.journey.edit')}
          </Button>
        )}
        {draft !== null && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setDraft(null)}>
              {t('console.journey.discard')}
            </Button>
            <Button
              size="xs"
              loading={save.isPending}
              disabled={!isSound || draft === shown.graph}
              onClick={() => save.mutate()}
            >
              {t('console.journey.save')}
            </Button>
          </Group>
        )}
      </Group>
      {save.error !== null && <Problem error={save.error} />}
      {draft !== null && check.error !== null && <Problem error={check.error} />}
      <Problems problems={problems} />
      <Grid>
        <Grid.Col span={{ base: 12, md: selected === null ? 12 : 8 }}>
          <JourneyMap
            graph={graph}
            counts={new Map(draft === null ? at.map(({ node: id, count }) => [id, count]) : [])}
            held={held}
            selected={selected}
            select={(id) => setSelected(id === selected || id.startsWith('@held') ? null : id)}
            faulty={new Set(problems.map(({ node: id }) => id))}
          />
        </Grid.Col>
        {selected !== null && (
          <Grid.Col span={{ base: 12, md: 4 }}>
            <StepPanel
              {...{ graph, selected, sentences, showRuns, setDraft, setSelected }}
              isDraft={draft !== null}
              here={at.find(({ node: id }) => id === selected)?.count ?? 0}
            />
          </Grid.Col>
        )}
      </Grid>
    </Stack>
  );
}

function Problems({ problems }: { problems: CheckJourneyAnswer['problems'] }) {
  const { t, number, locale } = useWords();
  if (problems.length === 0) return null;
  return (
    <Alert color="yellow" title={t('console.journey.problems', { count: number(problems.length) })}>
      <List size="sm">
        {problems.map(({ code, node: where, detail, said }) => (
          <List.Item key={`${code} ${where} ${detail}`}>
            {t(`console.journey.problem.${detail === 'asks nothing' ? 'asksNothing' : code}`, {
              node: where,
              detail: said?.[locale] ?? detail,
            })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
