// How far a backtest is that somebody waits for, whichever process it runs in.
import { Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { BacktestProgressAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

/** Only a page that came over a safe connection may make such names; without one there is no progress. */
export function runName(): string | undefined {
  return window.isSecureContext ? crypto.randomUUID() : undefined;
}

export function HowFar({ run }: { run: string | undefined }) {
  const { t, number } = useWords();
  const far = useQuery({
    queryKey: ['backtest', run],
    queryFn: () => ask<BacktestProgressAnswer>(`/api/rules/backtests/${run}`),
    enabled: run !== undefined,
    refetchInterval: 700,
  });
  const running = far.data?.running ?? null;
  const share = running === null || running.total === 0 ? 0 : running.done / running.total;
  return (
    <div role="status">
      <Progress
        value={running === null ? 100 : 100 * share}
        animated
        aria-label={t('console.backtest.running')}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {running === null
          ? t('console.backtest.running')
          : t('console.backtest.progress', { done: number(running.done), total: number(running.total) })}
      </Text>
    </div>
  );
}
