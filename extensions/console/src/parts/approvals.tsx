// Journeys that ask whether they may go on: who waits for a yes or no, and the two buttons.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { ApprovalsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

export function ApprovalButtons({ run }: { run: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (said: 'yes' | 'no') => tell('POST', `/api/runs/${run}/approval`, { answer: said }),
    onSettled: () =>
      Promise.all(
        [['approvals'], ['run', run], ['journeys']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="xs" loading={answer.isPending} onClick={() => answer.mutate('yes')}>
          {t('slack.approval.yes')}
        </Button>
        <Button size="xs" variant="default" loading={answer.isPending} onClick={() => answer.mutate('no')}>
          {t('slack.approval.no')}
        </Button>
      </Group>
      {answer.error !== null && <Problem error={answer.error} />}
    </Stack>
  );
}

/** Nothing where nobody waits. */
export function Approvals() {
  const { t, locale, ago, when } = useWords();
  const query = useQuery({
    queryKey: ['approvals'],
    queryFn: () => ask<ApprovalsAnswer>('/api/approvals'),
    refetchInterval: 10_000,
  });
  if (query.error !== null) return <Problem error={query.error} again={() => void query.refetch()} />;
  const waiting = query.data?.approvals ?? [];
  if (waiting.length === 0) return null;
  return (
    <Card title={t('console.approvals.title')}>
      <Stack>
        {waiting.map((one) => (
          <Group key={one.run} justify="space-between" align="flex-start" wrap="nowrap">
            <div>
              <Text fw={550}>{one.ask[locale]}</Text>
              <Text size="sm" c="dimmed">
                <Link to={`/journeys/${one.journey}/runs/${one.run}`} className="row-link">
                  {one.who}
                </Link>{' '}
                · {one.name[locale]} · {t('console.approvals.since', { ago: ago(one.since) })}
                {one.until !== null && ` · ${t('console.run.until', { when: when(one.until) })}`}
              </Text>
            </div>
            <ApprovalButtons run={one.run} />
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
