// Who moves by other weights, from where to where, and which fields do it.
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { ModelsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Band } from './score.tsx';

type Moves = NonNullable<ModelsAnswer['events'][number]['detail']['moves']>;

export function ModelMoves({ moves, open = false }: { moves: Moves | undefined; open?: boolean }) {
  const { t, number } = useWords();
  const [shown, setShown] = useState(open);
  if (moves === undefined || moves.looked === 0) return null;
  const { looked, far, graded, mean, up, top } = moves;
  const counts = { looked: number(looked), far: number(far), graded: number(graded), mean: number(mean, 1) };
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text size="sm">
          {t('console.models.moves', counts)} {t('console.models.moves.up', { up: number(up) })}
        </Text>
        {top.length > 0 && (
          <Button size="compact-xs" variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'console.models.moves.hide' : 'console.models.moves.show')}
          </Button>
        )}
      </Group>
      {shown && top.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('console.models.who')}</Table.Th>
                <Table.Th>{t('console.models.score')}</Table.Th>
                <Table.Th>{t('console.models.by')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {top.slice(0, 10).map((one) => (
                <Table.Tr key={one.subject}>
                  <Table.Td>
                    <Link to={`/subjects/${one.subject}`}>{one.name}</Link>
                  </Table.Td>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <Text size="sm" className="figure">
                        {number(one.from)} → {number(one.to)}
                      </Text>
                      {one.bandTo !== one.bandFrom && <Band band={one.bandTo} />}
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">
                      <By by={one.by} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function By({ by }: { by: Moves['top'][number]['by'] }) {
  const { known, number } = useWords();
  return by
    .map(({ feature, label, points }) => {
      const name = known(`reason.${feature}`, known(`console.models.why.${feature}`, label));
      return `${name} ${points > 0 ? '+' : '−'}${number(Math.abs(points), 1)}`;
    })
    .join(', ');
}
