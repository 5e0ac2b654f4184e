// What was kept of product use beyond the dial: how much it is, and its removal once the number was typed.
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { CollectionSurplusAnswer, SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';
import { TypedConfirm } from './typed-confirm.tsx';

type Collection = SettingsAnswer['collection'];
const counted = ['people', 'events', 'users', 'properties'] as const;

/** `value` is what the dial would be; only what is saved can be acted on. */
export function Surplus({ saved, value }: { saved: Collection; value: Collection }) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const [opened, { open, close }] = useDisclosure();
  const isDraft = saved.level !== value.level || saved.properties.join() !== value.properties.join();
  // Whoever turned the dial sees what that left behind, after saving too.
  if (isDraft && !asked) setAsked(true);
  const found = useQuery({
    queryKey: ['surplus', value.level, value.properties],
    queryFn: ({ signal }) =>
      ask<CollectionSurplusAnswer>(
        '/api/collection/surplus',
        { level: value.level, properties: value.properties.join() },
        signal,
      ),
    enabled: asked,
    refetchInterval: ({ state }) => (state.data?.removal?.doneAt === null ? 2_000 : false),
  });
  const { count, total = 0, removal } = found.data ?? {};
  if (!asked)
    return (
      <Group>
        <Button variant="default" size="compact-md" onClick={() => setAsked(true)}>
          {t('console.surplus.look')}
        </Button>
      </Group>
    );
  return (
    <Stack gap="xs" role="region" aria-label={t('console.surplus.title')}>
      {found.isLoading && (
        <Text size="sm" c="dimmed">
          {t('console.surplus.counting')}
        </Text>
      )}
      {found.error !== null && <Problem error={found.error} />}
      {removal !== undefined && removal !== null && <Removal removal={removal} />}
      {count !== undefined && total === 0 && (
        <Text size="sm" c="dimmed">
          {t('console.surplus.none')}
        </Text>
      )}
      {count !== undefined && total > 0 && (
        <Alert color="yellow" title={t('console.surplus.title')}>
          <Stack gap="xs">
            <Amounts count={count} />
            {isDraft ? (
              <Text size="sm">{t('console.surplus.draft')}</Text>
            ) : (
              removal?.doneAt !== null && (
                <Group>
                  <Button color="red" variant="light" size="compact-md" onClick={open}>
                    {t('console.surplus.remove')}
                  </Button>
                </Group>
              )
            )}
          </Stack>
        </Alert>
      )}
      {opened && count !== undefined && <Confirm count={count} total={total} close={close} />}
    </Stack>
  );
}

type Count = CollectionSurplusAnswer['count'];

function Amounts({ count }: { count: Count }) {
  const { t, number } = useWords();
  return (
    <List size="sm">
      {counted.flatMap((name) =>
        count[name] === 0
          ? []
          : [
              <List.Item key={name}>
                {t(`console.surplus.${name}`, { count: number(count[name]) })}
              </List.Item>,
            ],
      )}
    </List>
  );
}

function Removal({ removal }: { removal: NonNullable<CollectionSurplusAnswer['removal']> }) {
  const { t, when, number } = useWords();
  const sum = number(counted.reduce((all, name) => all + removal.removed[name], 0));
  return (
    <Text size="sm" role="status">
      {removal.doneAt === null
        ? t('console.surplus.running', { who: removal.askedBy, count: sum })
        : t('console.surplus.done', { who: removal.askedBy, count: sum, when: when(removal.doneAt) })}
    </Text>
  );
}

function Confirm({ count, total, close }: { count: Count; total: number; close: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => tell('POST', '/api/collection/surplus/removal', { typed: total }),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: ['surplus'] }),
  });
  return (
    <TypedConfirm
      title={t('console.surplus.sure')}
      label={t('console.surplus.type', { count: String(total) })}
      wanted={String(total)}
      isNumber
      action={t('console.surplus.confirm')}
      doing={remove}
      close={close}
    >
      <Amounts count={count} />
      <Text size="sm">{t('console.surplus.sure.text')}</Text>
    </TypedConfirm>
  );
}
