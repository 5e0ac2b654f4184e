// A score over time, as a line.
import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { useWords } from '../texts.tsx';

type Point = { at: string; score: number | null };

export function TrendChart({ points, label }: { points: Point[]; label: string }) {
  const { t, locale } = useWords();
  const spanMs = Date.parse(points.at(-1)?.at ?? '') - Date.parse(points[0]?.at ?? '');
  const day = new Intl.DateTimeFormat(
    locale,
    spanMs < 2 * 86_400_000
      ? { weekday: 'short', hour: 'numeric', minute: '2-digit' }
      : { month: 'short', day: 'numeric' },
  );
  const data = points.flatMap(({ at, score }) =>
    score === null ? [] : [{ at: day.format(new Date(at)), [label]: score }],
  );
  if (data.length < 2) return <Text c="dimmed">{t('card.client.noTrend')}</Text>;
  return (
    <LineChart
      h={200}
      data={data}
      dataKey="at"
      series={[{ name: label, color: 'cyan.6' }]}
      yAxisProps={{ domain: [0, 100], width: 34 }}
      curveType="monotone"
      withDots={data.length < 40}
      role="img"
      aria-label={t('console.trend.label', {
        from: data[0]?.[label] ?? '',
        to: data.at(-1)?.[label] ?? '',
      })}
    />
  );
}
