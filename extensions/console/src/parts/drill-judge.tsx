// Judging one case after the other: facts on the left, five steps or a slider on the right; no score anywhere.
import {
  Alert,
  Button,
  Grid,
  Group,
  Progress,
  Slider,
  Stack,
  Table,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { DrillCasesAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Answered, Problem } from './states.tsx';

type Case = DrillCasesAnswer['cases'][number];
const steps = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export function DrillJudge({ id }: { id: string }) {
  const cases = useQuery({
    queryKey: ['drill', id],
    queryFn: () => ask<DrillCasesAnswer>(`/api/drills/${id}`),
  });
  return <Answered query={cases}>{(answer) => <Judging answer={answer} />}</Answered>;
}

function Judging({ answer }: { answer: DrillCasesAnswer }) {
  const { t } = useWords();
  const { drill, cases } = answer;
  const firstOpen = cases.findIndex(({ said }) => said === null);
  const [at, setAt] = useState(firstOpen === -1 ? 0 : firstOpen);
  const judged = cases.filter(({ said }) => said !== null).length;
  const one = cases[at];
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {drill.title}
        </Title>
        <Text c="dimmed">{t('console.drill.case', { nr: at + 1, all: cases.length })}</Text>
      </Group>
      <Progress value={(judged / Math.max(1, cases.length)) * 100} aria-label={t('console.drill.judge')} />
      {judged === cases.length && (
        <Alert color="teal" title={t('console.drill.done')} role="status">
          {t('console.drill.done.text')}
        </Alert>
      )}
      {one !== undefined && (
        <OneCase
          key={one.place}
          answer={answer}
          one={one}
          back={at === 0 ? null : () => setAt(at - 1)}
          next={() => setAt(Math.min(cases.length - 1, at + 1))}
        />
      )}
    </Stack>
  );
}

type OneProps = { answer: DrillCasesAnswer; one: Case; back: (() => void) | null; next: () => void };

function OneCase({ answer: { drill, cases }, one, back, next }: OneProps) {
  const { t, percent } = useWords();
  const queries = useQueryClient();
  const [probability, setProbability] = useState<number | null>(one.said?.probability ?? null);
  const [reason, setReason] = useState(one.said?.reason ?? '');
  const save = useMutation({
    mutationFn: (said: { probability: number; reason: string }) =>
      tell('POST', `/api/drills/${drill.id}/judgements`, { place: one.place, ...said }),
    onSuccess: (_, said) => {
      const now = cases.map((each) => (each.place === one.place ? { ...each, said } : each));
      queries.setQueryData(['drill', drill.id], { drill, cases: now });
      // The list tells how many are judged.
      void queries.invalidateQueries({ queryKey: ['drills'] });
      next();
    },
  });
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Facts facts={one.facts} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Card>
          <Stack gap="lg">
            <Text fw={600}>{t(`console.drill.ask.${drill.target}`)}</Text>
            <Stack gap={6}>
              {steps.map((step) => (
                <Button
                  key={step}
                  variant={probability === step ? 'filled' : 'light'}
                  aria-pressed={probability === step}
                  onClick={() => setProbability(step)}
                >
                  {t(`console.drill.step.${step}`)}
                </Button>
              ))}
            </Stack>
            <div>
              <Text size="sm" mb={4}>
                {t('console.drill.exact')}: <b>{probability === null ? '–' : percent(probability)}</b>
              </Text>
              <Slider
                thumbLabel={t('console.drill.exact')}
                value={Math.round((probability ?? 0.5) * 100)}
                onChange={(value) => setProbability(value / 100)}
                min={1}
                max={99}
                label={null}
              />
            </div>
            <Textarea
              label={t('console.drill.reason')}
              description={t('console.drill.reason.text')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={500}
              autosize
              minRows={2}
            />
            {save.error !== null && <Problem error={save.error} />}
            <Group justify="space-between">
              <Button variant="subtle" disabled={back === null} onClick={() => back?.()}>
                {t('console.drill.before')}
              </Button>
              <Button
                disabled={probability === null || drill.state !== 'open'}
                loading={save.isPending}
                onClick={() => {
                  if (probability !== null) save.mutate({ probability, reason: reason.trim() });
                }}
              >
                {t('console.drill.next')}
              </Button>
            </Group>
          </Stack>
        </Card>
      </Grid.Col>
    </Grid>
  );
}

function Facts({ facts }: { facts: Case['facts'] }) {
  const { t, known } = useWords();
  const name = facts.find(({ code }) => code === 'name')?.value;
  const others = facts.filter(({ code }) => code !== 'name');
  return (
    <Card {...(name === undefined ? {} : { title: name })}>
      {others.length === 0 && <Text c="dimmed">{t('console.drill.noFacts')}</Text>}
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {others.map(({ code, label, value }) => (
            <Table.Tr key={`${code} ${label} ${value}`}>
              <Table.Td w="40%">
                <Text size="sm" c="dimmed">
                  {code === null ? label : known(`console.drill.fact.${code}`, known(`reason.${code}`, code))}
                </Text>
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
