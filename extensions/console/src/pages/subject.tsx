// One person or company: the score and why, how it moved, what is advised, what was done and what came of it.
import { Alert, Anchor, Badge, Group, Stack, Table, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { ActionsTable } from '../parts/actions-table.tsx';
import { AdviceList } from '../parts/advice-list.tsx';
import { MovedBy } from '../parts/because.tsx';
import { Churn } from '../parts/churn.tsx';
import { HealthMoved } from '../parts/health-moved.tsx';
import { HealthWord } from '../parts/health-word.tsx';
import { Joined } from '../parts/joined.tsx';
import { LinkedList } from '../parts/linked.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Privacy } from '../parts/privacy.tsx';
import { Parts, Reasons } from '../parts/reasons.tsx';
import { Band, Change, Confidence } from '../parts/score.tsx';
import { Signals } from '../parts/signals.tsx';
import { Stagnation } from '../parts/stagnation.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { TrendChart } from '../parts/trend-chart.tsx';
import { useWords } from '../texts.tsx';

type Finding = SubjectAnswer['findings'][number];

export function Subject({ id }: { id: string }) {
  const { t } = useWords();
  const story = useQuery({
    queryKey: ['subject', id],
    queryFn: ({ signal }) => ask<SubjectAnswer>(`/api/subjects/${id}`, {}, signal),
    refetchInterval: 10_000,
  });
  return (
    <Answered query={story} rows={12}>
      {(answer) => (
        <Page
          title={answer.who.name}
          about={[t(`console.object.one.${answer.who.kind}`), answer.who.email ?? '']
            .filter(Boolean)
            .join(' · ')}
          actions={<Places places={answer.places} />}
        >
          {answer.findings.length === 0 && (
            <Card>
              <Empty title={t('card.view.empty.title')}>{t('card.view.empty.soon')}</Empty>
            </Card>
          )}
          {answer.findings.map((finding) =>
            finding.kind === 'stagnation' ? (
              <Stagnation key={finding.kind} finding={finding} />
            ) : (
              <FindingCard key={finding.kind} finding={finding} story={answer} />
            ),
          )}
          {answer.findings.flatMap(({ churn }) =>
            churn === undefined ? [] : [<Churn key="churn" churn={churn} />],
          )}
          {(answer.merged.length > 0 || answer.places.some(({ joined }) => joined !== null)) && (
            <Card title={t('console.joined.title')}>
              <Joined subject={id} places={answer.places} merged={answer.merged} />
            </Card>
          )}
          <Card title={t('console.subject.advice')}>
            <AdviceList advice={answer.advice} />
          </Card>
          <Card>
            <More story={answer} />
          </Card>
        </Page>
      )}
    </Answered>
  );
}

function Places({ places }: { places: SubjectAnswer['places'] }) {
  const { t } = useWords();
  return (
    <Group>
      {places.flatMap((place) =>
        place.url === null
          ? []
          : [
              <Anchor key={place.url} href={place.url} target="_blank" rel="noreferrer">
                {t('console.subject.open', {
                  platform: place.platform === 'hubspot' ? 'HubSpot' : 'Salesforce',
                })}
              </Anchor>,
            ],
      )}
    </Group>
  );
}

const labels = {
  ...{ health: 'common.health', lead_score: 'common.leadScore' },
  ...{ deal_score: 'common.dealScore', stagnation: 'common.stagnation' },
} as const;
const probabilities = {
  ...{ health: 'card.view.leave', lead_score: 'card.view.convert' },
  ...{ deal_score: 'card.view.win', stagnation: 'card.view.leave' },
} as const;

function FindingCard({ finding, story }: { finding: Finding; story: SubjectAnswer }) {
  const { t, known, percent, ago } = useWords();
  const label = t(labels[finding.kind]);
  const range = finding.interval;
  return (
    <Card
      title={label}
      aside={
        <Text c="dimmed" size="sm">
          {t('console.subject.found', { when: ago(finding.foundAt) })}
        </Text>
      }
    >
      <Stack gap="lg">
        <Group gap="xl" align="flex-start">
          <div>
            <Group gap="sm">
              <Text fz={44} lh={1} fw={680} className="figure">
                {finding.score ?? t('console.none')}
              </Text>
              <Stack gap={2}>
                <Band band={finding.band} />
                <Change now={finding.score} before={finding.before?.score ?? null} />
              </Stack>
            </Group>
            <Text size="sm" mt="xs" maw={320}>
              {known(`card.view.headline.${finding.standing ?? finding.band ?? 'none'}`, '')}
            </Text>
          </div>
          {finding.probability !== null && (
            <Fact label={t(probabilities[finding.kind])}>
              {percent(finding.probability, finding.probability < 0.1 ? 1 : 0)}
              {range !== null && (
                <Text size="xs" c="dimmed">
                  {t('card.view.interval', { low: percent(range[0], 1), high: percent(range[1], 1) })}
                </Text>
              )}
            </Fact>
          )}
          <Fact label={t('card.client.confidence')}>
            <Confidence value={finding.confidence} />
            <Text size="xs" c="dimmed" maw={220}>
              {finding.doubts.length === 0
                ? t('card.view.noDoubt')
                : finding.doubts.map((doubt) => known(`confidence.${doubt}`, doubt)).join(' · ')}
            </Text>
          </Fact>
          <Fact label={t('console.subject.dataAge')}>
            {finding.dataAsOf === null ? t('reason.unknown') : ago(finding.dataAsOf)}
          </Fact>
        </Group>
        {finding.basis === 'prior' && (
          <Alert color="yellow" title={t('card.view.little.title')}>
            {t((finding.history?.needed ?? 0) > 0 ? 'card.view.little.text' : 'card.view.little.plain', {
              closed: finding.history?.closed ?? 0,
              won: finding.history?.won ?? 0,
              needed: finding.history?.needed ?? 0,
            })}
          </Alert>
        )}
        {finding.kind !== 'health' && finding.because !== undefined && <MovedBy because={finding.because} />}
        {finding.kind === 'health' && <HealthMoved moved={finding.moved ?? []} because={finding.because} />}
        {finding.kind === 'health' && <HealthWord subject={story.who.id} finding={finding} />}
        {finding.parts.length > 0 && <Parts finding={finding} />}
        <Reasons finding={finding} />
        <TrendChart points={story.trend.filter((one) => one.kind === finding.kind)} label={label} />
      </Stack>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="div" fw={600}>
        {children}
      </Text>
    </div>
  );
}

function More({ story }: { story: SubjectAnswer }) {
  const { t, number } = useWords();
  const tabs = [
    { key: 'actions', count: story.actions.length },
    { key: 'outcomes', count: story.outcomes.length },
    { key: 'signals', count: story.signals.length },
    { key: 'properties', count: story.properties.length },
    { key: 'linked', count: story.linked.length },
    { key: 'privacy', count: null },
  ];
  return (
    <Tabs defaultValue="actions" keepMounted={false}>
      <Tabs.List mb="md">
        {tabs.map(({ key, count }) => (
          <Tabs.Tab key={key} value={key}>
            {t(`console.subject.${key}`)} {count === null ? '' : `(${number(count)})`}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="actions">
        {story.actions.length === 0 ? (
          <Empty title={t('console.actions.none')}>{t('card.client.noActions')}</Empty>
        ) : (
          <ActionsTable actions={story.actions} withSubject={false} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="outcomes">
        <Outcomes outcomes={story.outcomes} />
      </Tabs.Panel>
      <Tabs.Panel value="signals">
        <Signals signals={story.signals} />
      </Tabs.Panel>
      <Tabs.Panel value="properties">
        <Properties properties={story.properties} />
      </Tabs.Panel>
      <Tabs.Panel value="linked">
        <LinkedList subject={story.who.id} linked={story.linked} />
      </Tabs.Panel>
      <Tabs.Panel value="privacy">
        <Privacy who={story.who} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Outcomes({ outcomes }: { outcomes: SubjectAnswer['outcomes'] }) {
  const { t, known, when } = useWords();
  if (outcomes.length === 0)
    return <Empty title={t('console.outcomes.none')}>{t('console.outcomes.none.text')}</Empty>;
  return (
    <Stack gap="xs">
      {outcomes.map((one) => (
        <Group key={one.id} gap="sm">
          <Badge variant="light" tt="none">
            {known(`card.view.outcome.${one.kind}`, one.kind)}
          </Badge>
          <Text size="sm">
            {t('console.outcomes.line', {
              who: one.by ?? t('console.outcomes.crm'),
              via: t(`console.via.${one.via}`),
            })}
          </Text>
          <Text size="sm" c="dimmed">
            {when(one.at)}
          </Text>
          {one.note !== null && <Text size="sm">{one.note}</Text>}
        </Group>
      ))}
    </Stack>
  );
}

function Properties({ properties }: { properties: SubjectAnswer['properties'] }) {
  const { when } = useWords();
  return (
    <Table verticalSpacing={4}>
      <Table.Tbody>
        {properties.map((one) => (
          <Table.Tr key={one.name}>
            <Table.Td>{one.name}</Table.Td>
            <Table.Td>{one.value}</Table.Td>
            <Table.Td c="dimmed">{when(one.at)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
