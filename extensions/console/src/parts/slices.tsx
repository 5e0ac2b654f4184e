// The same score for different groups: what was promised and happened, and what of a difference is beyond chance.
import { Alert, Badge, Stack, Table, Text } from '@mantine/core';
import type { WeightsCardAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';
import { SliceChoice } from './slice-choice.tsx';

type Slice = WeightsCardAnswer['slices'][number];
type Level = Slice['levels'][number];

export function Slices({ card }: { card: WeightsCardAnswer }) {
  const { t } = useWords();
  const compared = card.slices.filter(({ levels }) => levels.length > 1);
  return (
    <Card title={t('console.card.slicesTitle')}>
      <Stack>
        <Text c="dimmed" className="prose">
          {t('console.card.slices.about')}
        </Text>
        {compared.length === 0 && <Text>{t('console.card.slices.none')}</Text>}
        <Faults slices={compared} churn={card.target === 'churn'} />
        {compared.map((one) => (
          <SliceTable key={one.field} slice={one} churn={card.target === 'churn'} />
        ))}
        <SliceChoice />
      </Stack>
    </Card>
  );
}

type Fault = Level['faults'][number];

/** Of customers that leave, those found are the ones who left. */
function faultOf(fault: Fault, churn: boolean) {
  return churn && fault === 'found_less'
    ? 'console.card.fault.found_less.churn'
    : (`console.card.fault.${fault}` as const);
}

function faultTextOf(fault: Fault, churn: boolean) {
  return churn && (fault === 'found_less' || fault === 'ranked_worse')
    ? (`console.card.fault.${fault}.churn.text` as const)
    : (`console.card.fault.${fault}.text` as const);
}

function Faults({ slices, churn }: { slices: Slice[]; churn: boolean }) {
  const { t, percent } = useWords();
  const nameOf = useLevelNames();
  const found = slices.flatMap((one) =>
    one.levels.flatMap((level) => level.faults.map((fault) => ({ one, level, fault }))),
  );
  if (slices.length > 0 && found.length === 0) return <Text fw={600}>{t('console.card.noFaults')}</Text>;
  return (
    <Stack gap="xs">
      {found.map(({ one, level, fault }) => (
        <Alert key={`${one.field} ${level.level} ${fault}`} color="orange" title={t(faultOf(fault, churn))}>
          {t(faultTextOf(fault, churn), {
            label: one.field === 'crm' ? t('console.card.slices.crm') : one.label,
            level: nameOf(one, level),
            promised: percent(level.predicted, 1),
            happened: percent(level.baseRate, 1),
          })}
        </Alert>
      ))}
    </Stack>
  );
}

function SliceTable({ slice, churn }: { slice: Slice; churn: boolean }) {
  const { t, number, percent } = useWords();
  const nameOf = useLevelNames();
  const between = (range: [number, number] | null, show: (value: number) => string) =>
    range === null ? '' : t('console.card.between', { low: show(range[0]), high: show(range[1]) });
  const share = (value: number) => percent(value);
  const area = (value: number) => number(value, 2);
  return (
    <div>
      <Text fw={600}>{slice.field === 'crm' ? t('console.card.slices.crm') : slice.label}</Text>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('console.card.level')}</Table.Th>
              {(['records', 'promised', 'happened', 'ranks', 'top', 'found'] as const).map((name) => (
                <Table.Th key={name} className="number">
                  {t(
                    churn && (name === 'top' || name === 'found')
                      ? `console.card.${name}.churn`
                      : `console.card.${name}`,
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {slice.levels.map((level) => (
              <Table.Tr key={level.level ?? ''}>
                <Table.Td maw={260}>
                  {nameOf(slice, level)}{' '}
                  {level.faults.map((fault) => (
                    <Badge key={fault} color="orange" variant="light" tt="none" size="sm">
                      {t(faultOf(fault, churn))}
                    </Badge>
                  ))}
                </Table.Td>
                <Table.Td className="number">{number(level.rows)}</Table.Td>
                {level.tooFew ? (
                  <Table.Td colSpan={5} ta="center">
                    <Text size="sm" c="dimmed">
                      {t('console.card.tooFew')}
                    </Text>
                  </Table.Td>
                ) : (
                  <>
                    <Table.Td className="number">{percent(level.predicted, 1)}</Table.Td>
                    <Figure
                      value={percent(level.baseRate, 1)}
                      range={between(
                        [
                          Math.max(0, level.predicted + level.gapRange[0]),
                          Math.min(1, level.predicted + level.gapRange[1]),
                        ],
                        share,
                      )}
                    />
                    <Figure
                      value={level.auc === null ? '–' : area(level.auc)}
                      range={between(level.aucRange, area)}
                    />
                    <Table.Td className="number">{percent(level.top)}</Table.Td>
                    <Figure
                      value={level.found === null ? '–' : percent(level.found)}
                      range={between(level.foundRange, share)}
                    />
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {slice.merged > 0 && (
        <Text size="xs" c="dimmed">
          {t('console.card.slices.merged', { count: number(slice.merged) })}
        </Text>
      )}
    </div>
  );
}

function Figure({ value, range }: { value: string; range: string }) {
  return (
    <Table.Td className="number">
      {value}
      <Text size="xs" c="dimmed">
        {range}
      </Text>
    </Table.Td>
  );
}

function useLevelNames(): (slice: Slice, level: Level) => string {
  const { t } = useWords();
  return (slice, level) => {
    if (level.level === null) return t('console.card.level.none');
    if (slice.field === 'crm') return level.level === 'hubspot' ? 'HubSpot' : 'Salesforce';
    return level.label ?? level.level;
  };
}
