// The model card of the lead score: how good it is on records it has not seen, what it looks at, and what it may not.
import { Alert, Badge, Grid, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { WeightsAnswer } from '../api-types.ts';
import { CalibrationChart } from '../parts/calibration-chart.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';

type Live = NonNullable<WeightsAnswer['live']>;

export function Model() {
  const { t } = useWords();
  const weights = useQuery({
    queryKey: ['weights'],
    queryFn: () => ask<WeightsAnswer>('/api/weights'),
    refetchInterval: 15_000,
  });
  return (
    <Page title={t('console.model.title')} about={t('console.model.about')}>
      <Answered query={weights}>
        {(answer) => (
          <Stack gap="lg">
            {answer.live === null ? (
              <Card>
                <Empty title={t('console.model.none')}>{t('console.model.none.text')}</Empty>
              </Card>
            ) : (
              <LiveModel live={answer.live} />
            )}
            {answer.versions.length > 0 && <Versions versions={answer.versions} />}
          </Stack>
        )}
      </Answered>
    </Page>
  );
}

function LiveModel({ live }: { live: Live }) {
  const { t, number, percent, when } = useWords();
  const measured = live.report.newest ?? live.report.crossValidated;
  const facts = [
    [t('console.model.version'), number(live.version)],
    [t('console.model.trained'), when(live.trainedAt)],
    [t('console.model.learner'), t(`console.learner.${live.learner}`)],
    [t('console.model.closed'), number(live.history.closed)],
    [t('console.model.won'), `${number(live.history.won)} (${percent(live.baseRate, 1)})`],
  ];
  return (
    <>
      {live.learner === 'prior' && (
        <Alert color="yellow" title={t('card.view.little.title')}>
          {t(live.history.needed > 0 ? 'card.view.little.text' : 'card.view.little.plain', {
            closed: live.history.closed,
            won: live.history.won,
            needed: live.history.needed,
          })}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card title={t('console.model.live')}>
            <Stack gap={6}>
              {facts.map(([name, value]) => (
                <Group key={name} justify="space-between">
                  <Text>{name}</Text>
                  <Text fw={600} className="figure">
                    {value}
                  </Text>
                </Group>
              ))}
            </Stack>
            {live.grades !== null && (
              <Text size="sm" c="dimmed" mt="sm">
                {t('console.model.grades', {
                  a: percent(live.grades[0], 1),
                  b: percent(live.grades[1], 1),
                  c: percent(live.grades[2], 1),
                })}
              </Text>
            )}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card title={t('console.model.quality')}>
            {measured === null ? (
              <Text c="dimmed">{t('console.model.notMeasured')}</Text>
            ) : (
              <Quality measured={measured} newest={live.report.newest !== null} />
            )}
          </Card>
        </Grid.Col>
        {live.report.calibration.length > 0 && (
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack>
              <Card title={t('console.model.calibration')}>
                <CalibrationChart rows={live.report.calibration} />
              </Card>
              <NotUsed live={live} />
            </Stack>
          </Grid.Col>
        )}
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Features live={live} />
        </Grid.Col>
      </Grid>
    </>
  );
}

type Measures = NonNullable<Live['report']['newest']>;

function Quality({ measured, newest }: { measured: Measures; newest: boolean }) {
  const { t, number } = useWords();
  const rows = [
    ['auc', number(measured.auc, 3), number(0.5, 1)],
    ['lift', number(measured.lift, 2), number(1)],
    ['ece', number(measured.ece, 3), number(measured.eceFloor, 3)],
    ['logLoss', number(measured.logLoss, 3), number(measured.baseLogLoss, 3)],
    ['brier', number(measured.brier, 3), number(measured.baseBrier, 3)],
  ] as const;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t(newest ? 'console.model.onNewest' : 'console.model.onFolds', { rows: number(measured.rows) })}
      </Text>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.model.measure')}</Table.Th>
            <Table.Th className="number">{t('console.model.value')}</Table.Th>
            <Table.Th className="number">{t('console.model.compare')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([key, value, against]) => (
            <Table.Tr key={key}>
              <Table.Td>
                {t(`console.measure.${key}`)}
                <Text size="xs" c="dimmed">
                  {t(`console.measure.${key}.text`)}
                </Text>
              </Table.Td>
              <Table.Td className="number">
                <b>{value}</b>
              </Table.Td>
              <Table.Td className="number">{against}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Features({ live }: { live: Live }) {
  const { t, known } = useWords();
  const shown = live.features.filter((one) => one.importance > 0).slice(0, 15);
  const most = shown[0]?.importance ?? 1;
  return (
    <Card title={t('console.model.features')}>
      {shown.length === 0 && <Text c="dimmed">{t('console.model.noFeatures')}</Text>}
      <Stack gap={8}>
        {shown.map((one) => (
          <div key={one.name}>
            <Text size="sm">{known(`reason.${one.name}`, one.label)}</Text>
            <span className="bar" aria-hidden="true">
              <span
                style={{
                  width: `${(one.importance / most) * 100}%`,
                  background: 'var(--mantine-color-cyan-6)',
                }}
              />
            </span>
          </div>
        ))}
      </Stack>
    </Card>
  );
}

function NotUsed({ live }: { live: Live }) {
  const { t, known } = useWords();
  if (live.leftOut.length === 0) return null;
  return (
    <Card
      title={t('console.model.leftOut')}
      aside={<Link to="/settings">{t('console.model.leftOut.change')}</Link>}
    >
      <Stack gap={4}>
        {live.leftOut.map((one) => (
          <Group key={one.name} justify="space-between" wrap="nowrap">
            <Text size="sm">{known(`reason.${one.name}`, one.label ?? one.name)}</Text>
            <Text size="xs" c="dimmed" ta="right">
              {t(`console.leftOut.${one.why}`)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

function Versions({ versions }: { versions: WeightsAnswer['versions'] }) {
  const { t, number, when } = useWords();
  return (
    <Card title={t('console.model.versions')}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {versions.map((one) => (
            <Table.Tr key={one.version}>
              <Table.Td className="number">{number(one.version)}</Table.Td>
              <Table.Td>{when(one.trainedAt)}</Table.Td>
              <Table.Td>{t(`console.learner.${one.learner}`)}</Table.Td>
              <Table.Td>{t('console.model.closedCount', { count: number(one.history.closed) })}</Table.Td>
              <Table.Td>
                {one.auc === null ? '' : t('console.model.aucIs', { auc: number(one.auc, 3) })}
              </Table.Td>
              <Table.Td>
                <Badge variant="light" tt="none" color={one.state === 'live' ? 'teal' : 'gray'}>
                  {t(`console.version.${one.state}`)}
                </Badge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
