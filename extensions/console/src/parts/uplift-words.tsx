// The uplift of a journey in one sentence, also that there is not enough yet.
import { Stack, Text } from '@mantine/core';
import type { JourneysAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

export function UpliftWords({ uplift }: { uplift: JourneysAnswer['journeys'][number]['uplift'] }) {
  const { t, number } = useWords();
  const { verdict, difference, interval, wanted } = uplift;
  if (verdict === 'not_enough' || difference === null || interval === null)
    return (
      <Stack gap={0}>
        <Text size="sm">{t('console.journeys.uplift.not_enough')}</Text>
        {wanted !== null && (
          <Text size="xs" c="dimmed">
            {t('console.journeys.uplift.wanted', { count: number(wanted) })}
          </Text>
        )}
      </Stack>
    );
  const points = (share: number) => number(share * 100, 1);
  const [low, high] = interval;
  return (
    <Text size="sm">
      {verdict === 'none'
        ? t('console.journeys.uplift.none')
        : t(`console.journeys.uplift.${verdict}`, {
            ...{ points: points(Math.abs(difference)), low: points(low), high: points(high) },
          })}
    </Text>
  );
}
