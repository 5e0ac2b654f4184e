// The health index against what happened: whether it tells who leaves, whom it missed, and how early it was.
import { Alert, Button, Grid, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { HealthCheckAnswer } from '../api-types.ts';
import { HealthBefore, HealthEarly, HealthMissed, HealthRed } from '../parts/health-fates.tsx';
import { HealthLevels } from '../parts/health-levels.tsx';
import { HealthParts } from '../parts/health-parts.tsx';
import { HealthWeights } from '../parts/health-weights.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Answered, Empty, Problem } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

type Check = NonNullable<HealthCheckAnswer['last']>;

const colors = {
  tells: 'teal',
  partly: 'yellow',
  nothing: 'orange',
  reversed: 'red',
  too_few: 'gray',
} as const;

/** Parts of which so little was known in the past that nobody can say whether they tell anything. */
const uncheckedOf = (check: Check) => check.parts.filter(({ area }) => area === null).map(({ code }) => code);

/** What tells little, or was checked without a part that people go by, is no reason to lean back. */
function tone(check: Check): keyof typeof colors {
  if (check.verdict !== 'tells') return check.verdict;
  const weak = (check.index?.auc ?? 0) < 0.6;
  return weak || uncheckedOf(check).some((code) => code !== 'sentiment') ? 'partly' : 'tells';
}

export function Health() {
  const { t } = useWords();
  const queries = useQueryClient();
  const check = useQuery({
    queryKey: ['health-check'],
    queryFn: () => ask<HealthCheckAnswer>('/api/health-check'),
  });
  const again = useMutation({
    mutationFn: () => tell<Check>('POST', '/api/health-check'),
    onSuccess: (last) => queries.setQueryData(['health-check'], { last }),
  });
  const now = (
    <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      {t('console.health.now')}
    </Button>
  );
  return (
    <Page title={t('console.health.title')} about={t('console.health.about')} actions={now}>
      {again.error !== null && <Problem error={again.error} />}
      <Answered query={check}>
        {({ last }) =>
          last === null ? (
            <Card>
              <Empty title={t('console.health.none')}>{t('console.health.none.text')}</Empty>
            </Card>
          ) : (
            <Told check={last} />
          )
        }
      </Answered>
      <HealthWeights check={check.data?.last ?? null} />
    </Page>
  );
}

function Told({ check }: { check: Check }) {
  const { t, number, percent, when, locale } = useWords();
  const { index } = check;
  const shown = tone(check);
  const unchecked = uncheckedOf(check).map((code) => t(`card.view.part.${code}`));
  const params = {
    share: percent(index?.auc ?? 0),
    low: percent(index?.low ?? 0),
    high: percent(index?.high ?? 0),
    left: number(check.left),
    stayed: number(check.stayed),
  };
  return (
    <Stack gap="lg">
      <Alert color={colors[shown]} title={t(`console.health.verdict.${shown}`)} data-verdict={check.verdict}>
        {t(`console.health.verdict.${check.verdict}.text`, params)}
        {check.verdict !== 'too_few' && unchecked.length > 0 && (
          <Text size="sm" mt={4}>
            {t('console.health.unchecked', { parts: new Intl.ListFormat(locale).format(unchecked) })}
          </Text>
        )}
      </Alert>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <HealthLevels check={check} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <HealthParts check={check} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <HealthBefore check={check} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <HealthRed check={check} />
            <HealthEarly check={check} />
          </Stack>
        </Grid.Col>
        {check.missed.length > 0 && (
          <Grid.Col span={12}>
            <HealthMissed check={check} />
          </Grid.Col>
        )}
      </Grid>
      <Text size="sm" c="dimmed" className="prose">
        {t('console.health.how', {
          from: check.from,
          to: check.to,
          at: when(check.at),
          customers: number(check.customers),
          moments: number(check.moments),
          anew: percent(check.anew),
        })}
      </Text>
    </Stack>
  );
}
