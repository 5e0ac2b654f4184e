// A rule of a journey: its sentence, and a window in which it is put together anew, with whom it holds for now.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { PreviewRuleAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { emptyGroup, isGroup } from './condition.ts';
import { ConditionEditor } from './condition-editor.tsx';
import type { Graph } from './journey-graph.ts';
import { useCondition } from './use-condition.ts';

type Props = {
  label: string;
  kind: Graph['kind'];
  value: unknown;
  /** In words, as the server says it. */
  sentence: string;
  change: (when: unknown) => void;
  remove?: (() => void) | undefined;
};

export function RuleInput({ label, kind, value, sentence, change, remove }: Props) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const isEmpty = !isGroup(value) || value.rules.length === 0;
  return (
    <div>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Text size="sm" c="dimmed">
        {isEmpty ? t('console.rule.none') : sentence}
      </Text>
      <Group gap="xs" mt={4}>
        <Button size="compact-xs" variant="light" onClick={() => setOpened(true)}>
          {t('console.rule.change')}
        </Button>
        {remove !== undefined && (
          <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
            {t('console.rule.remove')}
          </Button>
        )}
      </Group>
      {opened && (
        <Window
          {...{ label, kind, value }}
          close={() => setOpened(false)}
          take={(when) => {
            change(when);
            setOpened(false);
          }}
        />
      )}
    </div>
  );
}

type WindowProps = Pick<Props, 'label' | 'kind' | 'value'> & {
  close: () => void;
  take: (when: unknown) => void;
};

function Window({ label, kind, value, close, take }: WindowProps) {
  const { t, number } = useWords();
  const condition = useCondition(kind, isGroup(value) ? value : emptyGroup);
  const { sound } = condition;
  const isSaid = sound !== null && sound.rules.length > 0;
  const preview = useQuery({
    queryKey: ['rule-preview', kind, sound],
    queryFn: () => tell<PreviewRuleAnswer>('POST', '/api/rules/preview', { kind, when: sound }),
    enabled: isSaid,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Modal opened onClose={close} title={label} size="xl">
      <Stack>
        <ConditionEditor condition={condition} />
        {isSaid && preview.data !== undefined && (
          <Text size="sm" c="dimmed">
            {t('console.rule.holds', {
              count: number(preview.data.count),
              of: number(preview.data.subjects),
              unknown: number(preview.data.unknown),
            })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button disabled={!isSaid} onClick={() => take(sound)}>
            {t('console.rule.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
