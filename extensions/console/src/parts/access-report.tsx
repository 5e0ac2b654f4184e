// The permission report of a CRM connection: what the connected user may see, type by type, and what to do where it is
// not all. Asked of the platform only when somebody opens it.
import { Alert, Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { ConnectionAccessAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Answered } from './states.tsx';

type Line = ConnectionAccessAnswer['types'][number];

export function AccessReport({ connection, platform }: { connection: string; platform: string }) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const report = useQuery({
    queryKey: ['access', connection],
    queryFn: () => ask<ConnectionAccessAnswer>(`/api/connections/${connection}/access`),
    enabled: opened,
    staleTime: 60_000,
  });
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        <Text size="xs" c="dimmed" component="span">
          {t('console.access.open')}
        </Text>
      </summary>
      <Answered query={report} rows={4}>
        {(answer) => (
          <Stack gap="sm" mt="xs">
            <Usage usage={answer.usage} platform={platform} />
            <Lacks lines={answer.types} platform={platform} />
            <Table.ScrollContainer minWidth={480}>
              <Table verticalSpacing={4} fz="sm">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('console.access.type')}</Table.Th>
                    <Table.Th>{t('console.access.rows')}</Table.Th>
                    <Table.Th>{t('console.access.hidden')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {answer.types.map((line) => (
                    <Row key={line.objectType} line={line} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Stack>
        )}
      </Answered>
    </details>
  );
}

function Row({ line }: { line: Line }) {
  const { t, known } = useWords();
  const { rows, color } = seen(line);
  return (
    <Table.Tr>
      <Table.Td>
        {known(`console.object.${line.objectType}`, line.name)}{' '}
        <Text span size="xs" c="dimmed">
          {line.name}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" tt="none" color={color}>
          {t(`console.access.${rows}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {line.hidden.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('console.access.none')}
          </Text>
        ) : (
          <Text size="xs">{line.hidden.join(', ')}</Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function seen({ readable, seesAll }: Line): { rows: 'nothing' | 'some' | 'all' | 'readable'; color: string } {
  if (!readable) return { rows: 'nothing', color: 'red' };
  if (seesAll === false) return { rows: 'some', color: 'yellow' };
  return { rows: seesAll === null ? 'readable' : 'all', color: 'teal' };
}

function Lacks({ lines, platform }: { lines: Line[]; platform: string }) {
  const { t } = useWords();
  const lacks = (['nothing', 'some'] as const).filter((rows) =>
    lines.some((line) => seen(line).rows === rows),
  );
  const hides = lines.some(({ readable, hidden }) => readable && hidden.length > 0);
  if (lacks.length === 0 && !hides)
    return (
      <Text size="sm" c="dimmed">
        {t('console.access.complete')}
      </Text>
    );
  return (
    <Alert color="yellow" title={t('console.access.lacks')}>
      <Text size="sm">{t('console.access.lacks.now', { platform })}</Text>
    </Alert>
  );
}

function Usage({ usage, platform }: { usage: ConnectionAccessAnswer['usage']; platform: string }) {
  const { t, number, percent } = useWords();
  if (usage === null) return null;
  const { used, limit } = usage;
  return (
    <Group gap="xs">
      <Text size="sm">
        {t('console.access.usage', {
          ...{
            platform,
            used: number(used),
            limit: number(limit),
            share: percent(used / Math.max(1, limit)),
          },
        })}
      </Text>
    </Group>
  );
}
