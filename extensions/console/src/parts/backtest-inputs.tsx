// What a test on history asks: how far back it looks, what is to be foretold, and how long before.
import { NumberInput, Select } from '@mantine/core';
import type { BacktestRuleAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import type { Kind } from './condition.ts';

type Outcome = BacktestRuleAnswer['outcome'];
/** `horizon` is as typed: nothing, while somebody is still at it. */
export type BacktestAsked = {
  readonly days: number;
  readonly outcome: Outcome;
  readonly horizon: number | string;
};

const spans = [30, 60, 90, 180, 365] as const;
const outcomes: readonly Outcome[] = ['churned', 'renewed', 'won', 'lost'];
const firstOutcome = { company: 'churned', contact: 'won', lead: 'won', deal: 'lost' } as const;

export function firstAsked(kind: Kind): BacktestAsked {
  return { days: 90, outcome: firstOutcome[kind], horizon: 60 };
}

type Props = { asked: BacktestAsked; change: (asked: BacktestAsked) => void };

export function BacktestInputs({ asked, change }: Props) {
  const { t, number } = useWords();
  return (
    <>
      <Select
        label={t('console.backtest.days')}
        w={170}
        value={String(asked.days)}
        onChange={(to) => change({ ...asked, days: Number(to) })}
        data={spans.map((one) => ({
          value: String(one),
          label: t('console.backtest.lastDays', { days: number(one) }),
        }))}
        allowDeselect={false}
      />
      <Select
        label={t('console.backtest.outcome')}
        w={170}
        value={asked.outcome}
        onChange={(to) => change({ ...asked, outcome: outcomes.find((one) => one === to) ?? asked.outcome })}
        data={outcomes.map((value) => ({ value, label: t(`console.backtest.outcome.${value}`) }))}
        allowDeselect={false}
      />
      <NumberInput
        label={t('console.backtest.horizon')}
        w={170}
        value={asked.horizon}
        onChange={(horizon) => change({ ...asked, horizon })}
        min={1}
        max={365}
        allowDecimal={false}
        suffix={` ${t('console.rulePage.days')}`}
      />
    </>
  );
}
