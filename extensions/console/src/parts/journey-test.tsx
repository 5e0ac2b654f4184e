// A journey on stored history before it goes live: whom it would have caught, and what it would have asked of people a week.
import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { BacktestJourneyAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { BacktestInputs, firstAsked } from './backtest-inputs.tsx';
import { BacktestReport } from './backtest-report.tsx';
import { HowFar, runName } from './how-far.tsx';
import type { Graph } from './journey-graph.ts';
import { Problem } from './states.tsx';

export function JourneyTest({ id, graph }: { id: string; graph: Graph }) {
  const { t } = useWords();
  const [asked, setAsked] = useState(() => firstAsked(graph.kind));
  const { days, outcome, horizon } = asked;
  const test = useMutation({
    mutationFn: ({ run }: { run: string | undefined }) =>
      tell<BacktestJourneyAnswer>('POST', '/api/journeys/backtest', {
        ...{ id, graph, days, horizonDays: Number(horizon), outcome },
        ...(run === undefined ? {} : { run }),
      }),
  });
  return (
    <Stack>
      <Text c="dimmed" size="sm" className="prose">
        {t('console.journey.test.text')}
      </Text>
      <Group align="flex-end">
        <BacktestInputs asked={asked} change={setAsked} />
        <Button
          disabled={Number(horizon) < 1}
          loading={test.isPending}
          onClick={() => test.mutate({ run: runName() })}
        >
          {t('console.backtest.run')}
        </Button>
      </Group>
      {test.error !== null && <Problem error={test.error} />}
      {test.isPending && <HowFar run={test.variables.run} />}
      {test.data !== undefined && !test.isPending && (
        <>
          <Load report={test.data} />
          <BacktestReport report={test.data} />
        </>
      )}
    </Stack>
  );
}

function Load({ report }: { report: BacktestJourneyAnswer }) {
  const { t, number } = useWords();
  const { alerts, alertedSubjects, held, onTheWay, ends, load } = report;
  const most = Math.max(1, ...load.flatMap(({ weeks }) => weeks));
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('console.journey.test.load')}
      </Title>
      <Text size="sm">
        {t('console.journey.test.came', {
          ...{ count: number(alerts), customers: number(alertedSubjects) },
          ...{ held: number(held), onTheWay: number(onTheWay) },
        })}
      </Text>
      {ends.length > 0 && (
        <Text size="sm">
          {t('console.journey.test.ends', {
            list: ends
              .map(({ status, count }) => `${t(`console.run.status.${status}`)} ${number(count)}`)
              .join(', '),
          })}
        </Text>
      )}
      {load.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('console.journey.test.nothing')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('console.journey.test.what')}</Table.Th>
                <Table.Th className="number">{t('console.journey.test.total')}</Table.Th>
                <Table.Th className="number">{t('console.journey.test.perWeek')}</Table.Th>
                <Table.Th w="45%">{t('console.journey.test.weeks')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {load.map(({ kind, total, perWeek, weeks }) => (
                <Table.Tr key={kind}>
                  <Table.Td>{t(`console.load.${kind}`)}</Table.Td>
                  <Table.Td className="number">{number(total)}</Table.Td>
                  <Table.Td className="number">{number(perWeek, 1)}</Table.Td>
                  <Table.Td>
                    <div
                      className="weeks weeks-low"
                      role="img"
                      aria-label={`${t('console.journey.test.weeks')}: ${weeks.join(', ')}`}
                    >
                      {weeks.map((count, week) => (
                        <span
                          // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place
                          key={week}
                          title={String(count)}
                          style={{ height: `${(100 * count) / most}%` }}
                        />
                      ))}
                    </div>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
