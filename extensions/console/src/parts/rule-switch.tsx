// Sets a rule live, which takes the number of those it is about, typed; and stops it.
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { PreviewRuleAnswer, SetRuleStateAnswer } from '../api-types.ts';
import type { RuleLine } from '../pages/rules.tsx';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

export function RuleSwitch({ rule, changed }: { rule: RuleLine | null; changed: boolean }) {
  const { t, number } = useWords();
  const queries = useQueryClient();
  const [count, setCount] = useState<number | null>(null);
  const [typed, setTyped] = useState<number | string>('');
  const close = () => {
    setCount(null);
    setTyped('');
  };
  const look = useMutation({
    mutationFn: ({ kind, when }: RuleLine) =>
      tell<PreviewRuleAnswer>('POST', '/api/rules/preview', { kind, when }),
    onSuccess: (told) => setCount(told.count),
  });
  const set = useMutation({
    mutationFn: ({ id, ...to }: { id: string; version: number; state: 'live' | 'off'; typed?: number }) =>
      tell<SetRuleStateAnswer>('POST', `/api/rules/${id}/state`, to),
    async onSuccess() {
      close();
      await queries.invalidateQueries({ queryKey: ['rules'] });
    },
  });
  const error = look.error ?? set.error;
  if (rule === null || (changed && rule.live === null))
    return (
      <Card title={t('console.rulePage.live')}>
        <Text c="dimmed">{t('console.rulePage.live.saveFirst')}</Text>
      </Card>
    );
  const { live } = rule;
  return (
    <Card title={t('console.rulePage.live')}>
      <Stack gap="sm">
        <Text>
          {live === null
            ? t('console.rulePage.live.no')
            : t('console.rulePage.live.yes', { count: number(rule.advising) })}
        </Text>
        {changed && (
          <Text size="sm" c="dimmed">
            {t('console.rulePage.live.saveFirst')}
          </Text>
        )}
        {count !== null && (
          <>
            <Text size="sm">
              {t('console.rulePage.live.blast', {
                count: number(count),
                kind: t(`console.rulePage.kind.${rule.kind}`),
              })}
            </Text>
            <Group align="flex-end">
              <NumberInput
                label={t('console.rulePage.live.typed')}
                value={typed}
                onChange={setTyped}
                min={0}
                allowDecimal={false}
                hideControls
                w={160}
                data-autofocus
              />
              <Button
                disabled={typed === '' || Number(typed) !== count}
                loading={set.isPending}
                onClick={() =>
                  set.mutate({ id: rule.id, version: rule.version, state: 'live', typed: Number(typed) })
                }
              >
                {t('console.rulePage.live.now')}
              </Button>
              <Button variant="default" onClick={close}>
                {t('console.cancel')}
              </Button>
            </Group>
          </>
        )}
        {error !== null && <Problem error={error} />}
        {count === null && (
          <Group>
            {live !== rule.version && (
              <Button disabled={changed} loading={look.isPending} onClick={() => look.mutate(rule)}>
                {t('console.rulePage.live.set')}
              </Button>
            )}
            {live !== null && (
              <Button
                variant="default"
                loading={set.isPending}
                onClick={() => set.mutate({ id: rule.id, version: live, state: 'off' })}
              >
                {t('console.rulePage.live.stop')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Card>
  );
}
