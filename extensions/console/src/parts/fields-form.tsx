// Fields of the CRM record that a step of a journey sets, and their values.
import { Button, Group, TextInput } from '@mantine/core';
import { useWords } from '../texts.tsx';

export function FieldsForm({
  set,
  change,
}: {
  set: { [name: string]: string };
  change: (set: { [name: string]: string }) => void;
}) {
  const { t } = useWords();
  const lines = Object.entries(set);
  const put = (place: number, line: [string, string]) =>
    change(Object.fromEntries(lines.map((one, at) => (at === place ? line : one))));
  return (
    <>
      {lines.map(([name, value], place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is typed here
        <Group key={place} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={t('console.step.field.name')}
            value={name}
            onChange={(event) => put(place, [event.currentTarget.value, value])}
            flex={1}
          />
          <TextInput
            label={t('console.step.value')}
            value={value}
            onChange={(event) => put(place, [name, event.currentTarget.value])}
            flex={1}
          />
        </Group>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          disabled={lines.length >= 20 || '' in set}
          onClick={() => change({ ...set, '': '' })}
        >
          {t('console.step.field.add')}
        </Button>
      </Group>
    </>
  );
}
