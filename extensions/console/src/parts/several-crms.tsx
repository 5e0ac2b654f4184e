// Choices for work with CRMs: when records of several count as one customer, and how often a record may be written.
import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import type { SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Value = Pick<SettingsAnswer, 'identity' | 'writes'>;
type NamedId = SettingsAnswer['identity']['ids'][number];

const kinds = ['contact', 'lead', 'company'] as const satisfies readonly NamedId['names'][];
const crms = [
  { value: 'salesforce', label: 'Salesforce' },
  { value: 'hubspot', label: 'HubSpot' },
] as const satisfies readonly { value: NamedId['of']; label: string }[];

export function SeveralCrms({ value, change }: { value: Value; change: (next: Value) => void }) {
  const { t } = useWords();
  const { identity, writes } = value;
  const setIds = (ids: NamedId[]) => change({ ...value, identity: { ...identity, ids } });
  const blank: NamedId = { objectType: 'contact', property: '', names: 'contact', of: 'salesforce' };
  return (
    <Stack>
      <Switch
        label={t('console.crms.byAddress')}
        checked={identity.byAddress}
        onChange={(event) =>
          change({ ...value, identity: { ...identity, byAddress: event.currentTarget.checked } })
        }
      />
      <Text size="sm" fw={600}>
        {t('console.crms.ids')}
      </Text>
      {identity.ids.map((one, index) => (
        <IdLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own and keeps its place
          key={index}
          one={one}
          set={(next) => setIds(identity.ids.map((other, at) => (at === index ? next : other)))}
          remove={() => setIds(identity.ids.filter((_, at) => at !== index))}
        />
      ))}
      <Group>
        <Button size="compact-xs" variant="light" onClick={() => setIds([...identity.ids, blank])}>
          {t('console.crms.addId')}
        </Button>
      </Group>
      <NumberInput
        label={t('console.crms.writes')}
        w={320}
        min={1}
        max={1000}
        allowDecimal={false}
        value={writes.perRecordPerDay}
        onChange={(next) =>
          typeof next === 'number' && change({ ...value, writes: { ...writes, perRecordPerDay: next } })
        }
      />
    </Stack>
  );
}

type LineProps = { one: NamedId; set: (next: NamedId) => void; remove: () => void };

function IdLine({ one, set, remove }: LineProps) {
  const { t } = useWords();
  const named = kinds.map((kind) => ({ value: kind, label: t(`console.object.one.${kind}`) }));
  const kindOf = (text: string | null) => kinds.find((kind) => kind === text) ?? 'contact';
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={140}
        aria-label={t('console.crms.holder')}
        data={named}
        value={one.objectType}
        allowDeselect={false}
        onChange={(text) => set({ ...one, objectType: kindOf(text) })}
      />
      <TextInput
        size="xs"
        flex={1}
        miw={160}
        aria-label={t('console.crms.property')}
        placeholder={t('console.crms.property')}
        value={one.property}
        onChange={(event) => set({ ...one, property: event.currentTarget.value })}
      />
      <Text size="xs">{t('console.crms.names')}</Text>
      <Select
        size="xs"
        w={140}
        aria-label={t('console.crms.named')}
        data={named}
        value={one.names}
        allowDeselect={false}
        onChange={(text) => set({ ...one, names: kindOf(text) })}
      />
      <Select
        size="xs"
        w={120}
        aria-label={t('console.crms.of')}
        data={[...crms]}
        value={one.of}
        allowDeselect={false}
        onChange={(text) => set({ ...one, of: text === 'hubspot' ? 'hubspot' : 'salesforce' })}
      />
      <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t('console.rules.remove')}>
        ×
      </ActionIcon>
    </Group>
  );
}
