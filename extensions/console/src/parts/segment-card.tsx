// One segment: its name in words, how many are in it, how healthy they are, what sets them apart, and who they are.
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { SegmentMembersAnswer, SegmentsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { Band, bandColor } from './score.tsx';
import { Answered } from './states.tsx';

type Segment = SegmentsAnswer['segments'][number];
type Typical = Segment['typical'][number];

const palette = ['cyan', 'orange', 'grape', 'lime', 'indigo', 'pink', 'yellow', 'gray'] as const;

/** The colour of a segment on this page, by its place in the list. */
export function segmentColor(place: number): string {
  return palette[place % palette.length] ?? 'gray';
}

export function SegmentDot({ place }: { place: number }) {
  return <span className="dot" style={{ background: `var(--mantine-color-${segmentColor(place)}-6)` }} />;
}

export function SegmentCard({
  segment,
  place,
  customers,
}: {
  segment: Segment;
  place: number;
  customers: number;
}) {
  const { t, locale, number, percent } = useWords();
  const [all, setAll] = useState(false);
  const [members, setMembers] = useState(false);
  const words = segment.words.map(({ behaviour }) => behaviour);
  const apart = segment.typical.filter(({ behaviour }) => words.includes(behaviour));
  const shown = all || apart.length === 0 ? segment.typical : apart;
  return (
    <Card
      title={segment.name[locale]}
      aside={
        <Group gap={6} wrap="nowrap">
          <SegmentDot place={place} />
          <Text size="sm" c="dimmed">
            {t('console.segments.size', {
              size: number(segment.size),
              share: percent(customers === 0 ? 0 : segment.size / customers),
            })}
          </Text>
        </Group>
      }
    >
      <Stack gap="sm">
        <Health bands={segment.bands} />
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.segments.behaviour')}</Table.Th>
              <Table.Th className="number">{t('console.segments.here')}</Table.Th>
              <Table.Th className="number">{t('console.segments.others')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((one) => (
              <Row key={one.behaviour} one={one} strong={words.includes(one.behaviour)} />
            ))}
          </Table.Tbody>
        </Table>
        <Group gap="xs">
          {apart.length > 0 && apart.length < segment.typical.length && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>
              {t(all ? 'console.segments.less' : 'console.segments.more')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={members}
            onClick={() => setMembers(!members)}
          >
            {t(members ? 'console.segments.members.hide' : 'console.segments.members')}
          </Button>
        </Group>
        {members && <Members id={segment.id} />}
      </Stack>
    </Card>
  );
}

function Health({ bands }: { bands: Segment['bands'] }) {
  const { t, number } = useWords();
  if (bands.healthy + bands.watch + bands.at_risk === 0) return null;
  return (
    <div>
      <span className="stack" aria-hidden="true">
        {(['healthy', 'watch', 'at_risk'] as const).map((band) => (
          <span
            key={band}
            style={{ flexGrow: bands[band], background: `var(--mantine-color-${bandColor(band)}-5)` }}
          />
        ))}
      </span>
      <Text size="xs" c="dimmed" mt={4}>
        {t('console.segments.healthOf', {
          healthy: number(bands.healthy),
          watch: number(bands.watch),
          risk: number(bands.at_risk),
        })}
      </Text>
    </div>
  );
}

function Row({ one, strong }: { one: Typical; strong: boolean }) {
  const { t, locale, number, percent } = useWords();
  const told = (value: number | null) => {
    if (value === null) return t('console.none');
    if (one.behaviour === 'seats' || one.behaviour === 'trend') return percent(value);
    return number(value, 1);
  };
  return (
    <Table.Tr fw={strong ? 600 : undefined}>
      <Table.Td>{one.label[locale]}</Table.Td>
      <Table.Td className="number">{told(one.here)}</Table.Td>
      <Table.Td className="number">{told(one.others)}</Table.Td>
    </Table.Tr>
  );
}

function Members({ id }: { id: string }) {
  const { t, number, ago } = useWords();
  const [limit, setLimit] = useState(20);
  const members = useQuery({
    queryKey: ['segment', id, limit],
    queryFn: () => ask<SegmentMembersAnswer>(`/api/segments/${id}`, { limit }),
    placeholderData: (before) => before,
  });
  return (
    <Answered query={members} rows={3}>
      {({ total, members: list }) => (
        <Stack gap="xs">
          <Table verticalSpacing={4}>
            <Table.Tbody>
              {list.map((one) => (
                <Table.Tr key={one.subject}>
                  <Table.Td>
                    <Link to={`/subjects/${one.subject}`} className="row-link">
                      {one.name}
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    <Band band={one.band} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Text size="sm" c="dimmed">
                      {t('console.segments.since')} {ago(one.since)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {t('console.subjects.total', { total: number(total) })}
            </Text>
            {list.length < total && limit < 200 && (
              <Button size="compact-sm" variant="subtle" onClick={() => setLimit(200)}>
                {t('console.segments.members.more')}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Answered>
  );
}
