// The register of decisions: found by kind, words and days, and taken along as a file.
import { Badge, Button, Group, Pagination, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { RegisterAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Answered, Empty } from './states.tsx';

type Decision = RegisterAnswer['decisions'][number];
const kinds = [
  'settings',
  'field',
  'erasure',
  'override',
  'approval',
  'rule',
  'journey',
  'drill',
  'model',
] as const;
const size = 50;
const mostExported = 5000;

export function Register() {
  const { t, number } = useWords();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search, 300);
  const [kind, setKind] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [page, setPage] = useState(1);
  const filter = { kind, search: wanted, from, to };
  const asked = { ...filter, offset: (page - 1) * size, limit: size };
  const register = useQuery({
    queryKey: ['register', asked],
    queryFn: ({ signal }) => ask<RegisterAnswer>('/api/register', asked, signal),
    placeholderData: keepPreviousData,
  });
  const begin = (set: (value: string) => void) => (value: string) => {
    set(value);
    setPage(1);
  };
  const take = async (as: 'csv' | 'json') => {
    const all = await ask<RegisterAnswer>('/api/register', { ...filter, offset: 0, limit: mostExported });
    const text = as === 'json' ? JSON.stringify(all.decisions, null, 2) : csvOf(all.decisions);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(
      new Blob([text], { type: as === 'json' ? 'application/json' : 'text/csv' }),
    );
    link.download = `revloop-register.${as}`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Stack>
      <Text c="dimmed" className="prose">
        {t('console.register.about')}
      </Text>
      <Card>
        <Group align="flex-end" mb="md">
          <TextInput
            type="search"
            label={t('console.register.search')}
            placeholder={t('console.register.searchFor')}
            value={search}
            onChange={(event) => begin(setSearch)(event.currentTarget.value)}
            flex={1}
            miw={180}
          />
          <Select
            label={t('console.register.kind')}
            value={kind}
            onChange={(value) => begin(setKind)(value ?? '')}
            data={[
              { value: '', label: t('console.register.kind.all') },
              ...kinds.map((value) => ({ value, label: t(`console.register.kind.${value}`) })),
            ]}
            allowDeselect={false}
            w={190}
          />
          <TextInput
            type="date"
            label={t('console.register.from')}
            value={from}
            onChange={(event) => begin(setFrom)(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('console.register.to')}
            value={to}
            onChange={(event) => begin(setTo)(event.currentTarget.value)}
          />
        </Group>
        <Answered query={register}>
          {(answer) =>
            answer.decisions.length === 0 ? (
              <Empty title={t('console.register.none')}>{t('console.register.none.text')}</Empty>
            ) : (
              <Stack>
                <Lines decisions={answer.decisions} />
                <Group justify="space-between">
                  <Text size="sm" c="dimmed">
                    {t('console.register.total', { total: number(answer.total) })}
                  </Text>
                  <Group gap="xs">
                    <Button size="compact-sm" variant="light" onClick={() => void take('csv')}>
                      {t('console.register.csv')}
                    </Button>
                    <Button size="compact-sm" variant="light" onClick={() => void take('json')}>
                      {t('console.register.json')}
                    </Button>
                  </Group>
                  <Pagination
                    total={Math.ceil(answer.total / size)}
                    value={page}
                    onChange={setPage}
                    getControlProps={(control) => ({ 'aria-label': t(`console.page.${control}`) })}
                  />
                </Group>
              </Stack>
            )
          }
        </Answered>
      </Card>
    </Stack>
  );
}

function Lines({ decisions }: { decisions: Decision[] }) {
  const { t, when } = useWords();
  const whoIs = (who: string) =>
    who === 'learn' ? t('console.register.self') : who === 'crm' ? t('console.register.crm') : who;
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.register.at')}</Table.Th>
            <Table.Th>{t('console.register.who')}</Table.Th>
            <Table.Th>{t('console.register.kind')}</Table.Th>
            <Table.Th>{t('console.register.what')}</Table.Th>
            <Table.Th>{t('console.register.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {decisions.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <Text size="sm" className="figure">
                  {when(one.at)}
                </Text>
              </Table.Td>
              <Table.Td>{whoIs(one.who)}</Table.Td>
              <Table.Td>
                <Badge variant="light" color="gray" tt="none">
                  {t(`console.register.kind.${one.kind}`)}
                </Badge>
              </Table.Td>
              <Table.Td maw={360}>
                <Text size="sm" fw={550}>
                  {one.about}
                </Text>
                <Text size="xs" c="dimmed" lineClamp={2} title={plain(one.body)}>
                  {plain(one.body)}
                </Text>
              </Table.Td>
              <Table.Td maw={240}>{one.why}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What was changed, as `from → to`; the whole of it stands in the export. */
function plain(body: unknown): string {
  if (typeof body !== 'object' || body === null || Object.keys(body).length === 0) return '';
  const said = (value: unknown) => JSON.stringify(value)?.replaceAll(/[{}"]/g, '').slice(0, 160) ?? '';
  if ('from' in body && 'to' in body) return `${said(body.from)} → ${said(body.to)}`;
  return said('what' in body ? body.what : body);
}

/** A cell that begins like a formula is only text in a spreadsheet. */
function csvOf(decisions: Decision[]): string {
  const cell = (value: string) =>
    `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const rows = decisions.map(({ at, who, kind, about, why, body }) =>
    [at, who, kind, about, why ?? '', JSON.stringify(body)].map(cell).join(','),
  );
  return `\ufeff${['at,who,kind,about,why,body', ...rows].join('\r\n')}\r\n`;
}
