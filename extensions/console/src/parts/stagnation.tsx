// Whether a customer has stopped trying anything new: since when, what is usual for it, and how many like that left.
import { Group, Stack, Text } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Band, Confidence } from './score.tsx';

type Finding = SubjectAnswer['findings'][number];

export function Stagnation({ finding }: { finding: Finding }) {
  const { t, known, percent, ago, number } = useWords();
  const said = (code: string) => finding.reasons.find((one) => one.code === code);
  const use = finding.reasons.find(({ code }) => code.startsWith('stagnation_use_'));
  const [days, last, limit] = [said('stagnation_days'), said('stagnation_last'), said('stagnation_limit')];
  const [seen, left] = [said('stagnation_like'), said('stagnation_left')];
  const inWords = (value: unknown) => (typeof value === 'number' ? number(value, 1) : String(value ?? ''));
  const range = finding.interval;
  return (
    <Card
      title={t('common.stagnation')}
      aside={
        <Text c="dimmed" size="sm">
          {t('console.subject.found', { when: ago(finding.foundAt) })}
        </Text>
      }
    >
      <Stack gap="md">
        <Group gap="sm">
          <Band band={finding.band} />
          <Text>{known(`card.view.headline.${finding.band ?? 'none'}`, '')}</Text>
        </Group>
        <Text>
          {days === undefined
            ? t('card.view.stagnation.known')
            : t('card.view.stagnation.text', {
                days: inWords(days.value),
                usual: inWords(days.usual),
                feature: inWords(last?.value),
              })}{' '}
          {finding.basis === 'prior'
            ? t('card.view.stagnation.preset', { limit: inWords(limit?.value) })
            : limit !== undefined && t('card.view.stagnation.limit', { limit: inWords(limit.value) })}
        </Text>
        {use !== undefined && (
          <Text size="sm">
            {known(`reason.${use.code}`, use.code)}: <b>{inWords(use.value)}</b>
            <Text component="span" c="dimmed">
              {' '}
              {t('console.reason.usual', { usual: inWords(use.usual) })}
            </Text>
          </Text>
        )}
        {seen !== undefined && left !== undefined && (
          <Text size="sm">
            {t('card.view.stagnation.like', { seen: inWords(seen.value), left: inWords(left.value) })}{' '}
            {range !== null && (
              <Text component="span" c="dimmed">
                {t('card.view.interval', { low: percent(range[0], 0), high: percent(range[1], 0) })}
              </Text>
            )}
          </Text>
        )}
        <Group gap="lg">
          <Confidence value={finding.confidence} />
          <Text size="sm" c="dimmed">
            {t('console.subject.dataAge')}:{' '}
            {finding.dataAsOf === null ? t('reason.unknown') : ago(finding.dataAsOf)}
          </Text>
        </Group>
      </Stack>
    </Card>
  );
}
