// Events of the product by the names under which they came in: what they count as, and which properties are kept.
import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { ProductEventsAnswer, SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

/** At first so many lines; the others when they are asked for. */
const fewLines = 12;

export function useProductEvents() {
  return useQuery({
    queryKey: ['product-events'],
    queryFn: () => ask<ProductEventsAnswer>('/api/product-events'),
    staleTime: 60_000,
  });
}

/** `value` is what the dial would be. */
export function EventNames({ value }: { value: SettingsAnswer['collection'] }) {
  const { t, number, when } = useWords();
  const [isWhole, setIsWhole] = useState(false);
  const { data, error } = useProductEvents();
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return null;
  const { events, looked, since } = data;
  const shown = isWhole ? events : events.slice(0, fewLines);
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        {t('console.events.title')}
      </Text>
      <Text size="sm" c="dimmed" className="prose">
        {since === null
          ? t('console.events.none')
          : t('console.events.about', { count: number(looked), since: when(since) })}
      </Text>
      {since !== null && (
        <Table.ScrollContainer minWidth={560}>
          <Table aria-label={t('console.events.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('console.events.name')}</Table.Th>
                <Table.Th ta="right">{t('console.events.times')}</Table.Th>
                <Table.Th>{t('console.events.last')}</Table.Th>
                <Table.Th>{t('console.events.meaning')}</Table.Th>
                <Table.Th>{t('console.events.properties')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((one) => (
                <Line key={one.name} event={one} value={value} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {shown.length < events.length && (
        <Group>
          <Button variant="subtle" size="compact-sm" onClick={() => setIsWhole(true)}>
            {t('console.events.all', { count: number(events.length) })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type LineProps = { event: ProductEventsAnswer['events'][number]; value: SettingsAnswer['collection'] };

function Line({ event, value }: LineProps) {
  const { t, number, ago } = useWords();
  const isOff = value.level === 'none';
  const isKept = (name: string) =>
    !isOff && (value.properties.includes('*') || value.properties.includes(name));
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{event.name}</Table.Td>
      <Table.Td ta="right">{number(event.times)}</Table.Td>
      <Table.Td>{ago(event.lastAt)}</Table.Td>
      <Table.Td c={isOff ? 'dimmed' : undefined}>
        {isOff ? t('console.events.off') : t(`console.events.meaning.${event.meaning}`)}
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {event.properties.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('console.events.noProperties')}
            </Text>
          )}
          {event.properties.map((name) => (
            <Badge
              key={name}
              tt="none"
              variant={isKept(name) ? 'light' : 'outline'}
              color={isKept(name) ? 'teal' : 'gray'}
            >
              {isKept(name) ? name : t('console.events.keptNoMore', { name })}
            </Badge>
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
