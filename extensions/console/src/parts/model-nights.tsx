// What the nights found of the live weights: kept promises, drift of the score and of fields, and how both went over time.
import { LineChart } from '@mantine/charts';
import { Badge, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { ModelsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { CalibrationChart } from './calibration-chart.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

type Check = ModelsAnswer['checks'][number];
type Drift = Check['body']['drift'];
const colors = { calm: 'teal', watch: 'orange', drift: 'red' } as const;
const shown = 6;
/** More than so much is drift, as in learn/drift.ts. */
const border = 0.25;

export function ModelNights({
  target,
  checks,
  events,
}: {
  target: string;
  checks: Check[];
  events: ModelsAnswer['events'];
}) {
  const { t, when } = useWords();
  const [last] = checks;
  if (last === undefined)
    return (
      <Card title={t('console.models.nights')} aside={<LookNow target={target} events={events} />}>
        <Text c="dimmed">{t('console.models.nights.none')}</Text>
      </Card>
    );
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Card
          title={t('console.models.promises')}
          aside={
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {when(last.at)}
              </Text>
              <LookNow target={target} events={events} />
            </Group>
          }
        >
          <Promises body={last.body} />
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Card title={t('console.models.drift')} aside={<Level level={last.body.drift.level} />}>
          <Moved body={last.body} />
          <OverTime checks={checks} />
        </Card>
      </Grid.Col>
    </Grid>
  );
}

/** The newest of the events is the wish itself until the look has said what came of it. */
function LookNow({ target, events }: { target: string; events: ModelsAnswer['events'] }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const look = useMutation({
    mutationFn: () => tell('POST', `/api/models/${target}/look`),
    onSettled: () =>
      Promise.all(['models', 'register'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (look.error !== null) return <Problem error={look.error} />;
  if (events[0]?.what === 'asked')
    return (
      <Text size="sm" c="dimmed">
        {t('console.models.look.asked')}
      </Text>
    );
  return (
    <Button size="compact-sm" variant="light" loading={look.isPending} onClick={() => look.mutate()}>
      {t('console.models.look')}
    </Button>
  );
}

function Level({ level }: { level: Drift['level'] }) {
  const { t } = useWords();
  return (
    <Badge variant="light" tt="none" color={colors[level]}>
      {t(`console.models.level.${level}`)}
    </Badge>
  );
}

function Promises({ body }: { body: Check['body'] }) {
  const { t, number, percent } = useWords();
  const { promises, since, train } = body;
  return (
    <Stack gap="xs">
      <Text>
        {t(`console.models.verdict.${promises.verdict}`, {
          rows: number(promises.rows),
          promised: percent(promises.promised),
          happened: percent(promises.happened),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('console.models.since', { since: number(since) })}{' '}
        {train.length === 0
          ? t('console.models.train.no')
          : t('console.models.train.yes', {
              why: train.map((one) => t(`console.models.why.${one}`)).join(t('console.models.and')),
            })}
      </Text>
      {promises.verdict !== 'too_few' && <CalibrationChart rows={promises.table} />}
    </Stack>
  );
}

function Moved({ body: { drift, baseRate } }: { body: Check['body'] }) {
  const { t, known, number, percent } = useWords();
  if (drift.rows === 0) return <Text c="dimmed">{t('console.models.drift.none')}</Text>;
  const features = drift.features.slice(0, shown);
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {t('console.models.drift.about', { rows: number(drift.rows) })}
      </Text>
      {drift.score !== null && (
        <Line
          name={t('console.models.drift.score')}
          value={number(drift.score.psi, 2)}
          level={drift.score.level}
        />
      )}
      <Line
        name={t('console.models.drift.rate')}
        value={`${percent(baseRate.before)} → ${percent(baseRate.now)}`}
        level={baseRate.level}
      />
      {features.map((one) => (
        <Line
          key={one.name}
          name={known(`reason.${one.name}`, one.label)}
          value={
            one.missing.level === 'calm'
              ? number(one.psi, 2)
              : t('console.models.drift.missing', {
                  before: percent(one.missing.before),
                  now: percent(one.missing.now),
                })
          }
          level={one.missing.level === 'calm' ? one.level : one.missing.level}
        />
      ))}
    </Stack>
  );
}

function Line({ name, value, level }: { name: string; value: string; level: Drift['level'] }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{name}</Text>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" className="figure">
          {value}
        </Text>
        <Level level={level} />
      </Group>
    </Group>
  );
}

function OverTime({ checks }: { checks: Check[] }) {
  const { t, number } = useWords();
  const [score, most] = [t('console.models.drift.score'), t('console.models.drift.most')];
  const data = checks.toReversed().map(({ night, body: { drift } }) => ({
    night: night.slice(5),
    [score]: drift.score?.psi ?? null,
    [most]: Math.max(0, ...drift.features.map(({ psi }) => psi)),
  }));
  if (data.length < 2) return null;
  // One field that is far out would flatten all the rest: it leaves the plot at the top, and its figure stands in the list.
  const all = checks.map(({ body: { drift } }) => drift.score?.psi ?? 0);
  const top = Math.max(3 * border, ...all.map((psi) => 1.1 * psi));
  return (
    <LineChart
      mt="md"
      h={170}
      data={data}
      dataKey="night"
      withLegend
      series={[
        { name: score, color: 'cyan.6' },
        { name: most, color: 'orange.6' },
      ]}
      referenceLines={[{ y: border, label: t('console.models.drift.border'), color: 'red.6' }]}
      yAxisProps={{ domain: [0, top], allowDataOverflow: true, width: 40 }}
      valueFormatter={(value) => number(value, 2)}
      curveType="linear"
      role="img"
      aria-label={t('console.models.drift.overTime')}
    />
  );
}
