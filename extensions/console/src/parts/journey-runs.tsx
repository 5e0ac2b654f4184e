// Who goes, or went, through a journey: one line for each, with what it waits for; newest first.
import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { JourneyRunsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import type { Graph } from './journey-graph.ts';
import { useNodeWords } from './node-words.ts';
import { Empty, Loading, Problem } from './states.tsx';

type Run = JourneyRunsAnswer['runs'][number];
const colors = {
  ...{ live: 'cyan', held: 'gray', goal: 'green', done: 'green', exited: 'gray', left: 'gray' },
  ...{ gone: 'gray', killed: 'red', stuck: 'red' },
} as const;

export function RunBadge({ run }: { run: Pick<Run, 'status' | 'dry' | 'outcome'> }) {
  const { t } = useWords();
  return (
    <Group gap={4}>
      <Badge variant="light" color={colors[run.status]} tt="none">
        {t(`console.run.status.${run.status}`)}
      </Badge>
      {run.dry && (
        <Badge variant="outline" tt="none">
          {t('console.journeys.dry')}
        </Badge>
      )}
      {run.outcome !== null && (
        <Badge variant="outline" color={run.outcome === 'reached' ? 'green' : 'gray'} tt="none">
          {t(`console.run.outcome.${run.outcome}`)}
        </Badge>
      )}
    </Group>
  );
}

export function JourneyRuns({
  journey,
  node,
  version,
  graph,
  all,
}: {
  journey: string;
  node: string | null;
  version: number;
  /** Of that version. */
  graph: Graph | undefined;
  all: () => void;
}) {
  const { t, when, ago } = useWords();
  const nodeWords = useNodeWords();
  const nameOf = (run: Pick<Run, 'node' | 'version' | 'who'>) => {
    const at = run.version === version ? graph?.nodes[run.node] : undefined;
    return at === undefined ? run.node : nodeWords(at).replaceAll('{name}', run.who);
  };
  const query = useInfiniteQuery({
    queryKey: ['journey-runs', journey, node, version],
    queryFn: ({ pageParam }) =>
      ask<JourneyRunsAnswer>(`/api/journeys/${journey}/runs`, {
        ...{ before: pageParam, limit: 50 },
        ...(node === null ? {} : { node, version }),
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (query.error !== null) return <Problem error={query.error} again={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading />;
  const runs = query.data.pages.flatMap((page) => page.runs);
  return (
    <Stack>
      {node !== null && (
        <Group gap="xs">
          <Text size="sm">{t('console.runs.only', { node, version })}</Text>
          <Button size="compact-sm" variant="light" onClick={all}>
            {t('console.runs.all')}
          </Button>
        </Group>
      )}
      {runs.length === 0 ? (
        <Empty title={t('console.runs.none')}>{t('console.runs.none.text')}</Empty>
      ) : (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('console.runs.who')}</Table.Th>
                <Table.Th>{t('console.runs.state')}</Table.Th>
                <Table.Th>{t('console.runs.where')}</Table.Th>
                <Table.Th>{t('console.runs.since')}</Table.Th>
                <Table.Th className="number">{t('console.runs.version')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.map((run) => (
                <Table.Tr key={run.id}>
                  <Table.Td>
                    <Link to={`/journeys/${journey}/runs/${run.id}`} className="row-link">
                      {run.who}
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    <RunBadge run={run} />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">
                      {run.status === 'held' ? t('console.journey.held.text') : nameOf(run)}
                    </Text>
                    {run.waits !== null && (
                      <Text size="xs" c="dimmed">
                        {t(`console.run.waits.${run.waits.for}`, { event: run.waits.event ?? '' })}
                        {run.wakeAt !== null && ` · ${t('console.run.until', { when: when(run.wakeAt) })}`}
                      </Text>
                    )}
                    {run.problem !== null && (
                      <Text size="xs" c="red">
                        {run.problem}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <span title={when(run.enteredAt)}>{ago(run.enteredAt)}</span>
                  </Table.Td>
                  <Table.Td className="number">{run.version}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('console.runs.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
