// How probable it is that a customer leaves: the probability beside what is usual, how sure that is, and what raises and lowers it, and what moved it.
import { Grid, Group, Stack, Text, Title } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { MovedBy } from './because.tsx';
import { Card } from './page.tsx';
import { Evidence, inOrder } from './reasons.tsx';
import { Confidence } from './score.tsx';

type Foretold = NonNullable<SubjectAnswer['findings'][number]['churn']>;

export function Churn({ churn }: { churn: Foretold }) {
  const { t, known, percent, ago } = useWords();
  const share = (value: number) => percent(value, value < 0.1 ? 1 : 0);
  const { probability, interval, history, before, because } = churn;
  const usual = share(churn.usual);
  return (
    <Card title={t('card.view.leave')}>
      {probability === null ? (
        <Text>
          {t(history.needed > 0 ? 'card.view.churn.little' : 'card.view.churn.plain', { ...history, usual })}
        </Text>
      ) : (
        <Stack gap="md">
          <Group gap="xl" align="flex-start">
            <div>
              <Text fz={36} lh={1} fw={680} className="figure">
                {share(probability)}
              </Text>
              <Text size="sm" mt="xs">
                {interval !== null &&
                  t('card.view.interval', { low: share(interval[0]), high: share(interval[1]) })}
              </Text>
              <Text size="sm" c="dimmed">
                {t('card.view.churn.usual', { usual })}
              </Text>
            </div>
            <div>
              <Text size="xs" c="dimmed">
                {t('card.client.confidence')}
              </Text>
              <Confidence value={churn.confidence} />
              <Text size="xs" c="dimmed" maw={260}>
                {churn.doubts.length === 0
                  ? t('card.view.noDoubt')
                  : churn.doubts.map((doubt) => known(`confidence.${doubt}`, doubt)).join(' · ')}
              </Text>
            </div>
          </Group>
          {because !== undefined && before !== undefined && (
            <MovedBy
              because={because}
              heading="console.churn.moved"
              was={t('card.view.churn.before', { before: share(before.probability), when: ago(before.at) })}
              bad
            />
          )}
          <Sides reasons={churn.reasons} />
        </Stack>
      )}
    </Card>
  );
}

/** What raises the probability is bad news, so it stands first, and in red. */
function Sides({ reasons }: { reasons: Foretold['reasons'] }) {
  const { t } = useWords();
  const most = Math.max(...reasons.map(({ points }) => Math.abs(points)), 0.001);
  return (
    <Grid gap="xl">
      {(['raises', 'lowers'] as const).map((side) => {
        const list = inOrder(reasons).filter(({ points }) => points >= 0 === (side === 'raises'));
        return (
          <Grid.Col key={side} span={{ base: 12, md: 6 }}>
            <Title order={3} size="h5" mb="xs">
              {t(`console.churn.${side}`)}
            </Title>
            {list.length === 0 ? (
              <Text c="dimmed" size="sm">
                {t('console.churn.nothing')}
              </Text>
            ) : (
              <Stack gap="xs">
                {list.map((one) => (
                  <Evidence key={`${one.code}${one.feature}`} reason={one} most={most} bad />
                ))}
              </Stack>
            )}
          </Grid.Col>
        );
      })}
    </Grid>
  );
}
