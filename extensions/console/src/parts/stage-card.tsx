// One stage: its name in both languages, who comes in and who leaves, and how many are in it now.
import { ActionIcon, Badge, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../texts.tsx';
import { type Group as Conditions, emptyGroup, type Kind } from './condition.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { Card } from './page.tsx';
import { useChecked, useCondition } from './use-condition.ts';

export type Stage = {
  id: string;
  name: { en: string; 'zh-CN': string };
  enter: Conditions;
  leave: Conditions | null;
};

type Props = {
  stage: Stage;
  place: number;
  last: boolean;
  kind: Kind;
  count: number;
  change: (next: Stage) => void;
  /** Whether its rules can be asked as they stand in the editor. */
  sound: (rule: 'enter' | 'leave', is: boolean) => void;
  move: (by: number) => void;
  remove: () => void;
};

export function StageCard(props: Props) {
  const { stage, place, last, kind, count, change, sound, move, remove } = props;
  const { t, locale, number } = useWords();
  const { name, enter, leave } = stage;
  const [opened, setOpened] = useState(name.en === '');
  return (
    <Card>
      <Stack gap="sm" data-stage={stage.id}>
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm">
            <Text fw={620}>
              {number(place + 1)}. {name[locale] || t('console.stages.new')}
            </Text>
            <Badge variant="light" tt="none">
              {t('console.stages.count', { count: number(count) })}
            </Badge>
          </Group>
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              disabled={place === 0}
              onClick={() => move(-1)}
              aria-label={t('console.stages.up')}
            >
              ↑
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              disabled={last}
              onClick={() => move(1)}
              aria-label={t('console.stages.down')}
            >
              ↓
            </ActionIcon>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            >
              {t(opened ? 'console.stages.close' : 'console.stages.edit')}
            </Button>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={remove}
              aria-label={t('console.stages.remove')}
            >
              ×
            </ActionIcon>
          </Group>
        </Group>
        {opened ? (
          <>
            <Group grow>
              {(['en', 'zh-CN'] as const).map((language) => (
                <TextInput
                  key={language}
                  label={t(`console.stages.name.${language}`)}
                  value={name[language]}
                  onChange={(event) =>
                    change({ ...stage, name: { ...name, [language]: event.currentTarget.value } })
                  }
                  maxLength={100}
                  required
                />
              ))}
            </Group>
            <RuleOf
              label={t('console.stages.enter')}
              kind={kind}
              rule={enter}
              change={(next) => change({ ...stage, enter: next })}
              sound={(is) => sound('enter', is)}
            />
            <Checkbox
              label={t('console.stages.leaves')}
              checked={leave !== null}
              onChange={(event) =>
                change({ ...stage, leave: event.currentTarget.checked ? emptyGroup : null })
              }
            />
            {leave !== null && (
              <RuleOf
                label={t('console.stages.leave')}
                kind={kind}
                rule={leave}
                change={(next) => change({ ...stage, leave: next })}
                sound={(is) => sound('leave', is)}
              />
            )}
          </>
        ) : (
          <>
            <InWords label={t('console.stages.enter')} kind={kind} rule={enter} />
            {leave === null ? (
              <Text size="sm" c="dimmed">
                {t('console.stages.stays')}
              </Text>
            ) : (
              <InWords label={t('console.stages.leave')} kind={kind} rule={leave} />
            )}
          </>
        )}
      </Stack>
    </Card>
  );
}

function InWords({ label, kind, rule }: { label: string; kind: Kind; rule: Conditions }) {
  const { t, locale } = useWords();
  const checked = useChecked({ kind, when: rule });
  const [fault] = checked.data?.faults ?? [];
  const said = checked.data === undefined ? '…' : checked.data.shown?.sentence[locale];
  return (
    <Text size="sm">
      <Text span fw={600}>
        {label}
      </Text>{' '}
      {rule.rules.length === 0 ? t('console.rulePage.emptyGroup') : said}
      {fault !== undefined && (
        <Text span c="red">
          {fault.problem[locale]}
        </Text>
      )}
    </Text>
  );
}

type RuleProps = {
  label: string;
  kind: Kind;
  rule: Conditions;
  change: (next: Conditions) => void;
  sound: (is: boolean) => void;
};

function RuleOf({ label, kind, rule, change, sound }: RuleProps) {
  const condition = useCondition(kind, rule);
  const { sound: read } = condition;
  const text = JSON.stringify(read);
  // What the server understood goes into the stage; until then nothing can be saved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was read changes the stage
  useEffect(() => {
    sound(read !== null);
    if (read !== null && text !== JSON.stringify(rule)) change(read);
    return () => sound(true);
  }, [text]);
  return (
    <Stack gap={6}>
      <Text fw={600} size="sm">
        {label}
      </Text>
      <ConditionEditor condition={condition} />
    </Stack>
  );
}
