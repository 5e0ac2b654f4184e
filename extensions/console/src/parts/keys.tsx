// Secrets that programs use: listed by name, made once, shown once, removed.
import {
  ActionIcon,
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, tell } from '../api.ts';
import type {
  AddApiKeyAnswer,
  AddEventSourceAnswer,
  ApiKeysAnswer,
  EventSourcesAnswer,
} from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Answered, Problem } from './states.tsx';

type Props = { title: string; about: string; kind: 'sources' | 'keys'; path: string };

export function Keys({ title, about, kind, path }: Props) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const list = useQuery({
    queryKey: [path],
    queryFn: () => ask<ApiKeysAnswer | EventSourcesAnswer>(path),
  });
  const add = useMutation({
    mutationFn: () => tell<AddApiKeyAnswer | AddEventSourceAnswer>('POST', path, { name }),
    onSuccess: () => {
      setName('');
      return queries.invalidateQueries({ queryKey: [path] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Card title={title}>
      <Stack>
        <Text c="dimmed" className="prose">
          {about}
        </Text>
        <Answered query={list} rows={2}>
          {(answer) => <Rows answer={answer} path={path} />}
        </Answered>
        {add.data !== undefined && (
          <Shown secret={'key' in add.data ? add.data.key : add.data.writeKey} kind={kind} />
        )}
        {add.error !== null && <Problem error={add.error} />}
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput
              label={t('console.keys.name')}
              placeholder={t(`console.${kind}.example`)}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
              w={300}
            />
            <Button type="submit" variant="default" disabled={name.trim() === ''} loading={add.isPending}>
              {t(`console.${kind}.add`)}
            </Button>
          </Group>
        </form>
      </Stack>
    </Card>
  );
}

function Shown({ secret, kind }: { secret: string; kind: Props['kind'] }) {
  const { t } = useWords();
  return (
    <Alert color="yellow" title={t(`console.${kind}.once`)}>
      <Group>
        <Code>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="light" onClick={copy}>
              {t(copied ? 'console.copied' : 'console.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}

function Rows({ answer, path }: { answer: ApiKeysAnswer | EventSourcesAnswer; path: string }) {
  const { t, when, ago } = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => tell('DELETE', `${path}/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: [path] }),
  });
  const rows =
    'keys' in answer
      ? answer.keys.map((one) => ({ ...one, seen: one.usedAt }))
      : answer.sources.map((one) => ({ ...one, seen: one.lastSeenAt }));
  if (rows.length === 0) return null;
  return (
    <>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {rows.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td fw={550}>{one.name}</Table.Td>
              <Table.Td c="dimmed">{t('console.keys.made', { when: when(one.createdAt) })}</Table.Td>
              <Table.Td c="dimmed">
                {one.seen === null
                  ? t('console.keys.unused')
                  : t('console.keys.seen', { when: ago(one.seen) })}
              </Table.Td>
              <Table.Td className="number">
                <ActionIcon
                  variant="subtle"
                  color="red"
                  onClick={() => remove.mutate(one.id)}
                  aria-label={t('console.keys.remove', { name: one.name })}
                  title={t('console.keys.remove', { name: one.name })}
                >
                  ×
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {remove.error !== null && <Problem error={remove.error} />}
    </>
  );
}
