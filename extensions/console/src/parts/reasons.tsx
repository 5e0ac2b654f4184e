// The evidence behind a finding: what speaks for it and what against, what can be changed first, then the strongest.
import { Grid, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords, type Words } from '../texts.tsx';

type Finding = SubjectAnswer['findings'][number];
type Reason = Finding['reasons'][number];

export function Reasons({ finding }: { finding: Finding }) {
  const { t } = useWords();
  const sorted = inOrder(finding.reasons);
  const most = Math.max(...sorted.map((one) => Math.abs(one.points)), 0.001);
  return (
    <Grid gap="xl">
      {(['for', 'against'] as const).map((side) => {
        const list = sorted.filter((one) => one.points >= 0 === (side === 'for'));
        return (
          <Grid.Col key={side} span={{ base: 12, md: 6 }}>
            <Title order={3} size="h5" mb="xs">
              {t(side === 'for' ? 'card.client.reasonsFor' : 'card.client.reasonsAgainst')}
            </Title>
            {list.length === 0 ? (
              <Text c="dimmed" size="sm">
                {t(side === 'for' ? 'card.client.noneFor' : 'card.client.noneAgainst')}
              </Text>
            ) : (
              <Stack gap="xs">
                {list.map((reason) => (
                  <Evidence key={`${reason.code}${reason.feature}`} reason={reason} most={most} />
                ))}
              </Stack>
            )}
          </Grid.Col>
        );
      })}
    </Grid>
  );
}

/** So many that can be changed may stand before stronger ones. */
const mostFirst = 2;
/** Points; what moves it by less does not stand before what does. */
const leastFirst = 0.5;

export function inOrder(reasons: readonly Reason[]): Reason[] {
  const strongest = [...reasons].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const counts = ({ changeable, points }: Reason) => changeable === true && Math.abs(points) >= leastFirst;
  const first = strongest.filter(counts).slice(0, mostFirst);
  return [...first, ...strongest.filter((one) => !first.includes(one))];
}

/** `bad`: of something that nobody wishes for, so that points above 0 are bad news. */
export function Evidence({ reason, most, bad = false }: { reason: Reason; most: number; bad?: boolean }) {
  const words = useWords();
  const { t, known, ago, number } = words;
  const usual = valueText(words, reason.feature, reason.usual);
  const color = reason.points >= 0 === !bad ? 'teal' : 'red';
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">
          {labelOf(words, reason)}:{' '}
          <b>{valueText(words, reason.feature, reason.value) || t('reason.unknown')}</b>
        </Text>
        <Text size="sm" c={color} fw={600} className="figure">
          {reason.points >= 0 ? '+' : '−'}
          {number(Math.abs(reason.points), 1)}
        </Text>
      </Group>
      <span className="bar" aria-hidden="true">
        <span
          style={{
            width: `${(Math.abs(reason.points) / most) * 100}%`,
            background: `var(--mantine-color-${color}-6)`,
          }}
        />
      </span>
      <Text size="xs" c="dimmed">
        {[
          usual === '' ? '' : t('console.reason.usual', { usual }),
          known(`card.view.source.${reason.source}`, reason.source),
          reason.asOf === null ? '' : ago(reason.asOf),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </Text>
      {reason.changeable === true && (
        <Text size="xs" fw={600}>
          {t('card.record.changeable')}
        </Text>
      )}
    </div>
  );
}

function labelOf({ known }: Words, { code, feature, label }: Reason): string {
  return known(`reason.${code === 'property' ? feature : code}`, label === '' ? feature : label);
}

function valueText({ known, number }: Words, feature: string, value: Reason['value']): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return number(value, 1);
  return known(`reason.value.${feature}.${value}`, value);
}

export function Parts({ finding }: { finding: Finding }) {
  const { t, known, percent } = useWords();
  return (
    <Table.ScrollContainer minWidth={440}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.part')}</Table.Th>
            <Table.Th>{t('console.part.value')}</Table.Th>
            <Table.Th className="number">{t('console.part.weight')}</Table.Th>
            <Table.Th className="number">{t('console.part.trend')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {finding.parts.map((part) => (
            <Table.Tr key={part.code}>
              <Table.Td>{known(`card.view.part.${part.code}`, part.code)}</Table.Td>
              <Table.Td>
                {part.value === null ? (
                  <Text size="sm" c="dimmed">
                    {t('reason.unknown')}
                  </Text>
                ) : (
                  <Group gap="xs" wrap="nowrap">
                    <Text w={28} ta="right" className="figure">
                      {Math.round(part.value)}
                    </Text>
                    <span className="bar" style={{ width: 90 }} aria-hidden="true">
                      <span
                        style={{
                          width: `${part.value}%`,
                          background: `var(--mantine-color-${part.value >= 70 ? 'teal' : part.value >= 40 ? 'yellow' : 'red'}-6)`,
                        }}
                      />
                    </span>
                  </Group>
                )}
              </Table.Td>
              <Table.Td className="number">{part.value === null ? '' : percent(part.weight)}</Table.Td>
              <Table.Td className="number">
                {part.trend === null ? '' : `${part.trend > 0 ? '+' : ''}${Math.round(part.trend)}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
