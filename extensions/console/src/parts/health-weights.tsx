// How much each part of the health index counts, for everybody and in each segment: who chose it, how well it told, and changing it.
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api.ts';
import type { HealthCheckAnswer, HealthWeightsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { HealthWeigh, parts } from './health-weigh.tsx';
import { Card } from './page.tsx';
import { Answered } from './states.tsx';

type Check = HealthCheckAnswer['last'];
type Weights = HealthWeightsAnswer['weights'][number];
const colors = { all: 'gray', preset: 'gray', hand: 'blue', learned: 'teal' } as const;

export function HealthWeights({ check }: { check: Check }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const weights = useQuery({
    queryKey: ['health-weights'],
    queryFn: () => ask<HealthWeightsAnswer>('/api/health-weights'),
  });
  const done = async () => {
    setOpen(null);
    await queries.invalidateQueries({ queryKey: ['health-weights'] });
  };
  return (
    <Card title={t('console.weights.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" className="prose">
          {t('console.weights.about')}
        </Text>
        <Answered query={weights}>
          {({ weights: list }) => (
            <>
              <Table.ScrollContainer minWidth={900}>
                <Table verticalSpacing={6} horizontalSpacing={6}>
                  <Head />
                  <Table.Tbody>
                    {list.map((one) => (
                      <Row
                        key={one.segment ?? ''}
                        one={one}
                        check={check}
                        change={() => setOpen(one.segment ?? '')}
                      />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              {list
                .filter(({ segment }) => (segment ?? '') === open)
                .map((one) => (
                  <HealthWeigh
                    key={one.segment ?? ''}
                    one={one}
                    learned={check?.segments?.find(({ segment }) => segment === one.segment)?.weights ?? null}
                    done={done}
                    cancel={() => setOpen(null)}
                  />
                ))}
            </>
          )}
        </Answered>
      </Stack>
    </Card>
  );
}

function Head() {
  const { t } = useWords();
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{t('console.weights.customers')}</Table.Th>
        <Table.Th>{t('console.weights.basis')}</Table.Th>
        {parts.map((code) => (
          <Table.Th key={code} className="number">
            {t(`card.view.part.${code}`)}
          </Table.Th>
        ))}
        <Table.Th aria-label={t('console.weights.change')} />
      </Table.Tr>
    </Table.Thead>
  );
}

function Row({ one, check, change }: { one: Weights; check: Check; change: () => void }) {
  const { t, locale, percent, number, when } = useWords();
  const { segment, name, size, basis, chosen } = one;
  const told = check?.segments?.find((each) => each.segment === segment) ?? null;
  return (
    <>
      <Table.Tr data-segment={segment ?? ''} style={{ borderBottom: 0 }}>
        <Table.Td miw={160} maw={240}>
          {name === null ? t('console.weights.everybody') : name[locale]}
          {size !== null && (
            <Text size="xs" c="dimmed">
              {t('console.weights.size', { count: number(size) })}
            </Text>
          )}
        </Table.Td>
        <Table.Td miw={140} maw={240}>
          <Badge variant="light" tt="none" color={colors[basis]}>
            {t(`health.basis.${basis}`)}
          </Badge>
          {chosen !== null && (
            <Text size="xs" c="dimmed">
              {t('console.weights.chosen', {
                who: chosen.who === 'revloop' ? t('console.register.self') : chosen.who,
                when: when(chosen.at),
              })}
              {chosen.why !== null && ` ${chosen.why}`}
            </Text>
          )}
        </Table.Td>
        {parts.map((code) => (
          <Table.Td key={code} className="number">
            {percent(one.parts[code])}
          </Table.Td>
        ))}
        <Table.Td>
          <Button size="compact-sm" variant="default" onClick={change}>
            {t('console.weights.change')}
          </Button>
        </Table.Td>
      </Table.Tr>
      <Table.Tr>
        <Table.Td colSpan={9} pt={0}>
          <Text size="xs" c="dimmed">
            {t('console.weights.told')}
            {': '}
            {told === null
              ? t('console.weights.unchecked')
              : told.index === null
                ? t('console.weights.tooFew', { left: number(told.left) })
                : t('console.weights.fates', {
                    ...{
                      left: number(told.left),
                      green: number(told.green),
                      stayed: number(told.red.stayed),
                    },
                    ...{ times: number(told.red.times), share: percent(told.index.auc) },
                    ...{ low: percent(told.index.low), high: percent(told.index.high) },
                  })}
            {told !== null &&
              told.medianDays !== null &&
              ` ${t('console.weights.early', { days: number(told.medianDays) })}`}
          </Text>
        </Table.Td>
      </Table.Tr>
    </>
  );
}
