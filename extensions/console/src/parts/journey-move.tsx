// Moves those on the way to another version: first who would go where, then with the number typed.
import { Button, Group, Modal, NumberInput, Select, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { JourneyVersionAnswer, MoveJourneyAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { useNodeWords } from './node-words.ts';
import { Answered, Problem } from './states.tsx';

type Props = { id: string; from: number; versions: readonly number[]; close: () => void };

export function JourneyMove({ id, from, versions, close }: Props) {
  const { t, number } = useWords();
  const client = useQueryClient();
  const nodeWords = useNodeWords();
  const [to, setTo] = useState(versions[0] ?? from);
  const [nodes, setNodes] = useState<Record<string, string>>({});
  const [typed, setTyped] = useState<number | string>('');
  const target = useQuery({
    queryKey: ['journey', id, 'version', to],
    queryFn: () => ask<JourneyVersionAnswer>(`/api/journeys/${id}/versions/${to}`),
  });
  const preview = useQuery({
    queryKey: ['journey', id, 'move', from, to, nodes],
    queryFn: () => tell<MoveJourneyAnswer>('POST', `/api/journeys/${id}/move`, { from, to, nodes }),
    retry: false,
  });
  const move = useMutation({
    mutationFn: () =>
      tell<MoveJourneyAnswer>('POST', `/api/journeys/${id}/move`, {
        from,
        to,
        nodes,
        confirm: Number(typed),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['journey', id] });
      close();
    },
  });
  const steps = Object.entries(target.data?.graph.nodes ?? {}).map(([value, node]) => ({
    value,
    label: `${value}: ${nodeWords(node).slice(0, 48)}`,
  }));
  return (
    <Modal opened onClose={close} title={t('console.move.title', { from })} size="lg">
      <Stack>
        <Select
          label={t('console.move.to')}
          data={versions.map((version) => ({ value: String(version), label: String(version) }))}
          value={String(to)}
          onChange={(next) => {
            setTo(Number(next));
            setNodes({});
          }}
          allowDeselect={false}
          w={160}
        />
        <Answered query={preview} rows={3}>
          {(answer) => (
            <Stack>
              <Table verticalSpacing={4}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('console.move.from')}</Table.Th>
                    <Table.Th className="number">{t('console.move.count')}</Table.Th>
                    <Table.Th>{t('console.move.goesTo')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {answer.nodes.map((one) => (
                    <Table.Tr key={one.from}>
                      <Table.Td>{one.from}</Table.Td>
                      <Table.Td className="number">{number(one.count)}</Table.Td>
                      <Table.Td>
                        <Select
                          aria-label={t('console.move.goesTo')}
                          placeholder={t('console.move.stays')}
                          data={steps}
                          value={one.to}
                          onChange={(next) => next !== null && setNodes({ ...nodes, [one.from]: next })}
                          allowDeselect={false}
                        />
                        {one.to !== null && (
                          <Text size="xs" c="dimmed">
                            {t(one.same ? 'console.move.same' : 'console.move.anew')}
                          </Text>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <Text size="sm">
                {t('console.move.sure', { count: number(answer.count), staying: number(answer.staying) })}
              </Text>
              <Group align="flex-end">
                <NumberInput
                  label={t('console.move.type', { count: answer.count })}
                  value={typed}
                  onChange={setTyped}
                  hideControls
                  w={220}
                />
                <Button
                  loading={move.isPending}
                  disabled={typed === '' || Number(typed) !== answer.count || answer.count === 0}
                  onClick={() => move.mutate()}
                >
                  {t('console.versions.move')}
                </Button>
                <Button variant="default" onClick={close}>
                  {t('console.cancel')}
                </Button>
              </Group>
            </Stack>
          )}
        </Answered>
        {move.error !== null && <Problem error={move.error} />}
      </Stack>
    </Modal>
  );
}
