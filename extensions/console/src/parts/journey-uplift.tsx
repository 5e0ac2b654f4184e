// Whether a journey helps: how often the goal was reached by those treated and by those held out, with what chance allows.
import { Stack, Table, Text } from '@mantine/core';
import type { JourneyAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { UpliftWords } from './uplift-words.tsx';

type Uplift = JourneyAnswer['uplift'];
type Group = Uplift['treated'];

const colors = { more: 'teal', less: 'red', none: 'gray', not_enough: 'yellow' } as const;

export function JourneyUplift({ uplift }: { uplift: Uplift }) {
  const { t, number, percent } = useWords();
  const { treated, held, difference, interval } = uplift;
  const groups = [
    { key: 'treated', group: treated, color: 'cyan' },
    { key: 'held', group: held, color: 'gray' },
  ] as const;
  const count = ({ reached, missed }: Group) => reached + missed;
  return (
    <Stack>
      <Text c="dimmed" size="sm" className="prose">
        {t('console.uplift.text')}
      </Text>
      <UpliftWords uplift={uplift} />
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.uplift.group')}</Table.Th>
              <Table.Th className="number">{t('console.uplift.measured')}</Table.Th>
              <Table.Th className="number">{t('console.uplift.reached')}</Table.Th>
              <Table.Th w="45%">{t('console.uplift.rate')}</Table.Th>
              <Table.Th className="number">{t('console.uplift.unknown')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map(({ key, group, color }) => (
              <Table.Tr key={key}>
                <Table.Td>{t(`console.uplift.${key}`)}</Table.Td>
                <Table.Td className="number">{number(count(group))}</Table.Td>
                <Table.Td className="number">{number(group.reached)}</Table.Td>
                <Table.Td>
                  {group.rate === null || group.interval === null ? (
                    <Text size="sm" c="dimmed">
                      {t('console.uplift.nobody')}
                    </Text>
                  ) : (
                    <Range
                      color={color}
                      middle={group.rate}
                      low={group.interval[0]}
                      high={group.interval[1]}
                      label={t('console.uplift.range', {
                        rate: percent(group.rate),
                        low: percent(group.interval[0]),
                        high: percent(group.interval[1]),
                      })}
                    />
                  )}
                </Table.Td>
                <Table.Td className="number">{number(group.unknown)}</Table.Td>
              </Table.Tr>
            ))}
            {difference !== null && interval !== null && (
              <Table.Tr>
                <Table.Td fw={600}>{t('console.uplift.difference')}</Table.Td>
                <Table.Td />
                <Table.Td />
                <Table.Td>
                  <Range
                    color={colors[uplift.verdict]}
                    middle={(difference + 1) / 2}
                    low={(interval[0] + 1) / 2}
                    high={(interval[1] + 1) / 2}
                    zero={0.5}
                    label={t('console.uplift.points', {
                      points: number(difference * 100, 1),
                      low: number(interval[0] * 100, 1),
                      high: number(interval[1] * 100, 1),
                    })}
                  />
                </Table.Td>
                <Table.Td />
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" className="prose">
        {t('console.uplift.how')}
      </Text>
    </Stack>
  );
}

/** A rate with its interval on a line from 0 to 1; a dashed mark at `zero`. */
function Range({
  low,
  middle,
  high,
  zero,
  color,
  label,
}: {
  low: number;
  middle: number;
  high: number;
  zero?: number;
  color: string;
  label: string;
}) {
  const at = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <div>
      <span className="interval" role="img" aria-label={label}>
        <span
          style={{
            left: at(low),
            width: `${Math.max(0.5, (high - low) * 100)}%`,
            background: `var(--mantine-color-${color}-5)`,
          }}
        />
        <b style={{ left: at(middle), background: `var(--mantine-color-${color}-9)` }} />
        {zero !== undefined && <i style={{ left: at(zero) }} />}
      </span>
      <Text size="xs" className="figure" mt={4}>
        {label}
      </Text>
    </div>
  );
}
