// How the score moved: a line over time, drawn once there are two points to join.
import { LineChart, Text } from '@hubspot/ui-extensions';
import type { Scored } from './card-view.ts';
import type { Texts } from './texts.ts';

type TrendChartProps = { label: string; trend: Scored['trend']; texts: Texts };

export function TrendChart({ label, trend, texts }: TrendChartProps) {
  if (trend === null || trend.points.length < 2) return <Text variant="microcopy">{texts.noTrend}</Text>;
  return (
    <LineChart
      data={trend.points.map((point) => ({ date: Date.parse(point.date), value: point.value }))}
      axes={{
        x: { field: 'date', fieldType: 'datetime', label: texts.date },
        y: { field: 'value', fieldType: 'linear', label },
      }}
      options={{ title: texts.trend, showTooltips: true, colorList: ['darkBlue'] }}
    />
  );
}
