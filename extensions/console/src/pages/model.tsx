// What was learned of a target: how good it is on records it has not seen, how it is kept honest, and who decided what.
import { Alert, Badge, Button, Grid, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { ModelsAnswer, WeightsAnswer } from '../api-types.ts';
import { CalibrationChart } from '../parts/calibration-chart.tsx';
import { ModelEvents, ModelWaiting, useDecide } from '../parts/model-events.tsx';
import { ModelNights } from '../parts/model-nights.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Quality } from '../parts/quality.tsx';
import { Answered, Empty, Problem } from '../parts/states.tsx';
import { Suspects, useless } from '../parts/suspects.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

type Live = NonNullable<WeightsAnswer['live']>;

const targets = ['lead', 'deal', 'churn'] as const;

export function Model({ target }: { target: string }) {
  const { t } = useWords();
  const { go } = usePlace();
  const weights = useQuery({
    queryKey: ['weights', target],
    queryFn: () => ask<WeightsAnswer>('/api/weights', { target }),
    refetchInterval: 15_000,
  });
  const models = useQuery({
    queryKey: ['models', target],
    queryFn: () => ask<ModelsAnswer>('/api/models', { target }),
    refetchInterval: 15_000,
  });
  return (
    <Page
      title={t('console.model.title')}
      about={t('console.model.about')}
      actions={
        <SegmentedControl
          aria-label={t('console.models.target')}
          value={target}
          onChange={(to) => go(to === 'lead' ? '/model' : `/model/${to}`)}
          data={targets.map((value) => ({ value, label: t(`console.models.target.${value}`) }))}
        />
      }
    >
      <Answered query={models}>
        {({ waiting }) => (waiting === null ? null : <ModelWaiting target={target} waiting={waiting} />)}
      </Answered>
      <Answered query={weights}>
        {(answer) => (
          <Stack gap="lg">
            {answer.live === null ? (
              <Card>
                <Empty title={t('console.model.none')}>{t('console.model.none.text')}</Empty>
              </Card>
            ) : (
              <LiveModel target={target} live={answer.live} />
            )}
            {answer.live !== null && answer.live.learner !== 'prior' && (
              <ModelNights
                target={target}
                checks={models.data?.checks ?? []}
                events={models.data?.events ?? []}
              />
            )}
            <ModelEvents target={target} events={models.data?.events ?? []} />
            {answer.versions.length > 0 && <Versions target={target} versions={answer.versions} />}
          </Stack>
        )}
      </Answered>
    </Page>
  );
}

/** Why nothing was learned yet, in words of the target. */
function littleOf(target: string, isMissing: boolean) {
  if (target === 'churn') return isMissing ? 'card.view.churn.little' : 'card.view.churn.plain';
  if (target === 'deal') return isMissing ? 'card.view.little.deal' : 'card.view.little.deal.plain';
  return isMissing ? 'card.view.little.text' : 'card.view.little.plain';
}

function LiveModel({ target, live }: { target: string; live: Live }) {
  const { t, number, percent, when } = useWords();
  const churn = target === 'churn';
  const measured = live.report.newest ?? live.report.crossValidated;
  const facts = [
    [t('console.model.version'), number(live.version)],
    [t('console.model.trained'), when(live.trainedAt)],
    [t('console.model.learner'), t(`console.learner.${live.learner}`)],
    [t(churn ? 'console.model.closed.churn' : 'console.model.closed'), number(live.history.closed)],
    [
      t(churn ? 'console.model.won.churn' : 'console.model.won'),
      `${number(live.history.won)} (${percent(live.baseRate, 1)})`,
    ],
  ];
  return (
    <>
      {live.learner === 'prior' && (
        <Alert color="yellow" title={t('card.view.little.title')}>
          {t(littleOf(target, live.history.needed > 0), {
            closed: live.history.closed,
            won: live.history.won,
            needed: live.history.needed,
            usual: percent(live.baseRate, 1),
          })}
        </Alert>
      )}
      {churn && live.history.closed > 0 && live.history.won === 0 && (
        <Alert color="orange">{t('console.card.limit.no_leavers')}</Alert>
      )}
      {live.early && <Alert color="yellow">{t('console.card.limit.early')}</Alert>}
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
            {live.grades !== null && !churn && (
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
              <Quality measured={measured} newest={live.report.newest !== null} churn={churn} />
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
          <Stack>
            <Features live={live} />
            <Suspects live={live} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
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

/** The other reasons to leave a field out are in `Suspects`. */
function NotUsed({ live }: { live: Live }) {
  const { t, known } = useWords();
  const unused = live.leftOut.filter(({ why }) => useless.has(why));
  if (unused.length === 0) return null;
  return (
    <Card
      title={t('console.model.leftOut')}
      aside={<Link to="/governance/fields">{t('console.model.leftOut.change')}</Link>}
    >
      <Stack gap={4}>
        {unused.map((one) => (
          <Group key={one.name} justify="space-between" wrap="nowrap">
            <Text size="sm">{known(`reason.${one.name}`, one.label ?? one.name)}</Text>
            <Text size="xs" c="dimmed" ta="right">
              {t(`unused.${one.why}`)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

function Versions({ target, versions }: { target: string; versions: WeightsAnswer['versions'] }) {
  const { t, number, when } = useWords();
  const decide = useDecide(target);
  return (
    <Card title={t('console.model.versions')}>
      {decide.error !== null && <Problem error={decide.error} />}
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {versions.map((one) => (
              <Table.Tr key={one.version}>
                <Table.Td className="number">{number(one.version)}</Table.Td>
                <Table.Td>
                  <Link to={`/model/${target}/${one.version}`}>{t('console.card.open')}</Link>
                </Table.Td>
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
                <Table.Td>
                  {(one.state === 'retired' || one.state === 'declined') && (
                    <GoBack
                      version={one.version}
                      busy={decide.isPending}
                      go={() => decide.mutate({ version: one.version, verdict: 'go_back', note: null })}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

/** Everybody is scored anew by it: it takes a second press. */
function GoBack({ version, busy, go }: { version: number; busy: boolean; go: () => void }) {
  const { t, number } = useWords();
  const [asked, setAsked] = useState(false);
  return (
    <Button
      size="compact-sm"
      variant={asked ? 'filled' : 'subtle'}
      disabled={busy}
      onBlur={() => setAsked(false)}
      onClick={() => {
        if (asked) go();
        setAsked(!asked);
      }}
    >
      {t(asked ? 'console.models.goBack.sure' : 'console.models.goBack', { version: number(version) })}
    </Button>
  );
}
