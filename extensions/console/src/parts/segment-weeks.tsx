// How steady segments are from one look to the next, and why there are as many as there are.
import { Stack, Table, Text } from '@mantine/core';
import type { SegmentsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { SegmentDot } from './segment-card.tsx';

export function SegmentWeeks({ found }: { found: SegmentsAnswer }) {
  const { t, locale, number, percent, when } = useWords();
  const { moved, past, segments } = found;
  const share = (one: NonNullable<typeof moved>) => percent(one.of === 0 ? 0 : one.count / one.of, 1);
  const gone = past.some(({ sizes }) =>
    sizes.some(({ segment }) => !segments.some(({ id }) => id === segment)),
  );
  const sizeOf = (sizes: (typeof past)[number]['sizes'], id: string) =>
    sizes.find(({ segment }) => segment === id)?.size ?? null;
  const goneOf = (sizes: (typeof past)[number]['sizes']) =>
    sizes
      .filter(({ segment }) => !segments.some(({ id }) => id === segment))
      .reduce((sum, { size }) => sum + size, 0);
  return (
    <Card title={t('console.segments.steady')}>
      <Stack gap="sm">
        <Text size="sm">
          {moved === null
            ? t('console.segments.steady.first')
            : t('console.segments.steady.moved', {
                of: number(moved.of),
                count: number(moved.count),
                share: share(moved),
              })}
        </Text>
        <Table.ScrollContainer minWidth={420}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('console.segments.steady.at')}</Table.Th>
                <Table.Th className="number">{t('console.segments.steady.customers')}</Table.Th>
                {segments.map(({ id, name }, place) => (
                  <Table.Th key={id} className="number" aria-label={name[locale]} title={name[locale]}>
                    <SegmentDot place={place} />
                  </Table.Th>
                ))}
                {gone && <Table.Th className="number">{t('console.segments.steady.gone')}</Table.Th>}
                <Table.Th className="number">{t('console.segments.steady.changed')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {past.map((one) => (
                <Table.Tr key={one.version}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{when(one.madeAt)}</Table.Td>
                  <Table.Td className="number">{number(one.customers)}</Table.Td>
                  {segments.map(({ id }) => {
                    const size = sizeOf(one.sizes, id);
                    return (
                      <Table.Td key={id} className="number">
                        {size === null ? t('console.none') : number(size)}
                      </Table.Td>
                    );
                  })}
                  {gone && <Table.Td className="number">{number(goneOf(one.sizes))}</Table.Td>}
                  <Table.Td className="number">
                    {one.moved === null ? t('console.none') : share(one.moved)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </Card>
  );
}

export function SegmentCounts({ found }: { found: SegmentsAnswer }) {
  const { t, number } = useWords();
  return (
    <Card title={t('console.segments.tried')}>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {(['count', 'strength', 'apart', 'chance', 'least'] as const).map((name) => (
                <Table.Th key={name} className="number">
                  {t(`console.segments.tried.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.tried.map((one) => (
              <Table.Tr key={one.count} fw={one.count === found.segments.length ? 600 : undefined}>
                <Table.Td className="number">{number(one.count)}</Table.Td>
                <Table.Td className="number">{number(one.strength, 2)}</Table.Td>
                <Table.Td className="number">{number(one.apart, 2)}</Table.Td>
                <Table.Td className="number">
                  {/* 1: not compared, for one half did not even tell the other */}
                  {one.chance >= 1 ? t('console.none') : number(one.chance, 2)}
                </Table.Td>
                <Table.Td className="number">{number(one.least)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" mt="sm">
        {t('console.segments.tried.text')}
      </Text>
    </Card>
  );
}
