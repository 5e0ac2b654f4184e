// What was promised against what happened: ten equal groups by rising probability.
import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import type { WeightsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Rows = NonNullable<WeightsAnswer['live']>['report']['calibration'];

export function CalibrationChart({ rows }: { rows: Rows }) {
  const { t, percent } = useWords();
  const [promised, happened] = [t('console.calibration.promised'), t('console.calibration.happened')];
  const data = rows.map((row, index) => ({
    group: String(index + 1),
    [promised]: row.predicted,
    [happened]: row.observed,
  }));
  return (
    <>
      <LineChart
        h={240}
        data={data}
        dataKey="group"
        withLegend
        series={[
          { name: promised, color: 'gray.5', strokeDasharray: '5 5' },
          { name: happened, color: 'cyan.6' },
        ]}
        yAxisProps={{ domain: [0, 'auto'], width: 44 }}
        valueFormatter={(value) => percent(value)}
        curveType="linear"
        role="img"
        aria-label={t('console.calibration.text')}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {t('console.calibration.text')}
      </Text>
    </>
  );
}
