// People by lead score, or companies by health: sorted, filtered and searched.
import { Group, Pagination, SegmentedControl, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../api.ts';
import type { SubjectsAnswer } from '../api-types.ts';
import { Card, Page } from '../parts/page.tsx';
import { Band, Change, Confidence, Score } from '../parts/score.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

type Kind = 'lead_score' | 'health';
const bands = { lead_score: ['A', 'B', 'C', 'D'], health: ['at_risk', 'watch', 'healthy'] } as const;
const size = 50;

export function Subjects({ finding }: { finding: Kind }) {
  const { t, known, number } = useWords();
  const { path, query, go } = usePlace();
  const [search, setSearch] = useState(query.get('search') ?? '');
  const [wanted] = useDebouncedValue(search, 300);
  const band = query.get('band') ?? '';
  const order = query.get('order') ?? (finding === 'health' ? 'lowest' : 'highest');
  const page = Number(query.get('page') ?? '1');
  const change = (changes: { [name: string]: string }, replace = false) => {
    const next = new URLSearchParams(query);
    next.delete('page');
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString();
    go(text === '' ? path : `${path}?${text}`, replace);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new search moves the address, not the move itself
  useEffect(() => {
    if (wanted !== (query.get('search') ?? '')) change({ search: wanted }, true);
  }, [wanted]);
  const asked = { finding, band, search: wanted, order, offset: (page - 1) * size, limit: size };
  const subjects = useQuery({
    queryKey: ['subjects', asked],
    queryFn: ({ signal }) => ask<SubjectsAnswer>('/api/subjects', asked, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const words = finding === 'health' ? 'companies' : 'people';
  return (
    <Page title={t(`console.${words}.title`)} about={t(`console.${words}.about`)}>
      <Card>
        <Group mb="md" align="flex-end">
          <TextInput
            label={t('console.subjects.search')}
            placeholder={t(`console.${words}.searchFor`)}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            flex={1}
            miw={200}
            type="search"
          />
          <Select
            label={t('console.subjects.order')}
            value={order}
            onChange={(value) => change({ order: value ?? '' })}
            data={(['highest', 'lowest', 'newest'] as const).map((value) => ({
              value,
              label: t(`console.subjects.order.${value}`),
            }))}
            allowDeselect={false}
            w={180}
          />
          <SegmentedControl
            aria-label={t('console.subjects.band')}
            value={band}
            onChange={(value) => change({ band: value })}
            data={[
              { value: '', label: t('console.subjects.all') },
              ...bands[finding].map((value) => ({ value, label: known(`card.view.band.${value}`, value) })),
            ]}
          />
        </Group>
        <Answered query={subjects} rows={10}>
          {(answer) =>
            answer.lines.length === 0 ? (
              <Nothing searched={wanted !== '' || band !== ''} words={words} />
            ) : (
              <Stack>
                <Lines lines={answer.lines} />
                <Group justify="space-between">
                  <Text size="sm" c="dimmed">
                    {t('console.subjects.total', { total: number(answer.total) })}
                  </Text>
                  <Pagination
                    total={Math.min(200, Math.ceil(answer.total / size))}
                    value={page}
                    onChange={(next) => change({ page: String(next) })}
                    getControlProps={(control) => ({ 'aria-label': t(`console.page.${control}`) })}
                  />
                </Group>
              </Stack>
            )
          }
        </Answered>
      </Card>
    </Page>
  );
}

function Nothing({ searched, words }: { searched: boolean; words: 'people' | 'companies' }) {
  const { t } = useWords();
  return searched ? (
    <Empty title={t('console.subjects.noMatch')}>{t('console.subjects.noMatch.text')}</Empty>
  ) : (
    <Empty title={t('console.subjects.none')}>{t(`console.${words}.none`)}</Empty>
  );
}

function Lines({ lines }: { lines: SubjectsAnswer['lines'] }) {
  const { t, known, percent, ago } = useWords();
  const health = lines[0]?.finding === 'health';
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.subjects.name')}</Table.Th>
            <Table.Th>{t(health ? 'common.health' : 'common.leadScore')}</Table.Th>
            <Table.Th>{t('console.subjects.band')}</Table.Th>
            {!health && <Table.Th className="number">{t('console.subjects.probability')}</Table.Th>}
            <Table.Th>{t('card.client.confidence')}</Table.Th>
            <Table.Th>{t('card.client.nextStep')}</Table.Th>
            <Table.Th>{t('console.subjects.found')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td maw={260}>
                <Link to={`/subjects/${line.id}`} className="row-link">
                  {line.name}
                </Link>
                {line.email !== null && line.email !== line.name && (
                  <Text size="xs" c="dimmed" truncate>
                    {line.email}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Score score={line.score} band={line.band} />
                  <Change now={line.score} before={line.scoreBefore} />
                </Group>
              </Table.Td>
              <Table.Td>
                <Band band={line.band} />
              </Table.Td>
              {!health && (
                <Table.Td className="number">
                  {line.probability === null ? '' : percent(line.probability, line.probability < 0.1 ? 1 : 0)}
                </Table.Td>
              )}
              <Table.Td>
                <Confidence value={line.confidence} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" c={line.standing === null ? undefined : 'dimmed'}>
                  {line.standing !== null
                    ? t(`card.view.outcome.${line.standing}`)
                    : line.advice === null
                      ? ''
                      : known(`advice.${line.advice}.title`, line.advice)}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {ago(line.foundAt)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
