// The newest signals of a subject: the dated facts that everything else is made from.
import { Code, Group, Stack, Text } from '@mantine/core';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Empty } from './states.tsx';

export function Signals({ signals }: { signals: SubjectAnswer['signals'] }) {
  const { t, known, when } = useWords();
  if (signals.length === 0) return <Empty title={t('console.signals.none')} />;
  return (
    <Stack gap="xs">
      {signals.map((signal) => (
        <details key={signal.id}>
          <summary>
            <Group gap="sm" component="span" display="inline-flex">
              <Text size="sm" c="dimmed" component="span">
                {when(signal.occurredAt)}
              </Text>
              <Text size="sm" component="span">
                {known(`console.signal.${signal.kind}`, signal.kind)}
              </Text>
            </Group>
          </summary>
          <Code block mt={4}>
            {JSON.stringify(signal.data, null, 2)}
          </Code>
        </details>
      ))}
    </Stack>
  );
}
