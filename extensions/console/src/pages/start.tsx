// The first page: what is connected, what happens right now, and what to do next.
import { Alert, Anchor, Button, Grid, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type {
  ConnectionsAnswer,
  MeAnswer,
  OverviewAnswer,
  ProgressAnswer,
  SettingsAnswer,
  StatusAnswer,
} from '../api-types.ts';
import { Bands } from '../parts/bands.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Reading } from '../parts/reading.tsx';
import { Answered } from '../parts/states.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

const live = { refetchInterval: 3_000 };

export function Start({ me }: { me: MeAnswer }) {
  const { t } = useWords();
  const { query } = usePlace();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: () => ask<OverviewAnswer>('/api/overview'),
    ...live,
  });
  const progress = useQuery({
    queryKey: ['progress'],
    queryFn: () => ask<ProgressAnswer>('/api/progress'),
    ...live,
  });
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => ask<ConnectionsAnswer>('/api/connections'),
    ...live,
  });
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: () => ask<SettingsAnswer>('/api/settings'),
  });
  const connected = query.get('connected');
  return (
    <Page title={t('console.start.title')} about={t('console.start.about')}>
      {(connected === 'hubspot' || connected === 'slack') && (
        <Alert color="teal" title={t(`console.start.connected.${connected}`)}>
          {t(`console.start.connected.${connected}.text`)}
        </Alert>
      )}
      {settings.data?.dryRun === true && (
        <Alert color="yellow" title={t('console.dryRun.title')}>
          {t('console.dryRun.text')} <Link to="/settings">{t('console.dryRun.change')}</Link>
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card title={t('console.start.steps')}>
            <Answered query={connections}>
              {(answer) => (
                <Steps
                  me={me}
                  connections={answer.connections}
                  reading={progress.data?.reading ?? []}
                  bands={overview.data?.bands ?? []}
                  channel={settings.data?.alerts.channel ?? null}
                />
              )}
            </Answered>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Now />
        </Grid.Col>
        <Grid.Col span={12}>
          <Answered query={overview}>{(answer) => <Bands overview={answer} />}</Answered>
        </Grid.Col>
        <Grid.Col span={12}>
          <Card title={t('console.reading.title')}>
            <Answered query={progress}>{(answer) => <Reading reading={answer.reading} />}</Answered>
          </Card>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

type StepsProps = {
  me: MeAnswer;
  connections: ConnectionsAnswer['connections'];
  reading: ProgressAnswer['reading'];
  bands: OverviewAnswer['bands'];
  channel: string | null;
};

function Steps({ me, connections, reading, bands, channel }: StepsProps) {
  const { t } = useWords();
  const has = (platform: string) =>
    connections.some((one) => one.platform === platform && one.state === 'active');
  const backfill = reading.filter((one) => one.phase === 'backfill');
  const steps = [
    { key: 'crm', done: has('hubspot'), link: '/connections' },
    {
      key: 'read',
      done:
        backfill.length > 0 && backfill.every((one) => one.state !== 'running' && one.state !== 'waiting'),
    },
    { key: 'scored', done: bands.some((one) => one.subjects > 0), link: '/people' },
    { key: 'chat', done: has('slack'), link: '/connections' },
    { key: 'alerts', done: channel !== null, link: '/settings' },
  ];
  // Reading goes on by itself, so it does not stand in the way of what the admin can do meanwhile.
  const next = steps.find((step) => !step.done && step.link !== undefined);
  return (
    <Stack gap="sm">
      {steps.map((step, index) => (
        <Group key={step.key} wrap="nowrap" align="flex-start" gap="sm">
          <ThemeIcon
            size={26}
            radius="xl"
            variant={step.done ? 'filled' : 'default'}
            color="teal"
            aria-label={t(step.done ? 'console.step.done' : 'console.step.open')}
          >
            {step.done ? '✓' : index + 1}
          </ThemeIcon>
          <div style={{ flex: 1 }}>
            <Text fw={step === next ? 650 : 500} c={step.done ? 'dimmed' : undefined}>
              {t(`console.step.${step.key}`)}
            </Text>
            {(step === next || (!step.done && step.link === undefined)) && (
              <>
                <Text size="sm" c="dimmed">
                  {t(`console.step.${step.key}.text`)}
                </Text>
                {step.link !== undefined && (
                  <Button component={Link} to={step.link} size="xs" mt={6}>
                    {t(`console.step.${step.key}.go`)}
                  </Button>
                )}
              </>
            )}
          </div>
        </Group>
      ))}
      {me.demo !== null && (
        <Alert color="cyan" mt="xs" title={t('console.demo.title')}>
          <Text size="sm">{t('console.demo.text')}</Text>
          <Group gap="md" mt={6}>
            <Anchor href={me.demo.hubspot}>{t('console.demo.hubspot')}</Anchor>
            <Anchor href={me.demo.salesforce}>{t('console.demo.salesforce')}</Anchor>
            <Anchor href={me.demo.slack}>{t('console.demo.slack')}</Anchor>
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

/** What waits at each stage of the loop, and when it last did something. */
function Now() {
  const { t, number, ago } = useWords();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => ask<StatusAnswer>('/api/status'),
    ...live,
  });
  return (
    <Card title={t('console.now.title')}>
      <Answered query={status}>
        {(answer) => (
          <Stack gap={6}>
            {(
              [
                'deliveriesWaiting',
                'recordsToReread',
                'subjectsDirty',
                'actionsPending',
                'actionsParked',
              ] as const
            ).map((name) => (
              <Group key={name} justify="space-between">
                <Text c={answer[name] === 0 ? 'dimmed' : undefined}>{t(`console.now.${name}`)}</Text>
                <Text
                  fw={600}
                  className="figure"
                  c={name === 'actionsParked' && answer[name] > 0 ? 'red' : undefined}
                >
                  {number(answer[name])}
                </Text>
              </Group>
            ))}
            <Text size="sm" c="dimmed" mt="xs">
              {answer.lastTurnAt === null
                ? t('console.now.noTurn')
                : t('console.now.turn', { when: ago(answer.lastTurnAt) })}
            </Text>
            <Text size="sm" c="dimmed">
              {answer.lastActionAt === null
                ? t('console.now.noAction')
                : t('console.now.action', { when: ago(answer.lastActionAt) })}
            </Text>
          </Stack>
        )}
      </Answered>
    </Card>
  );
}
