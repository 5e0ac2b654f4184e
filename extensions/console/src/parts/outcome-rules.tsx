// The editor of what counts as won and lost: each condition is one line, any of them is enough.
import {
  ActionIcon,
  Autocomplete,
  Button,
  Grid,
  Group,
  Select,
  Stack,
  TagsInput,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { PropertiesAnswer, SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Rules = SettingsAnswer['outcomes'];
type Kind = keyof Rules;
type Condition = Rules['contact']['won'][number];

export function OutcomeRules({ rules, change }: { rules: Rules; change: (next: Rules) => void }) {
  return (
    <Grid gap="xl">
      {(['contact', 'deal', 'lead', 'opportunity'] as const).map((kind) => (
        <Grid.Col key={kind} span={{ base: 12, md: 6 }}>
          <RulesOf kind={kind} rules={rules} change={change} />
        </Grid.Col>
      ))}
    </Grid>
  );
}

type KindProps = { kind: Kind; rules: Rules; change: (next: Rules) => void };

function RulesOf({ kind, rules, change }: KindProps) {
  const { t } = useWords();
  const properties = useQuery({
    queryKey: ['properties', kind],
    queryFn: () =>
      ask<PropertiesAnswer>('/api/properties', { objectType: kind === 'opportunity' ? 'deal' : kind }),
    staleTime: 60_000,
  });
  return (
    <Stack>
      <Title order={3} size="h5">
        {t(`console.rules.${kind}`)}
      </Title>
      {(['won', 'lost'] as const).map((end) => {
        const list = rules[kind][end];
        const set = (next: Condition[]) => change({ ...rules, [kind]: { ...rules[kind], [end]: next } });
        return (
          <Stack key={end} gap="xs">
            <Text size="sm" fw={600} c={end === 'won' ? 'teal' : 'red'}>
              {t(`console.rules.${end}`)}
            </Text>
            {list.map((condition, index) => (
              <Line
                // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name of its own and keeps its place
                key={index}
                condition={condition}
                properties={properties.data?.properties ?? []}
                set={(next) => set(list.map((one, at) => (at === index ? next : one)))}
                remove={() => set(list.filter((_, at) => at !== index))}
              />
            ))}
            <Group gap="xs">
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => set([...list, { property: '', in: [] }])}
              >
                {t('console.rules.addProperty')}
              </Button>
              {(kind === 'contact' || kind === 'lead') && (
                <Button
                  size="compact-xs"
                  variant="light"
                  onClick={() => set([...list, { linked: 'deal', having: 'any', outcome: end }])}
                >
                  {t('console.rules.addDeal')}
                </Button>
              )}
            </Group>
          </Stack>
        );
      })}
    </Stack>
  );
}

type LineProps = {
  condition: Condition;
  properties: PropertiesAnswer['properties'];
  set: (next: Condition) => void;
  remove: () => void;
};

function Line({ condition, properties, set, remove }: LineProps) {
  const { t } = useWords();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      {'linked' in condition ? (
        <Select
          flex={1}
          size="xs"
          aria-label={t('console.rules.deal')}
          value={`${condition.having}:${condition.outcome}`}
          onChange={(value) =>
            set({
              linked: 'deal',
              having: value?.startsWith('all') ? 'all' : 'any',
              outcome: value?.endsWith('won') ? 'won' : 'lost',
            })
          }
          allowDeselect={false}
          data={['any:won', 'all:won', 'any:lost', 'all:lost'].map((value) => ({
            value,
            label: t(`console.rules.deal.${value}`),
          }))}
        />
      ) : (
        <>
          <Autocomplete
            size="xs"
            w={170}
            aria-label={t('console.rules.property')}
            placeholder={t('console.rules.property')}
            value={condition.property}
            onChange={(property) => set({ ...condition, property })}
            data={properties.map((one) => one.name)}
            limit={30}
          />
          <TagsInput
            size="xs"
            flex={1}
            aria-label={t('console.rules.values')}
            placeholder={condition.in.length === 0 ? t('console.rules.values') : ''}
            value={condition.in}
            onChange={(values) => set({ ...condition, in: values })}
            data={properties.find((one) => one.name === condition.property)?.values ?? []}
          />
        </>
      )}
      <ActionIcon variant="subtle" color="gray" onClick={remove} aria-label={t('console.rules.remove')}>
        ×
      </ActionIcon>
    </Group>
  );
}
