// What became of customers: how those who left had stood, who was red and stayed, how early it was seen, and who was missed.
import { Stack, Table, Text } from '@mantine/core';
import type { HealthCheckAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { bandColor } from './score.tsx';

type Check = NonNullable<HealthCheckAnswer['last']>;

const bands = ['healthy', 'watch', 'at_risk', 'none'] as const;

export function HealthBefore({ check }: { check: Check }) {
  const { t, number } = useWords();
  const nameOf = (band: (typeof bands)[number]) =>
    t(band === 'none' ? 'console.health.before.unknown' : `card.view.band.${band}`);
  return (
    <Card title={t('console.health.before', { left: number(check.left) })}>
      <Table.ScrollContainer minWidth={440}>
        <Table verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.health.before.when')}</Table.Th>
              <Table.Th w="30%" aria-label={t('console.health.before.share')} />
              {bands.map((band) => (
                <Table.Th key={band} className="number">
                  {nameOf(band)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {check.before.map((row) => (
              <Table.Tr key={row.days}>
                <Table.Td>{t('console.health.before.days', { days: number(row.days) })}</Table.Td>
                <Table.Td>
                  <span className="stack" aria-hidden="true">
                    {bands.map((band) => (
                      <span
                        key={band}
                        style={{
                          flexGrow: row[band],
                          background: `var(--mantine-color-${band === 'none' ? 'gray' : bandColor(band)}-5)`,
                        }}
                      />
                    ))}
                  </span>
                </Table.Td>
                {bands.map((band) => (
                  <Table.Td key={band} className="number">
                    {number(row[band])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

export function HealthRed({ check }: { check: Check }) {
  const { t, number } = useWords();
  const { times, left, stayed, open } = check.red;
  return (
    <Card title={t('console.health.red')}>
      <Text>
        {t('console.health.red.text', {
          times: number(times),
          left: number(left),
          stayed: number(stayed),
          open: number(open),
        })}
      </Text>
    </Card>
  );
}

export function HealthEarly({ check }: { check: Check }) {
  const { t, number } = useWords();
  const { warned, unwarned, medianDays } = check.early;
  return (
    <Card title={t('console.health.early')}>
      <Text>
        {medianDays === null
          ? t('console.health.early.never')
          : t('console.health.early.text', {
              warned: number(warned),
              all: number(warned + unwarned),
              days: number(medianDays),
            })}
      </Text>
    </Card>
  );
}

export function HealthMissed({ check }: { check: Check }) {
  const { t, number } = useWords();
  return (
    <Card title={t('console.health.missed')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('console.health.missed.text')}
        </Text>
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {check.missed.map((one) => (
              <Table.Tr key={`${one.subject} ${one.left}`}>
                <Table.Td>
                  <Link to={`/subjects/${one.subject}`} className="row-link">
                    {one.name}
                  </Link>
                </Table.Td>
                <Table.Td>{t('console.health.missed.left', { date: one.left })}</Table.Td>
                <Table.Td className="number">
                  {one.score === null ? '' : t('console.health.missed.score', { score: number(one.score) })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Card>
  );
}
