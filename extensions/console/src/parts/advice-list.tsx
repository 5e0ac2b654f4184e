// Advice with its reasons, and the answers that a person can give.
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { AnswerAdviceAnswer, AnswerAdviceBody, SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Empty, Problem } from './states.tsx';

type Advice = SubjectAnswer['advice'][number];
const live = ['open', 'taken', 'snoozed'];
const answers = ['taken', 'done', 'snoozed', 'dismissed', 'not_useful'] as const;

export function AdviceList({ advice }: { advice: Advice[] }) {
  const { t } = useWords();
  if (advice.length === 0) return <Empty title={t('card.client.noNextStep')} />;
  return (
    <Stack>
      {advice.map((one) => (
        <Line key={one.id} advice={one} />
      ))}
    </Stack>
  );
}

function Line({ advice }: { advice: Advice }) {
  const { t, known, locale, percent, ago } = useWords();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (body: AnswerAdviceBody) =>
      tell<AnswerAdviceAnswer>('POST', `/api/advice/${advice.id}/answer`, body),
    onSuccess: () => queries.invalidateQueries(),
  });
  const isLive = live.includes(advice.state);
  return (
    <Paper withBorder p="md" opacity={isLive ? 1 : 0.75}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={620}>
            {advice.words?.title[locale] ?? known(`advice.${advice.code}.title`, advice.code)}
          </Text>
          <Text size="sm" className="prose">
            {advice.words?.why[locale] ?? known(`advice.${advice.code}.why`, '')}
          </Text>
          <Text size="xs" c="dimmed" mt={4}>
            {[
              advice.change.from === null
                ? ''
                : `${band(known, advice.change.from)} → ${band(known, advice.change.to)}`,
              t('card.view.confidence', { share: percent(advice.confidence) }),
              ago(advice.createdAt),
              advice.answeredBy ?? '',
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </Text>
        </div>
        <Badge variant="light" tt="none" color={isLive ? 'cyan' : 'gray'}>
          {t(`console.advice.${advice.state}`)}
        </Badge>
      </Group>
      {isLive && (
        <Group gap="xs" mt="sm">
          {answers
            .filter((one) => one !== advice.state)
            .map((one) => (
              <Button
                key={one}
                size="xs"
                variant={one === 'done' ? 'filled' : 'default'}
                loading={answer.isPending && answer.variables.answer === one}
                onClick={() => answer.mutate({ answer: one })}
              >
                {t(`console.answer.${one}`)}
              </Button>
            ))}
        </Group>
      )}
      {(answer.data?.result === 'held' || answer.data?.result === 'closed') && (
        <Text size="sm" mt="xs" role="status">
          {t('console.answer.late')}
        </Text>
      )}
      {answer.error !== null && <Problem error={answer.error} />}
    </Paper>
  );
}

function band(known: (key: string, otherwise: string) => string, code: string): string {
  return known(`card.view.band.${code}`, code);
}
