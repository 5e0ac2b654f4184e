// Words that customers' people read in both languages, and a length of time: two small inputs of the journey editor.
import { Group, NumberInput, Select, SimpleGrid, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../texts.tsx';
import type { Bilingual, Duration } from './journey-graph.ts';

type WordsProps = { label: string; value: Bilingual; change: (value: Bilingual) => void; rows?: number };

export function WordsInput({ label, value, change, rows = 1 }: WordsProps) {
  const { t } = useWords();
  const one = (locale: keyof Bilingual) => (
    <Textarea
      key={locale}
      label={t('console.words.in', { label, language: t(`console.words.${locale}`) })}
      value={value[locale]}
      onChange={(event) => change({ ...value, [locale]: event.currentTarget.value })}
      error={value[locale].trim() === '' ? t('console.words.empty') : undefined}
      autosize
      minRows={rows}
      maxRows={8}
      maxLength={2000}
    />
  );
  return (
    <SimpleGrid cols={1} spacing="xs">
      {one('en')}
      {one('zh-CN')}
    </SimpleGrid>
  );
}

const units = ['days', 'hours', 'minutes'] as const;

export function DurationInput({
  label,
  value,
  change,
}: {
  label: string;
  value: Duration;
  change: (value: Duration) => void;
}) {
  const { t } = useWords();
  const [unit, setUnit] = useState(() => units.findLast((one) => (value[one] ?? 0) > 0) ?? 'days');
  const minutes = (value.days ?? 0) * 1440 + (value.hours ?? 0) * 60 + (value.minutes ?? 0);
  const size = { days: 1440, hours: 60, minutes: 1 };
  const put = (count: number, of: (typeof units)[number]) => change({ [of]: Math.max(1, Math.round(count)) });
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        value={Math.round(minutes / size[unit])}
        onChange={(count) => put(Number(count), unit)}
        min={1}
        max={unit === 'days' ? 400 : 10_000}
        allowDecimal={false}
        flex={1}
      />
      <Select
        aria-label={t('console.duration.unit')}
        data={units.map((one) => ({ value: one, label: t(`console.duration.unit.${one}`) }))}
        value={unit}
        onChange={(next) => {
          const chosen = units.find((one) => one === next);
          if (chosen === undefined) return;
          setUnit(chosen);
          put(minutes / size[chosen], chosen);
        }}
        allowDeselect={false}
        w={110}
      />
    </Group>
  );
}
