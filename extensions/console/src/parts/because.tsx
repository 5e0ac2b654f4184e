// What moved a score or a probability to leave when it last moved: the record or other weights, and what of it most.
import { Stack, Text } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Because = NonNullable<SubjectAnswer['findings'][number]['because']>;

/** `bad`: what raises it is bad news. `was`: what it was before, and until when. */
export function MovedBy({
  because,
  heading = 'console.moved.title',
  was,
  bad = false,
}: {
  because: Because;
  heading?: 'console.moved.title' | 'console.churn.moved';
  was?: string;
  bad?: boolean;
}) {
  const { t, known, number } = useWords();
  const { cause, by, points } = because;
  if (cause === 'record' && by.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {t(heading)}
      </Text>
      {was !== undefined && <Text size="sm">{was}</Text>}
      {cause === 'weights' && <Text size="sm">{t('card.record.learned')}</Text>}
      {points !== undefined && points.weights !== 0 && (
        <Text size="sm" c="dimmed">
          {t('console.moved.points', {
            weights: number(points.weights, 1),
            record: number(points.record, 1),
          })}
        </Text>
      )}
      {by.map((one) => (
        <Text key={one.feature} size="sm">
          {known(
            `reason.${one.code === 'property' ? one.feature : one.code}`,
            one.label === '' ? one.feature : one.label,
          )}{' '}
          <Text span fw={600} c={one.points >= 0 === bad ? 'red' : 'teal'} className="figure">
            {one.points >= 0 ? '+' : '−'}
            {number(Math.abs(one.points), 1)}
          </Text>
        </Text>
      ))}
    </Stack>
  );
}
