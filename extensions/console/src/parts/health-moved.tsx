// What moved the index when it last moved: part, signal, from and to.
import { Stack, Text } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Moved = NonNullable<SubjectAnswer['findings'][number]['moved']>;

type Because = SubjectAnswer['findings'][number]['because'];

export function HealthMoved({ moved, because }: { moved: Moved; because?: Because }) {
  const { t, known, number } = useWords();
  const weighed = because?.cause === 'weights';
  if (moved.length === 0 && !weighed) return null;
  const told = (value: string | number | null) =>
    value === null ? t('reason.unknown') : typeof value === 'number' ? number(value, 1) : value;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {t('console.moved.title')}
      </Text>
      {weighed && (
        <Text size="sm">
          {t('card.view.weighed')}
          {because.points !== undefined && (
            <Text span c="dimmed">
              {' '}
              {t('card.view.weighed.points', {
                weights: number(because.points.weights, 1),
                record: number(because.points.record, 1),
              })}
            </Text>
          )}
        </Text>
      )}
      {moved.map(({ part, from, to, signal }) => (
        <Text key={part} size="sm">
          {t('card.view.moved', { part: t(`card.view.part.${part}`), from: told(from), to: told(to) })}
          {signal !== null && (
            <Text span c="dimmed">
              {' '}
              {t('card.view.moved.signal', {
                signal: known(`reason.${signal.code}`, signal.code),
                from: told(signal.from),
                to: told(signal.to),
              })}
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
}
