// What a step of a journey says and does, read only; or who comes in, who leaves and what is to be reached.
import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../texts.tsx';
import { type Graph, waysOf } from './journey-graph.ts';
import { door } from './journey-map.tsx';
import { useDuration, useNodeWords } from './node-words.ts';

type Props = {
  graph: Graph;
  id: string;
  sentences: { readonly [at: string]: readonly string[] };
  here: number;
  showRuns: () => void;
};

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="div" style={{ whiteSpace: 'pre-line' }}>
        {children}
      </Text>
    </div>
  );
}

export function NodeFacts({ graph, id, sentences, here, showRuns }: Props) {
  const { t, locale, number, percent } = useWords();
  const nodeWords = useNodeWords();
  const lasts = useDuration();
  const node = graph.nodes[id];
  if (id === door || node === undefined) {
    return (
      <Stack gap="xs">
        <Fact label={t('console.journey.enter')}>{sentences['enter']?.[0]}</Fact>
        <Fact label={t('console.journey.again')}>
          {graph.again === null
            ? t('console.journey.again.never')
            : t('console.journey.again.text', { time: lasts(graph.again) })}
        </Fact>
        {graph.leave !== null && <Fact label={t('console.journey.leave')}>{sentences['leave']?.[0]}</Fact>}
        <Fact label={t('console.journey.goal')}>
          {sentences['goal']?.[0]}
          {'\n'}
          {t(`console.journey.goal.${graph.goal.at}`, { time: lasts(graph.goal.within) })}
        </Fact>
        <Fact label={t('console.journey.holdout')}>{percent(graph.holdout)}</Fact>
      </Stack>
    );
  }
  const body = 'why' in node ? node.why : 'body' in node ? node.body : 'text' in node ? node.text : null;
  return (
    <Stack gap="xs">
      <Fact label={t('console.step.does')}>{nodeWords(node)}</Fact>
      {body !== null && <Fact label={t('console.step.words')}>{body[locale]}</Fact>}
      {node.kind === 'alert' && <Fact label={t('console.step.code')}>{t(`advice.${node.code}.title`)}</Fact>}
      {(sentences[id] ?? []).map((said, place) => (
        <Fact
          key={said}
          label={node.kind === 'branch' ? t('console.step.arm', { nr: place + 1 }) : t('console.step.when')}
        >
          {said}
        </Fact>
      ))}
      {waysOf(node).map(({ to, label, words }) => (
        <Fact
          key={`${to} ${label} ${words}`}
          label={
            label === undefined && words === undefined
              ? t('console.way.next')
              : label === undefined
                ? (words ?? '')
                : t(`console.way.${label}`, { nr: words ?? '' })
          }
        >
          {graph.nodes[to] === undefined ? to : nodeWords(graph.nodes[to])}
        </Fact>
      ))}
      <Group>
        <Button size="compact-sm" variant="light" onClick={showRuns} disabled={here === 0}>
          {t('console.journey.whoIsHere', { count: number(here) })}
        </Button>
      </Group>
    </Stack>
  );
}
