// How many people and companies have which band, and what came of advice in the last 30 days.
import { Grid, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import type { OverviewAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { bandColor } from './score.tsx';

const bandsOf = {
  lead_score: ['A', 'B', 'C', 'D'],
  health: ['at_risk', 'watch', 'healthy'],
} as const;

export function Bands({ overview }: { overview: OverviewAnswer }) {
  const { t } = useWords();
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Card title={t('common.leadScore')}>
          <Split finding="lead_score" to="/people" bands={overview.bands} />
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Card title={t('common.health')}>
          <Split finding="health" to="/companies" bands={overview.bands} />
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Card title={t('console.came.title')}>
          <Came overview={overview} />
        </Card>
      </Grid.Col>
    </Grid>
  );
}

type SplitProps = { finding: keyof typeof bandsOf; to: string; bands: OverviewAnswer['bands'] };

function Split({ finding, to, bands }: SplitProps) {
  const { t, known, number } = useWords();
  const countOf = (band: string | null) =>
    bands.find((one) => one.finding === finding && one.band === band)?.subjects ?? 0;
  const ungraded = { band: 'none', count: countOf(null) };
  const counts = [
    ...bandsOf[finding].map((band) => ({ band, count: countOf(band) })),
    // While a prior stands in for a model nobody has a grade; they are scored all the same.
    ...(ungraded.count > 0 ? [ungraded] : []),
  ];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return <Text c="dimmed">{t(`console.bands.none.${finding}`)}</Text>;
  return (
    <Stack gap="sm">
      <Progress.Root size={10} aria-hidden="true">
        {counts.map(({ band, count }) => (
          <Tooltip key={band} label={known(`card.view.band.${band}`, band)}>
            <Progress.Section value={(count / total) * 100} color={bandColor(band)} />
          </Tooltip>
        ))}
      </Progress.Root>
      {counts.map(({ band, count }) => (
        <Group key={band} justify="space-between">
          <Link to={band === 'none' ? to : `${to}?band=${band}`} className="row-link">
            {known(`card.view.band.${band}`, band)}
          </Link>
          <Text className="figure">{number(count)}</Text>
        </Group>
      ))}
    </Stack>
  );
}

function Came({ overview }: { overview: OverviewAnswer }) {
  const { t, number } = useWords();
  const written = overview.actions30d
    .filter((one) => one.state === 'done')
    .map((one) => ({ name: t(`console.action.${one.kind}`), count: one.count }));
  const said = overview.outcomes30d.map((one) => ({
    name: t(`console.outcome.${one.kind}`),
    count: one.count,
  }));
  const rows = [{ name: t('console.came.live'), count: overview.liveAdvice }, ...written, ...said];
  return (
    <Stack gap={6}>
      {rows.map(({ name, count }) => (
        <Group key={name} justify="space-between">
          <Text>{name}</Text>
          <Text className="figure" fw={600}>
            {number(count)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
