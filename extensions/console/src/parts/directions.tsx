// Fields that may move what is foretold in one direction only, as the admin knows it to be.
import { Stack, TagsInput, Text } from '@mantine/core';
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
  const known = looked.data;
  const idle = known === undefined ? [] : Object.keys(value).filter((name) => !isLookedAt(known, name));
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
      {idle.length > 0 && (
        <Text size="sm" c="orange">
          {t('console.directions.idle', { list: idle.join(', ') })}
        </Text>
      )}
    </Stack>
  );
}

/** Only what can be greater or later has a direction. */
const ordered = ['number', 'date'];

/** The amounts and dates that live weights look at, each with what it foretells: `deal:deal_amount`. */
async function lookedAt(): Promise<string[]> {
  const answers = await Promise.all(targets.map((target) => ask<WeightsAnswer>('/api/weights', { target })));
  return answers.flatMap(({ live }, at) =>
    (live?.features ?? [])
      .filter(({ kind }) => ordered.includes(kind))
      .map(({ name }) => `${targets[at]}:${name}`)
      .sort(),
  );
}

/** A name without a target holds for all of them. */
function isLookedAt(known: readonly string[], name: string): boolean {
  return known.includes(name) || targets.some((target) => known.includes(`${target}:${name}`));
}
