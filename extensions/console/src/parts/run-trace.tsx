// A run's trace: what was done at each step and when, why, what came of it, and what it waited for.
import { Badge, Group, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { JourneyVersionAnswer, RunAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { ApprovalButtons } from './approvals.tsx';
import { RunBadge } from './journey-runs.tsx';
import { useNodeWords } from './node-words.ts';
import { Card } from './page.tsx';
import { Answered } from './states.tsx';

type Step = RunAnswer['steps'][number];
const hows = { done: 'teal', dry: 'gray', undone: 'red' } as const;

export function RunTrace({ id }: { id: string }) {
  const { t, locale, when } = useWords();
  const nodeWords = useNodeWords();
  const query = useQuery({
    queryKey: ['run', id],
    queryFn: () => ask<RunAnswer>(`/api/runs/${id}`),
    refetchInterval: 10_000,
  });
  const { journey, version } = query.data ?? {};
  const graph = useQuery({
    queryKey: ['journey', journey, 'version', version],
    queryFn: () => ask<JourneyVersionAnswer>(`/api/journeys/${journey}/versions/${version}`),
    enabled: query.data !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const nameOf = (id: string, { who }: RunAnswer) => {
    const node = graph.data?.graph.nodes[id];
    return node === undefined ? id : nodeWords(node).replaceAll('{name}', who);
  };
  return (
    <Answered query={query}>
      {(run) => (
        <Card
          title={t('console.run.title', { who: run.who, journey: run.name[locale] })}
          aside={<RunBadge run={run} />}
        >
          <Stack>
            <Group gap="lg">
              <Link to={`/subjects/${run.subject}`}>{t('console.run.customer')}</Link>
              <Link to={`/journeys/${run.journey}`}>{t('console.run.journey')}</Link>
            </Group>
            <Text size="sm" c="dimmed">
              {t('console.run.came', { when: when(run.enteredAt), version: run.version })}
              {run.measureAt !== null && ` ${t('console.run.measured', { when: when(run.measureAt) })}`}
            </Text>
            {run.held && <Text size="sm">{t('console.run.held')}</Text>}
            {run.waits !== null && (
              <Text size="sm" fw={550}>
                {t('console.run.now', {
                  waits: t(`console.run.waits.${run.waits.for}`, { event: run.waits.event ?? '' }),
                  since: when(run.waits.since),
                })}
                {run.wakeAt !== null && ` · ${t('console.run.until', { when: when(run.wakeAt) })}`}
              </Text>
            )}
            {run.waits?.for === 'approval' && <ApprovalButtons run={run.id} />}
            <Timeline bulletSize={14} lineWidth={2} active={run.steps.length}>
              {run.steps.map((step) => (
                <Timeline.Item key={step.seq} title={<StepTitle step={step} name={nameOf(step.node, run)} />}>
                  <StepBody step={step} who={run.who} nameOf={(node) => nameOf(node, run)} />
                </Timeline.Item>
              ))}
            </Timeline>
          </Stack>
        </Card>
      )}
    </Answered>
  );
}

function StepTitle({ step, name }: { step: Step; name: string }) {
  const { t, known, when } = useWords();
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {known(`console.step.${step.kind}`, step.kind)}
      </Text>
      <Text size="xs" c="dimmed">
        {name} · {when(step.at)}
      </Text>
      {step.how !== null && (
        <Badge size="sm" variant="light" color={hows[step.how]} tt="none">
          {t(`console.run.how.${step.how}`)}
        </Badge>
      )}
    </Group>
  );
}

function StepBody({ step, who, nameOf }: { step: Step; who: string; nameOf: (node: string) => string }) {
  const { t, known, locale, when } = useWords();
  const { decision, effect, found } = step;
  const { code, detail = '' } = decision.because;
  const isTime = /^\d{4}-\d\d-\d\dT/.test(detail);
  const why = known(`console.run.because.${code}`, code).replace('{detail}', isTime ? when(detail) : detail);
  const words = effect === null ? '' : wordsOf(effect, locale).replaceAll('{name}', who);
  return (
    <Stack gap={2} mt={2}>
      <Text size="sm">
        <Went decision={decision} nameOf={nameOf} />
        {why === '' ? '' : ` ${why}`}
      </Text>
      {effect !== null && (
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          {t(`console.run.effect.${effect.kind}`)}: {words}
        </Text>
      )}
      {found.map((one) => (
        <Text key={one.sentence.en} size="xs" c="dimmed">
          {t(`console.run.found.${String(one.result)}`)} {one.sentence[locale]} (
          {t('console.run.value', { value: one.value?.[locale] ?? t('console.run.notKnown') })})
        </Text>
      ))}
    </Stack>
  );
}

function Went({ decision, nameOf }: { decision: Step['decision']; nameOf: (node: string) => string }) {
  const { t, when } = useWords();
  const { say, next = '', until = null, status = 'done' } = decision;
  if (say === 'go') return t('console.run.went', { next: nameOf(next) });
  if (say === 'end') return t('console.run.ended', { status: t(`console.run.status.${status}`) });
  return until === null ? t('console.run.waited') : t('console.run.waitedUntil', { when: when(until) });
}

function wordsOf(effect: NonNullable<Step['effect']>, locale: 'en' | 'zh-CN'): string {
  const { title, subject, why, body, text, set = {}, url } = effect;
  const said = [title, subject, why, body, text].flatMap((words) => words?.[locale] ?? []);
  const fields = Object.entries(set).map(([name, value]) => `${name} = ${value}`);
  return [...said, ...fields, ...(url === undefined ? [] : [url])].join('\n');
}
