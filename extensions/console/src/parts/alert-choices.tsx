// Who is alerted of what, and how often.
import {
  ActionIcon,
  Button,
  Chip,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import type { SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Alerts = SettingsAnswer['alerts'];

export function AlertChoices({ alerts, change }: { alerts: Alerts; change: (next: Alerts) => void }) {
  const { t, known } = useWords();
  const only = <T extends string>(values: string[], all: readonly T[]): T[] =>
    all.filter((one) => values.includes(one));
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('console.alerts.channel')}
          description={t('console.alerts.channel.text')}
          placeholder="C0123456789"
          value={alerts.channel ?? ''}
          onChange={(event) => {
            const channel = event.currentTarget.value.trim();
            change({ ...alerts, channel: channel === '' ? null : channel });
          }}
        />
        <NumberInput
          label={t('console.alerts.perDay')}
          description={t('console.alerts.perDay.text')}
          min={1}
          max={1000}
          value={alerts.perDay}
          onChange={(value) => change({ ...alerts, perDay: Number(value) || 1 })}
        />
      </SimpleGrid>
      <Chips
        label={t('console.alerts.leadGrades')}
        value={alerts.leadGrades}
        all={['A', 'B', 'C', 'D']}
        name={(one) => known(`card.view.band.${one}`, one)}
        change={(values) => change({ ...alerts, leadGrades: only(values, ['A', 'B', 'C', 'D'] as const) })}
      />
      <Chips
        label={t('console.alerts.healthBands')}
        value={alerts.healthBands}
        all={['watch', 'at_risk']}
        name={(one) => known(`card.view.band.${one}`, one)}
        change={(values) => change({ ...alerts, healthBands: only(values, ['watch', 'at_risk'] as const) })}
      />
      <Managers managers={alerts.managers} change={(managers) => change({ ...alerts, managers })} />
    </Stack>
  );
}

type ChipsProps = {
  label: string;
  value: string[];
  all: string[];
  name: (one: string) => string;
  change: (values: string[]) => void;
};

function Chips({ label, value, all, name, change }: ChipsProps) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <Chip.Group multiple value={value} onChange={change}>
        <Group gap="xs" role="group" aria-label={label}>
          {all.map((one) => (
            <Chip key={one} value={one} size="sm">
              {name(one)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}

type ManagersProps = {
  managers: { [owner: string]: string };
  change: (next: { [owner: string]: string }) => void;
};

function Managers({ managers, change }: ManagersProps) {
  const { t } = useWords();
  const pairs = Object.entries(managers);
  const set = (index: number, pair: [string, string]) =>
    change(Object.fromEntries(pairs.map((one, at) => (at === index ? pair : one))));
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={500}>
          {t('console.alerts.managers')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('console.alerts.managers.text')}
        </Text>
      </div>
      {pairs.map(([owner, manager], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the owner's address is what is being typed
        <Group key={index} gap="xs">
          <TextInput
            size="xs"
            type="email"
            aria-label={t('console.alerts.owner')}
            placeholder={t('console.alerts.owner')}
            value={owner}
            onChange={(event) => set(index, [event.currentTarget.value, manager])}
          />
          <Text size="sm">→</Text>
          <TextInput
            size="xs"
            type="email"
            aria-label={t('console.alerts.manager')}
            placeholder={t('console.alerts.manager')}
            value={manager}
            onChange={(event) => set(index, [owner, event.currentTarget.value])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => change(Object.fromEntries(pairs.filter((_, at) => at !== index)))}
            aria-label={t('console.rules.remove')}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="compact-xs" variant="light" onClick={() => change({ ...managers, '': '' })}>
          {t('console.alerts.addManager')}
        </Button>
      </Group>
    </Stack>
  );
}
