// Of customers at each level of the index: how many left within the horizon, with how many there were.
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import type { HealthCheckAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';

type Check = NonNullable<HealthCheckAnswer['last']>;

export function HealthLevels({ check }: { check: Check }) {
  const { t, number, percent } = useWords();
  const all = check.bands.reduce((sum, one) => sum + one.left, 0);
  const usual = check.moments === 0 ? 0 : all / check.moments;
  const share = t('console.health.levels.left');
  const data = check.levels.map(({ from, moments, left }) => ({
    level: `${from}–${from + (from === 90 ? 10 : 9)}`,
    [share]: moments === 0 ? null : left / moments,
    color: from < 33 ? 'red.6' : from < 66 ? 'orange.5' : 'teal.6',
    moments,
  }));
  return (
    <Card title={t('console.health.levels')}>
      {check.moments === 0 ? (
        <Text c="dimmed">{t('console.health.levels.none')}</Text>
      ) : (
        <>
          <BarChart
            h={260}
            data={data}
            dataKey="level"
            series={[{ name: share, color: 'cyan.6' }]}
            getBarColor={(_, series) => series.color ?? 'cyan.6'}
            referenceLines={[{ y: usual, color: 'gray.6' }]}
            yAxisProps={{ domain: [0, 'auto'], width: 48 }}
            valueFormatter={(value) => percent(value, 1)}
            role="img"
            aria-label={t('console.health.levels.text')}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {t('console.health.levels.text')} {t('console.health.levels.usual', { share: percent(usual, 1) })}{' '}
            {t('console.health.levels.counts', {
              counts: check.levels.map(({ moments }) => number(moments)).join(' · '),
            })}
          </Text>
        </>
      )}
    </Card>
  );
}
