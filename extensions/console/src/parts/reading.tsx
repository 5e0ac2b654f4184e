// How far reading of the CRM has come: records, pace and time left, by type.
import { Group, Progress, Stack, Table, Text } from '@mantine/core';
import type { ProgressAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Empty } from './states.tsx';

type Line = ProgressAnswer['reading'][number];

export function Reading({ reading }: { reading: Line[] }) {
  const { t } = useWords();
  const first = reading.filter((one) => one.phase === 'backfill');
  const of = (phase: Line['phase'], line: Line) =>
    reading.find(
      (one) =>
        one.phase === phase && one.objectType === line.objectType && one.connection === line.connection,
    );
  if (first.length === 0)
    return <Empty title={t('console.reading.none')}>{t('console.reading.none.text')}</Empty>;
  return (
    <Stack gap="md">
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.reading.type')}</Table.Th>
              <Table.Th>{t('console.reading.progress')}</Table.Th>
              <Table.Th className="number">{t('console.reading.records')}</Table.Th>
              <Table.Th className="number">{t('console.reading.pace')}</Table.Th>
              <Table.Th>{t('console.reading.state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {first.map((line) => (
              <Row
                key={`${line.connection}${line.objectType}`}
                line={line}
                later={of('incremental', line)}
                past={of('past', line)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" className="prose">
        {t('console.reading.about')}
      </Text>
    </Stack>
  );
}

function Row({ line, later, past }: { line: Line; later: Line | undefined; past: Line | undefined }) {
  const { t, number, percent, ago } = useWords();
  const share = line.state === 'done' ? 1 : line.total === null ? null : line.seen / Math.max(1, line.total);
  const moved = later?.movedAt ?? line.movedAt;
  return (
    <Table.Tr>
      <Table.Td>{t(`console.object.${line.objectType}`)}</Table.Td>
      <Table.Td w="32%">
        <Group gap="xs" wrap="nowrap">
          <Progress
            value={(share ?? (line.state === 'running' ? 1 : 0)) * 100}
            animated={line.state === 'running'}
            color={line.state === 'done' ? 'teal' : line.state === 'off' ? 'gray' : 'cyan'}
            flex={1}
            aria-label={t(`console.object.${line.objectType}`)}
          />
          <Text size="xs" w={38} ta="right" className="figure">
            {share === null ? '' : percent(Math.min(1, share))}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td className="number">
        {line.total === null || line.state === 'done'
          ? number(line.seen)
          : t('console.reading.of', { seen: number(line.seen), total: number(line.total) })}
      </Table.Td>
      <Table.Td className="number">
        {line.perSecond === null ? '' : t('console.reading.perSecond', { count: number(line.perSecond) })}
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {line.state === 'running' && line.secondsLeft !== null
            ? t('console.reading.left', { minutes: Math.max(1, Math.round(line.secondsLeft / 60)) })
            : t(`console.reading.state.${line.state}`)}
        </Text>
        {line.state === 'done' && moved !== null && (
          <Text size="xs" c="dimmed">
            {t('console.reading.looked', { when: ago(moved) })}
          </Text>
        )}
        {line.state === 'done' && past !== undefined && <Past past={past} />}
        {line.problem !== null && (
          <Text size="xs" c="red">
            {line.problem}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** What records said before they were read: scores learn from what was known while a lead was open. */
function Past({ past }: { past: Line }) {
  const { t, number } = useWords();
  const { state, seen, total, problem } = past;
  const going = { seen: number(seen), total: total === null ? '?' : number(total) };
  return (
    <>
      <Text size="xs" c="dimmed">
        {t(`console.reading.past.${state}`, going)}
      </Text>
      {problem !== null && (
        <Text size="xs" c="red">
          {problem}
        </Text>
      )}
    </>
  );
}
