// Journeys: who is on the way, whether it helps, the switch that ends them, and the templates to begin with.
import { Badge, Button, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { JourneysAnswer, TemplatesAnswer } from '../api-types.ts';
import { JourneySwitch } from '../parts/journey-switch.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Loading, Problem } from '../parts/states.tsx';
import { TemplateCard } from '../parts/template-card.tsx';
import { useWords } from '../texts.tsx';

type Journey = JourneysAnswer['journeys'][number];
const colors = { draft: 'gray', live: 'teal', paused: 'yellow', killed: 'red' } as const;

export function Journeys() {
  const { t } = useWords();
  const client = useQueryClient();
  const journeys = useQuery({
    queryKey: ['journeys'],
    queryFn: () => ask<JourneysAnswer>('/api/journeys'),
    refetchInterval: 10_000,
  });
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: () => ask<TemplatesAnswer>('/api/templates'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const install = useMutation({
    mutationFn: (id: string) => tell('POST', `/api/templates/${id}/install`, { dryRun: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
  const all = journeys.data?.journeys ?? [];
  return (
    <Page title={t('console.journeys.title')} about={t('console.journeys.about')}>
      <Card>
        {journeys.error !== null && <Problem error={journeys.error} again={() => void journeys.refetch()} />}
        {journeys.isPending && <Loading />}
        {journeys.data !== undefined && all.length === 0 && (
          <Empty title={t('console.journeys.none')}>{t('console.journeys.none.text')}</Empty>
        )}
        {all.length > 0 && <JourneyTable journeys={all} />}
      </Card>
      <Card title={t('console.journeys.templates')}>
        {install.error !== null && <Problem error={install.error} />}
        {templates.isPending && <Loading />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {(templates.data?.templates ?? []).map((template) => (
            <TemplateCard
              key={template.id}
              template={template}
              action={
                <Button
                  variant="default"
                  size="xs"
                  loading={install.isPending && install.variables === template.id}
                  onClick={() => install.mutate(template.id)}
                >
                  {t('console.journeys.install')}
                </Button>
              }
            />
          ))}
        </SimpleGrid>
      </Card>
    </Page>
  );
}

function JourneyTable({ journeys }: { journeys: readonly Journey[] }) {
  const { t, locale, number } = useWords();
  const sum = (journey: Journey, of: (one: Journey['counts'][number]) => boolean) =>
    number(journey.counts.filter(of).reduce((total, { count }) => total + count, 0));
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.journeys.name')}</Table.Th>
            <Table.Th>{t('console.journeys.onTheWay')}</Table.Th>
            <Table.Th>{t('console.journeys.reached')}</Table.Th>
            <Table.Th>{t('console.journeys.uplift')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {journeys.map((journey) => (
            <Table.Tr key={journey.id}>
              <Table.Td>
                <Text fw={600}>{journey.name[locale]}</Text>
                <Group gap={6} mt={4}>
                  <Badge variant="light" color={colors[journey.state]}>
                    {t(`console.journeys.state.${journey.state}`)}
                  </Badge>
                  {journey.dryRun && <Badge variant="outline">{t('console.journeys.dry')}</Badge>}
                </Group>
              </Table.Td>
              <Table.Td>{sum(journey, ({ status }) => status === 'live')}</Table.Td>
              <Table.Td>{sum(journey, ({ outcome, held }) => outcome === 'reached' && !held)}</Table.Td>
              <Table.Td>
                <Uplift uplift={journey.uplift} />
              </Table.Td>
              <Table.Td>
                <JourneySwitch journey={journey} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Uplift({ uplift }: { uplift: Journey['uplift'] }) {
  const { t, number } = useWords();
  const { verdict, difference, interval, wanted } = uplift;
  if (verdict === 'not_enough' || difference === null || interval === null)
    return (
      <Stack gap={0}>
        <Text size="sm">{t('console.journeys.uplift.not_enough')}</Text>
        {wanted !== null && (
          <Text size="xs" c="dimmed">
            {t('console.journeys.uplift.wanted', { count: number(wanted) })}
          </Text>
        )}
      </Stack>
    );
  const points = (share: number) => number(share * 100, 1);
  const [low, high] = interval;
  return (
    <Text size="sm">
      {verdict === 'none'
        ? t('console.journeys.uplift.none')
        : t(`console.journeys.uplift.${verdict}`, {
            ...{ points: points(Math.abs(difference)), low: points(low), high: points(high) },
          })}
    </Text>
  );
}
