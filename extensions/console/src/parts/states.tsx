// What stands where content is not there yet, is not there at all, or could not be had.
import { Alert, Button, Center, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api.ts';
import { useWords } from '../texts.tsx';

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useWords();
  return (
    <Stack aria-busy="true" aria-label={t('console.loading')} role="status">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same and never move
        <Skeleton key={row} height={28} radius="sm" />
      ))}
    </Stack>
  );
}

export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw={480} ta="center">
        <Title order={3} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Center>
  );
}

export function Problem({ error, again }: { error: unknown; again?: () => void }) {
  const { t, locale } = useWords();
  const refused = error instanceof Refused ? error : null;
  const { says, now } = refused?.words[locale] ?? {
    says: t('console.unreachable'),
    now: t('console.unreachable.now'),
  };
  return (
    <Alert color="red" title={says} role="alert">
      <Text size="sm">{now}</Text>
      {refused !== null && (
        <Text size="xs" c="dimmed" mt={4}>
          {refused.code} · {refused.id}
        </Text>
      )}
      {again !== undefined && (
        <Group mt="sm">
          <Button size="xs" variant="light" color="red" onClick={again}>
            {t('console.again')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** Shows `children` once there is an answer; the last answer stays while a newer one is on its way. */
export function Answered<T>({
  query,
  rows,
  children,
}: {
  query: UseQueryResult<T>;
  rows?: number;
  children: (answer: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Problem error={query.error} again={() => void query.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
