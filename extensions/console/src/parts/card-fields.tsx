// Which fields a version of the weights looks at, and which it does not, by the reason.
import { Badge, Grid, Group, Stack, Text } from '@mantine/core';
import type { WeightsCardAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';

const mostShown = 40;
const reasons = ['protected', 'personal', 'permission', 'leak', 'outlived', 'useless'] as const;

export function CardFields({ card }: { card: WeightsCardAnswer }) {
  const { t, known, number } = useWords();
  const used = card.used.filter(({ importance }) => importance > 0);
  const most = used[0]?.importance ?? 1;

  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Card title={t('console.card.usedTitle')}>
          <Stack gap={6}>
            {used.slice(0, mostShown).map((one) => (
              <div key={one.name}>
                <Text size="sm">{known(`reason.${one.name}`, one.label)}</Text>
                <span className="bar" aria-hidden="true">
                  <span
                    style={{
                      width: `${(one.importance / most) * 100}%`,
                      background: 'var(--mantine-color-cyan-6)',
                    }}
                  />
                </span>
              </div>
            ))}
            {used.length === 0 && <Text c="dimmed">{t('console.model.noFeatures')}</Text>}
            {used.length > mostShown && (
              <Text size="sm" c="dimmed">
                {t('console.card.more', { count: number(used.length - mostShown) })}
              </Text>
            )}
          </Stack>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Card title={t('console.card.notUsedTitle')}>
          <Stack>
            {reasons.flatMap((reason) => {
              const list = card.notUsed.filter(({ why }) => reasonOf(why) === reason);
              if (list.length === 0) return [];
              return [
                <div key={reason}>
                  <Text size="sm" fw={600} mb={4}>
                    {t(`console.card.why.${reason}`)}
                  </Text>
                  <Group gap={6}>
                    {list.slice(0, mostShown).map((one) => (
                      <Badge
                        key={one.name}
                        variant="light"
                        color={reason === 'protected' ? 'grape' : 'gray'}
                        tt="none"
                      >
                        {known(`reason.${one.name}`, one.label)}
                      </Badge>
                    ))}
                    {list.length > mostShown && (
                      <Text size="sm" c="dimmed">
                        {t('console.card.more', { count: number(list.length - mostShown) })}
                      </Text>
                    )}
                  </Group>
                </div>,
              ];
            })}
          </Stack>
        </Card>
      </Grid.Col>
    </Grid>
  );
}

function reasonOf(why: string): (typeof reasons)[number] {
  if (why === 'identifier' || why === 'constant' || why === 'empty') return 'useless';
  return reasons.find((reason) => reason === why) ?? 'leak';
}
