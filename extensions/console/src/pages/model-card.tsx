// The model card of one version, for reading, printing and filing.
import { Badge, Button, Grid, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { WeightsCardAnswer } from '../api-types.ts';
import { CalibrationChart } from '../parts/calibration-chart.tsx';
import { CardDirections } from '../parts/card-directions.tsx';
import { CardFields } from '../parts/card-fields.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Quality } from '../parts/quality.tsx';
import { Slices } from '../parts/slices.tsx';
import { Answered } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

export function ModelCard({ target, version }: { target: string; version: string }) {
  const { t, known } = useWords();
  const card = useQuery({
    queryKey: ['card', target, version],
    queryFn: () => ask<WeightsCardAnswer>(`/api/weights/${version}/card`, { target }),
  });
  return (
    <Page
      title={t('console.card.title', { target: known(`console.card.target.${target}`, target), version })}
      about={t('console.card.about')}
      actions={
        <Button variant="light" className="no-print" onClick={() => window.print()}>
          {t('console.card.print')}
        </Button>
      }
    >
      <Answered query={card}>{(answer) => <Told card={answer} />}</Answered>
    </Page>
  );
}

function Told({ card }: { card: WeightsCardAnswer }) {
  const { t } = useWords();
  const measured = card.report.newest ?? card.report.crossValidated;
  return (
    <Stack gap="lg">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Made card={card} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            <Card title={t('console.card.limits')}>
              <List spacing="xs">
                {card.limits.map((limit) => (
                  <List.Item key={limit}>{t(`console.card.limit.${limit}`)}</List.Item>
                ))}
              </List>
            </Card>
            <CardDirections card={card} />
            <Approvals card={card} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card title={t('console.model.quality')}>
            {measured === null ? (
              <Text c="dimmed">{t('console.model.notMeasured')}</Text>
            ) : (
              <Quality
                measured={measured}
                newest={card.report.newest !== null}
                churn={card.target === 'churn'}
              />
            )}
          </Card>
        </Grid.Col>
        {card.report.calibration.length > 0 && (
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Card title={t('console.model.calibration')}>
              <CalibrationChart rows={card.report.calibration} />
            </Card>
          </Grid.Col>
        )}
      </Grid>
      <Slices card={card} />
      <CardFields card={card} />
    </Stack>
  );
}

function Made({ card }: { card: WeightsCardAnswer }) {
  const { t, number, percent, when } = useWords();
  const { history } = card;
  const day = (iso: string | null) => (iso === null ? '–' : iso.slice(0, 10));
  const crms = card.slices.find(({ field }) => field === 'crm')?.levels ?? [];
  const facts = [
    [t('console.card.state'), t(`console.version.${card.state}`)],
    [t('console.model.trained'), when(card.trainedAt)],
    [t('console.model.learner'), t(`console.learner.${card.learner}`)],
    [t('console.card.closed'), number(history.closed)],
    [t('console.card.period'), `${day(history.from)} – ${day(history.to)}`],
    [
      t(card.target === 'churn' ? 'console.card.leftShare' : 'console.card.wonShare'),
      percent(history.won / Math.max(1, history.closed), 1),
    ],
    ...crms.map(({ level, rows, won }) => [
      `${t('console.card.byCrm')}: ${level === 'hubspot' ? 'HubSpot' : 'Salesforce'}`,
      t(card.target === 'churn' ? 'console.card.byCrm.line.churn' : 'console.card.byCrm.line', {
        rows: number(rows),
        won: number(won),
      }),
    ]),
    [t('console.card.hash'), card.dataHash.slice(0, 16)],
  ];
  return (
    <Card title={t('console.card.made')}>
      <Stack gap={6}>
        {facts.map(([name, value]) => (
          <Group key={name} justify="space-between" wrap="nowrap" align="flex-start">
            <Text>{name}</Text>
            <Text fw={600} className="figure" ta="right">
              {value}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

function Approvals({ card }: { card: WeightsCardAnswer }) {
  const { t, when } = useWords();
  return (
    <Card title={t('console.card.approved')}>
      {card.approvals.length === 0 && <Text c="dimmed">{t('console.card.approved.none')}</Text>}
      <Stack gap="xs">
        {card.approvals.map((one) => (
          <Group key={`${one.what} ${one.at}`} justify="space-between">
            <Group gap="xs">
              <Text>
                {t(`console.card.deed.${one.what}`, {
                  who: one.who === 'learn' ? t('console.card.deed.self') : one.who,
                })}
              </Text>
              {one.note !== null && (
                <Badge variant="light" tt="none">
                  {one.note}
                </Badge>
              )}
            </Group>
            <Text c="dimmed" size="sm">
              {when(one.at)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
