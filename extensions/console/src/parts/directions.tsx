// Fields that may move what is foretold in one direction only, as the admin knows it to be.
import { Stack, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { SettingsAnswer, WeightsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Directions = SettingsAnswer['directions'];
const ways = ['rising', 'falling'] as const;
const targets = ['lead', 'deal', 'churn'] as const;

export function Directions({ value, change }: { value: Directions; change: (next: Directions) => void }) {
  const { t } = useWords();
  const looked = useQuery({ queryKey: ['weights', 'names'], queryFn: lookedAt, staleTime: 60_000 });
  const named = (way: (typeof ways)[number]) => Object.keys(value).filter((name) => value[name] === way);
  // Who names a field for one direction takes it from the other.
  const put = (way: (typeof ways)[number], names: string[]) => {
    const others = Object.entries(value).filter(([name, is]) => is !== way && !names.includes(name));
    change(Object.fromEntries([...others, ...names.map((name) => [name, way] as const)]));
  };
  return (
    <Stack gap="sm">
      {ways.map((way) => (
        <TagsInput
          key={way}
          label={t(`console.directions.${way}`)}
          placeholder={named(way).length === 0 ? t('console.leftOut.placeholder') : ''}
          value={named(way)}
          onChange={(names) => put(way, names)}
          data={looked.data ?? []}
          limit={30}
          clearable
        />
      ))}
    </Stack>
  );
}

/** Whatever live weights look at, by the names that they know it by. */
async function lookedAt(): Promise<string[]> {
  const answers = await Promise.all(targets.map((target) => ask<WeightsAnswer>('/api/weights', { target })));
  const names = answers.flatMap(({ live }) => (live?.features ?? []).map(({ name }) => name));
  return [...new Set(names)].sort();
}
