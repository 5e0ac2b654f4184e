// Journeys: who is on the way, whether it helps, the switch that ends them, and the templates to begin with.
import { Badge, Button, Group, SimpleGrid, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { InstallTemplateAnswer, JourneysAnswer, TemplatesAnswer } from '../api-types.ts';
import { Approvals } from '../parts/approvals.tsx';
import { JourneyMake } from '../parts/journey-make.tsx';
import { JourneySwitch } from '../parts/journey-switch.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Loading, Problem } from '../parts/states.tsx';
import { TemplateCard } from '../parts/template-card.tsx';
import { UpliftWords } from '../parts/uplift-words.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

type Journey = JourneysAnswer['journeys'][number];
const colors = { draft: 'gray', live: 'teal', paused: 'yellow', killed: 'red' } as const;

export function Journeys() {
  const { t } = useWords();
  const client = useQueryClient();
  const { go } = usePlace();
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
    mutationFn: (id: string) =>
      tell<InstallTemplateAnswer>('POST', `/api/templates/${id}/install`, { dryRun: true }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['journeys'] });
      go(`/journeys/${id}`);
    },
  });
  const all = journeys.data?.journeys ?? [];
  return (
    <Page title={t('console.journeys.title')} about={t('console.journeys.about')} actions={<JourneyMake />}>
      <Approvals />
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
                <Link to={`/journeys/${journey.id}`} className="row-link">
                  {journey.name[locale]}
                </Link>
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
                <UpliftWords uplift={journey.uplift} />
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
