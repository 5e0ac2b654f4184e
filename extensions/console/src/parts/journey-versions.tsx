// The versions of a journey, which never change; moving those on the way from one to another; and who changed what.
import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { JourneyAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { JourneyMove } from './journey-move.tsx';

type Props = { journey: JourneyAnswer; show: (version: number) => void };

export function JourneyVersions({ journey, show }: Props) {
  const { t, when, number, known } = useWords();
  const [moving, setMoving] = useState<number | null>(null);
  const onTheWay = (version: number) =>
    journey.whereabouts.filter((one) => one.version === version).reduce((all, { count }) => all + count, 0);
  const whoIs = (who: string) => (who === 'demo' ? t('console.register.self') : who);
  const detailOf = (detail: JourneyAnswer['changes'][number]['detail']) =>
    Object.entries(detail)
      .map(([name, value]) => `${known(`console.journey.detail.${name}`, name)} ${String(value)}`)
      .join(', ');
  return (
    <Stack>
      <Text c="dimmed" size="sm" className="prose">
        {t('console.versions.text')}
      </Text>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.versions.version')}</Table.Th>
              <Table.Th>{t('console.versions.made')}</Table.Th>
              <Table.Th className="number">{t('console.journeys.onTheWay')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {journey.versions.map(({ version, madeAt, madeBy, hash }) => (
              <Table.Tr key={version}>
                <Table.Td>
                  <Group gap="xs">
                    <Text fw={600} title={hash}>
                      {version}
                    </Text>
                    {version === journey.liveVersion && (
                      <Badge variant="light" color="teal" tt="none">
                        {t('console.versions.takesIn')}
                      </Badge>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td>
                  {when(madeAt)}, {whoIs(madeBy)}
                </Table.Td>
                <Table.Td className="number">{number(onTheWay(version))}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="compact-sm" variant="light" onClick={() => show(version)}>
                      {t('console.versions.show')}
                    </Button>
                    {onTheWay(version) > 0 && journey.versions.length > 1 && journey.state !== 'killed' && (
                      <Button size="compact-sm" variant="default" onClick={() => setMoving(version)}>
                        {t('console.versions.move')}
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {moving !== null && (
        <JourneyMove
          id={journey.id}
          from={moving}
          versions={journey.versions.map(({ version }) => version).filter((version) => version !== moving)}
          close={() => setMoving(null)}
        />
      )}
      <Title order={3} size="h5">
        {t('console.versions.changes')}
      </Title>
      <Stack gap={4}>
        {journey.changes.map(({ what, who, at, detail }) => (
          <Text size="sm" key={`${what} ${at} ${JSON.stringify(detail)}`}>
            {when(at)} · {whoIs(who)}: {t(`console.journey.change.${what}`)}
            {Object.keys(detail).length > 0 && ` (${detailOf(detail)})`}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}
