// What events mean: which say that somebody came in, and which are no use of a feature; by names that came in, or by patterns.
import { Stack, TagsInput } from '@mantine/core';
import type { SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { useProductEvents } from './event-names.tsx';

type Usage = SettingsAnswer['usage'];
const choices = ['logins', 'noFeatures'] as const;

export function EventMeanings({ value, change }: { value: Usage; change: (next: Usage) => void }) {
  const { t } = useWords();
  const names = (useProductEvents().data?.events ?? []).map(({ name }) => name);
  return (
    <Stack gap="sm">
      {choices.map((choice) => (
        <TagsInput
          key={choice}
          className="prose"
          label={t(`console.meanings.${choice}`)}
          description={t(`console.meanings.${choice}.about`)}
          value={value[choice]}
          onChange={(next) => change({ ...value, [choice]: next })}
          data={names}
          limit={50}
          maxTags={100}
        />
      ))}
    </Stack>
  );
}
