// In which one direction fields were allowed to move a version of the weights, as it was demanded when it was learned.
import { Stack, Text } from '@mantine/core';
import type { WeightsCardAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';

export function CardDirections({ card: { directions } }: { card: WeightsCardAnswer }) {
  const { t, known } = useWords();
  return (
    <Card title={t('console.card.directions')}>
      {directions === null && <Text c="dimmed">{t('console.card.directions.unknown')}</Text>}
      {directions?.length === 0 && <Text c="dimmed">{t('console.card.directions.none')}</Text>}
      <Stack gap="xs">
        {directions?.map(({ name, label, way, held }) => (
          <div key={name}>
            <Text>{known(`reason.${name}`, label)}</Text>
            <Text size="sm" c="dimmed">
              {t(`console.directions.${way}`)}
            </Text>
            {!held && (
              <Text size="sm" c="orange">
                {t('console.card.directions.idle')}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  );
}
