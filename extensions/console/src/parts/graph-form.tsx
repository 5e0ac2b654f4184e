// The settings of a journey's draft that are no step: who comes in, who leaves, what is to be reached, who is held out.
import { Button, Checkbox, Group, NumberInput, Select, Stack } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { type Graph, noRule } from './journey-graph.ts';
import { RuleInput } from './rule-input.tsx';
import { DurationInput } from './words-input.tsx';

type Props = {
  graph: Graph;
  sentences: { readonly [at: string]: readonly string[] };
  change: (graph: Graph) => void;
};

export function GraphForm({ graph, sentences, change }: Props) {
  const { t } = useWords();
  const said = (at: string) => sentences[at]?.[0] ?? '';
  const { kind, goal } = graph;
  return (
    <Stack gap="sm">
      <RuleInput
        label={t('console.journey.enter')}
        {...{ kind, value: graph.enter, sentence: said('enter') }}
        change={(enter) => change({ ...graph, enter })}
      />
      <Checkbox
        label={t('console.journey.again')}
        checked={graph.again !== null}
        onChange={(event) => change({ ...graph, again: event.currentTarget.checked ? { days: 90 } : null })}
      />
      {graph.again !== null && (
        <DurationInput
          label={t('console.journey.again.after')}
          value={graph.again}
          change={(again) => change({ ...graph, again })}
        />
      )}
      {graph.leave === null ? (
        <Group>
          <Button size="compact-sm" variant="light" onClick={() => change({ ...graph, leave: noRule() })}>
            {t('console.journey.leave.add')}
          </Button>
        </Group>
      ) : (
        <RuleInput
          label={t('console.journey.leave')}
          {...{ kind, value: graph.leave, sentence: said('leave') }}
          change={(leave) => change({ ...graph, leave })}
          remove={() => change({ ...graph, leave: null })}
        />
      )}
      <RuleInput
        label={t('console.journey.goal')}
        {...{ kind, value: goal.when, sentence: said('goal') }}
        change={(when) => change({ ...graph, goal: { ...goal, when } })}
      />
      <DurationInput
        label={t('console.journey.within')}
        value={goal.within}
        change={(within) => change({ ...graph, goal: { ...goal, within } })}
      />
      <Select
        label={t('console.journey.at')}
        data={(['ever', 'end'] as const).map((value) => ({ value, label: t(`console.journey.at.${value}`) }))}
        value={goal.at}
        onChange={(at) => change({ ...graph, goal: { ...goal, at: at === 'end' ? 'end' : 'ever' } })}
        allowDeselect={false}
      />
      <NumberInput
        label={t('console.journey.holdout')}
        description={t('console.journey.holdout.text')}
        value={Math.round(graph.holdout * 100)}
        onChange={(share) => change({ ...graph, holdout: Math.min(50, Math.max(0, Number(share))) / 100 })}
        min={0}
        max={50}
        suffix=" %"
        allowDecimal={false}
      />
    </Stack>
  );
}
