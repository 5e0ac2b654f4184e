// A condition on stored history: what it would have said each week, and how far the answer is.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { BacktestRuleAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { BacktestInputs, firstAsked } from './backtest-inputs.tsx';
import { BacktestReport } from './backtest-report.tsx';
import type { Group as Conditions, Kind } from './condition.ts';
import { HowFar, runName } from './how-far.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

type Props = { kind: Kind; when: Conditions | null; id: string | null };

export function RuleBacktest({ kind, when, id }: Props) {
  const { t } = useWords();
  const [asks, setAsks] = useState(() => firstAsked(kind));
  // Until somebody chose an outcome, it follows whom the rule is about.
  const [chosen, setChosen] = useState(false);
  const { days, horizon } = asks;
  const outcome = chosen ? asks.outcome : firstAsked(kind).outcome;
  const asked = JSON.stringify([kind, when, days, horizon, outcome]);
  const test = useMutation({
    mutationFn: async ({ run }: { run: string | undefined; asked: string }) =>
      tell<BacktestRuleAnswer>('POST', '/api/rules/backtest', {
        ...{ kind, when, days, horizonDays: Number(horizon), outcome },
        ...(id === null ? {} : { id }),
        ...(run === undefined ? {} : { run }),
      }),
  });
  const isOld = test.data !== undefined && test.variables.asked !== asked;
  return (
    <Card title={t('console.backtest.title')}>
      <Stack>
        <Text c="dimmed" className="prose">
          {t('console.backtest.about')}
        </Text>
        <Group align="flex-end">
          <BacktestInputs
            asked={{ ...asks, outcome }}
            change={(next) => {
              setAsks(next);
              if (next.outcome !== outcome) setChosen(true);
            }}
          />
          <Button
            variant="default"
            disabled={when === null || Number(horizon) < 1}
            loading={test.isPending}
            onClick={() => test.mutate({ run: runName(), asked })}
          >
            {t('console.backtest.run')}
          </Button>
        </Group>
        {test.isPending && <HowFar run={test.variables.run} />}
        {test.error !== null && <Problem error={test.error} />}
        {test.data !== undefined && !test.isPending && (
          <>
            {isOld && (
              <Text size="sm" c="orange">
                {t('console.backtest.old')}
              </Text>
            )}
            <BacktestReport report={test.data} />
          </>
        )}
      </Stack>
    </Card>
  );
}
