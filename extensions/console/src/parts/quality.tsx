// How well weights do on records that they have not seen, beside what knowing nothing would do.
import { Stack, Table, Text } from '@mantine/core';
import type { WeightsCardAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Measures = NonNullable<WeightsCardAnswer['report']['newest']>;

type Props = { readonly measured: Measures; readonly newest: boolean; readonly churn: boolean };

export function Quality({ measured, newest, churn }: Props) {
  const { t, number } = useWords();
  const rows = [
    ['auc', number(measured.auc, 3), number(0.5, 1)],
    ['lift', number(measured.lift, 2), number(1)],
    ['ece', number(measured.ece, 3), number(measured.eceFloor, 3)],
    ['logLoss', number(measured.logLoss, 3), number(measured.baseLogLoss, 3)],
    ['brier', number(measured.brier, 3), number(measured.baseBrier, 3)],
  ] as const;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t(newest ? 'console.model.onNewest' : 'console.model.onFolds', { rows: number(measured.rows) })}
      </Text>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.model.measure')}</Table.Th>
            <Table.Th className="number">{t('console.model.value')}</Table.Th>
            <Table.Th className="number">{t('console.model.compare')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([key, value, against]) => (
            <Table.Tr key={key}>
              <Table.Td>
                {t(`console.measure.${key}`)}
                <Text size="xs" c="dimmed">
                  {t(
                    churn && (key === 'auc' || key === 'lift')
                      ? `console.measure.${key}.churn.text`
                      : `console.measure.${key}.text`,
                  )}
                </Text>
              </Table.Td>
              <Table.Td className="number">
                <b>{value}</b>
              </Table.Td>
              <Table.Td className="number">{against}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
