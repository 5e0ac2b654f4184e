// Segments: customers who behave alike, what sets each apart, how steady that is, or in plain words why there are none.
import { Alert, Grid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ask } from '../api.ts';
import type { SegmentsAnswer } from '../api-types.ts';
import { Card, Page } from '../parts/page.tsx';
import { SegmentCard } from '../parts/segment-card.tsx';
import { SegmentCounts, SegmentWeeks } from '../parts/segment-weeks.tsx';
import { Answered, Empty, Loading } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

const SegmentMap = lazy(() =>
  import('../parts/segment-map.tsx').then(({ SegmentMap: part }) => ({ default: part })),
);

export function Segments() {
  const { t } = useWords();
  const segments = useQuery({
    queryKey: ['segments'],
    queryFn: () => ask<SegmentsAnswer>('/api/segments'),
    refetchInterval: 60_000,
  });
  return (
    <Page title={t('console.segments.title')} about={t('console.segments.about')}>
      <Answered query={segments}>
        {(found) =>
          found.madeAt === null ? (
            <Card>
              <Empty title={t('console.segments.never')}>{t('console.segments.never.text')}</Empty>
            </Card>
          ) : (
            <Found found={found} madeAt={found.madeAt} />
          )
        }
      </Answered>
    </Page>
  );
}

function Found({ found, madeAt }: { found: SegmentsAnswer; madeAt: string }) {
  const { t, number, when } = useWords();
  const { none, segments, customers } = found;
  return (
    <Stack gap="lg">
      {none !== null && (
        <Alert color="gray" title={t(`console.segments.none.${none}`)} data-none={none}>
          {t(`console.segments.none.${none}.text`, {
            customers: number(customers),
            needed: number(found.needed),
          })}
        </Alert>
      )}
      {segments.length > 0 && (
        <>
          <Grid gap="lg">
            {segments.map((one, place) => (
              <Grid.Col key={one.id} span={{ base: 12, md: 6 }}>
                <SegmentCard segment={one} place={place} customers={customers} />
              </Grid.Col>
            ))}
          </Grid>
          <Card title={t('console.segments.map')}>
            <Suspense fallback={<Loading />}>
              <SegmentMap found={found} />
            </Suspense>
          </Card>
        </>
      )}
      <Grid gap="lg">
        {segments.length > 0 && (
          <Grid.Col span={{ base: 12, md: 7 }}>
            <SegmentWeeks found={found} />
          </Grid.Col>
        )}
        {found.tried.length > 0 && (
          <Grid.Col span={{ base: 12, md: segments.length > 0 ? 5 : 8 }}>
            <SegmentCounts found={found} />
          </Grid.Col>
        )}
      </Grid>
      <Text size="sm" c="dimmed" className="prose">
        {t('console.segments.foot', { when: when(madeAt), unplaced: number(found.unplaced) })}
      </Text>
    </Stack>
  );
}
