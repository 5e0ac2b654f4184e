// Where customers say how content they are: which property of which record, from worst to best, and whether any is filled.
import {
  ActionIcon,
  Alert,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { PropertiesAnswer, SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Sources = SettingsAnswer['sentiment'];
type Source = Sources[number];
type Property = PropertiesAnswer['properties'][number];

const kinds = ['company', 'contact', 'ticket'] as const satisfies readonly Source['of'][];
const mostSources = 40;
const fresh: Source = { of: 'company', property: '', worst: 0, best: 10, on: null };

/** Whether each of them can be asked. */
export function isAskable(sources: Sources): boolean {
  return sources.every(({ property, worst, best }) => property.trim() !== '' && worst !== best);
}

export function Sentiment({ value, change }: { value: Sources; change: (next: Sources) => void }) {
  const { t } = useWords();
  const looked = useQueries({
    queries: kinds.map((of) => ({
      queryKey: ['properties', of],
      queryFn: () => ask<PropertiesAnswer>('/api/properties', { objectType: of }),
      staleTime: 60_000,
    })),
  });
  const filledBy = new Map(kinds.map((of, place) => [of, looked[place]?.data?.properties]));
  const isRead = looked.every(({ data }) => data !== undefined);
  const isNotKnown = isRead && !value.some((one) => filledOf(one, filledBy.get(one.of)) > 0);
  return (
    <Stack gap="sm">
      {isNotKnown && (
        <Alert color="yellow" title={t('console.sentiment.notKnown')} role="status">
          {t('console.sentiment.notKnown.text')}
        </Alert>
      )}
      {value.map((source, place) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: what names it is typed here
          key={place}
          {...{ source, properties: filledBy.get(source.of) }}
          change={(next) => change(value.map((one, at) => (at === place ? next : one)))}
          remove={() => change(value.filter((_, at) => at !== place))}
        />
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          disabled={value.length >= mostSources}
          onClick={() => change([...value, fresh])}
        >
          {t('console.sentiment.add')}
        </Button>
      </Group>
    </Stack>
  );
}

function filledOf({ property }: Source, properties: readonly Property[] | undefined): number {
  return properties?.find(({ name }) => name === property.trim())?.filled ?? 0;
}

type LineProps = {
  source: Source;
  properties: readonly Property[] | undefined;
  change: (next: Source) => void;
  remove: () => void;
};

function Line({ source, properties, change, remove }: LineProps) {
  const { t, number } = useWords();
  const { of, property, worst, best, on } = source;
  const names = (properties ?? []).map(({ name }) => name);
  const filled = filledOf(source, properties);
  return (
    <Paper
      withBorder
      p="xs"
      role="group"
      aria-label={property === '' ? t('console.sentiment.add') : property}
    >
      <Group gap="xs" align="flex-start">
        <Select
          size="xs"
          w={120}
          label={t('console.sentiment.of')}
          value={of}
          onChange={(chosen) => change({ ...source, of: kinds.find((one) => one === chosen) ?? of })}
          data={kinds.map((one) => ({ value: one, label: t(`console.sentiment.of.${one}`) }))}
          allowDeselect={false}
        />
        <Autocomplete
          size="xs"
          w={230}
          label={t('console.sentiment.property')}
          value={property}
          onChange={(next) => change({ ...source, property: next })}
          data={names}
          limit={30}
          maxLength={200}
          error={property.trim() === '' ? t('console.sentiment.property.none') : undefined}
        />
        <End
          label={t('console.sentiment.worst')}
          value={worst}
          set={(to) => change({ ...source, worst: to })}
        />
        <End
          label={t('console.sentiment.best')}
          value={best}
          set={(to) => change({ ...source, best: to })}
          error={worst === best ? t('console.sentiment.noScale') : undefined}
        />
        <Autocomplete
          size="xs"
          w={230}
          label={t('console.sentiment.on')}
          placeholder={t('console.sentiment.on.none')}
          value={on ?? ''}
          onChange={(next) => change({ ...source, on: next.trim() === '' ? null : next })}
          data={names}
          limit={30}
          maxLength={200}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          ml="auto"
          onClick={remove}
          aria-label={t('console.sentiment.remove', { property })}
        >
          ×
        </ActionIcon>
      </Group>
      {properties !== undefined && property.trim() !== '' && (
        <Text size="xs" c="dimmed" mt={4}>
          {filled === 0
            ? t('console.sentiment.empty')
            : t('console.sentiment.filled', { count: number(filled) })}
        </Text>
      )}
    </Paper>
  );
}

type EndProps = { label: string; value: number; set: (to: number) => void; error?: string | undefined };

/** One end of the scale. */
function End({ label, value, set, error }: EndProps) {
  return (
    <NumberInput
      size="xs"
      w={100}
      label={label}
      value={value}
      onChange={(to) => set(Number(to))}
      decimalScale={2}
      error={error}
    />
  );
}
