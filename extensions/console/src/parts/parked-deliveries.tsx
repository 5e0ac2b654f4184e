// Deliveries that were put aside: what came, why it could not be used, and a way to try again.
import { Badge, Button, Code, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { DeliveriesAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

type Delivery = DeliveriesAnswer['deliveries'][number];

/** Nothing at all while none is put aside: it hardly ever happens. */
export function ParkedDeliveries() {
  const { t } = useWords();
  const parked = useQuery({
    queryKey: ['deliveries'],
    queryFn: ({ signal }) => ask<DeliveriesAnswer>('/api/deliveries', { state: 'parked' }, signal),
    refetchInterval: 10_000,
  });
  const all = parked.data?.deliveries ?? [];
  if (parked.error !== null) return <Problem error={parked.error} again={() => void parked.refetch()} />;
  if (all.length === 0) return null;
  return (
    <Card title={t('console.deliveries.title')}>
      <Text c="dimmed" size="sm" className="prose" mb="sm">
        {t('console.deliveries.about')}
      </Text>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.actions.when')}</Table.Th>
              <Table.Th>{t('console.deliveries.from')}</Table.Th>
              <Table.Th>{t('console.deliveries.what')}</Table.Th>
              <Table.Th>{t('console.actions.state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((one) => (
              <Row key={one.id} delivery={one} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  const { t, known, when, number } = useWords();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => tell('POST', `/api/deliveries/${delivery.id}/retry`),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Text size="sm">{when(delivery.receivedAt)}</Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{known(`console.deliveries.source.${delivery.source}`, delivery.source)}</Text>
      </Table.Td>
      <Table.Td maw={420}>
        <details>
          <summary>
            <Text size="xs" c="dimmed" component="span">
              {t('console.deliveries.bytes', { count: number(delivery.bytes) })}
            </Text>
          </summary>
          <Code block mt={4} mah={240} style={{ overflow: 'auto', whiteSpace: 'pre-wrap' }}>
            {delivery.body}
          </Code>
        </details>
      </Table.Td>
      <Table.Td maw={300}>
        <Stack gap={4} align="flex-start">
          <Badge color="red" variant="light" tt="none">
            {t('console.state.parked')}
          </Badge>
          {delivery.problem !== null && (
            <Text size="xs" c="red">
              {delivery.problem}
            </Text>
          )}
          <Button size="compact-xs" variant="light" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('console.actions.retry')}
          </Button>
          {retry.error !== null && <Problem error={retry.error} />}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}
