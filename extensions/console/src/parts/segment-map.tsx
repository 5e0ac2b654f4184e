// Where each customer is among the others: the two directions in which they differ most, and a colour for each segment.
import '@mantine/charts/styles.css';
import { ScatterChart } from '@mantine/charts';
import { Group, Paper, Stack, Text } from '@mantine/core';
import type { SegmentsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { SegmentDot, segmentColor } from './segment-card.tsx';

export function SegmentMap({ found }: { found: SegmentsAnswer }) {
  const { t, locale } = useWords();
  const [across, up] = found.axes;
  const data = found.segments.map(({ id, name }, place) => ({
    name: name[locale],
    color: `${segmentColor(place)}.6`,
    data: found.points.flatMap((one, nr) => (one.segment === id ? [{ x: one.x, y: one.y, nr }] : [])),
  }));
  const axis = (of: 'x' | 'y', words: typeof across) =>
    words === undefined
      ? ''
      : t(`console.segments.axis.${of}`, { more: words.more[locale], less: words.less[locale] });
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {axis('y', up)}
      </Text>
      <Group gap="md">
        {found.segments.map(({ id, name }, place) => (
          <Group key={id} gap={6} wrap="nowrap">
            <SegmentDot place={place} />
            <Text size="sm">{name[locale]}</Text>
          </Group>
        ))}
      </Group>
      <ScatterChart
        h={360}
        data={data}
        dataKey={{ x: 'x', y: 'y' }}
        xAxisProps={{ tick: false, domain: ['dataMin', 'dataMax'] }}
        yAxisProps={{ tick: false, domain: ['dataMin', 'dataMax'], width: 10 }}
        tooltipProps={{
          content: ({ payload }) => {
            const who = found.points[payload?.[0]?.payload?.nr]?.name;
            return who !== undefined ? (
              <Paper withBorder px="sm" py={4} shadow="sm">
                <Text size="sm">{who}</Text>
              </Paper>
            ) : null;
          },
        }}
        role="img"
        aria-label={t('console.segments.map.text')}
      />
      <Text size="sm" c="dimmed" ta="right">
        {axis('x', across)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('console.segments.map.text')}
      </Text>
    </Stack>
  );
}
