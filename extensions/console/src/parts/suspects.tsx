// Fields that give the outcome away: why one thinks so, and whether they are used all the same.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { ChangeSettingsBody, SettingsAnswer, WeightsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';

type Live = NonNullable<WeightsAnswer['live']>;
type Suspect = Live['suspects'][number] | Live['leftOut'][number];

/** Reasons to leave a field out that need no look. */
export const useless = new Set([
  'identifier',
  'constant',
  'empty',
  'outlived',
  'personal',
  'protected',
  'permission',
]);

/** None of its values was there while a record was open: there is nothing that could be used. */
const neverInTime = ({ why, measure }: Suspect) =>
  (why === 'filled_late' || why === 'rare_while_open') && measure >= 1;

export function Suspects({ live }: { live: Live }) {
  const { t, known, number } = useWords();
  const queries = useQueryClient();
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => ask<SettingsAnswer>('/api/settings') });
  const kept = settings.data?.keptFeatures ?? [];
  const barred = settings.data?.leftOutFeatures ?? [];
  const save = useMutation({
    mutationFn: (change: Pick<ChangeSettingsBody, 'keptFeatures' | 'leftOutFeatures'>) =>
      tell<SettingsAnswer>('PATCH', '/api/settings', change),
    onSuccess: (saved) => queries.setQueryData(['settings'], saved),
  });
  const leftOut = live.leftOut.filter(({ why }) => !useless.has(why));
  const used = live.suspects.filter(({ why }) => why !== 'doubtful');
  const doubtful = live.suspects.filter(({ why }) => why === 'doubtful');
  if (leftOut.length + live.suspects.length + live.doubted.length === 0) return null;

  const list = (some: readonly Suspect[], action: 'keep' | 'leaveOut' | null) =>
    some.map((one) => (
      <Line
        key={one.name}
        one={one}
        action={action === 'keep' && neverInTime(one) ? null : action}
        chosen={action === 'keep' ? kept.includes(one.name) : !kept.includes(one.name)}
        busy={save.isPending || settings.data === undefined}
        choose={() =>
          save.mutate({
            keptFeatures: action === 'keep' ? [...kept, one.name] : kept.filter((name) => name !== one.name),
          })
        }
      />
    ));
  return (
    <Card title={t('console.suspects.title')}>
      <Stack gap="sm">
        {leftOut.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('console.suspects.about')}
          </Text>
        )}
        {list(leftOut, 'keep')}
        {used.length > 0 && <Text fw={600}>{t('console.suspects.kept')}</Text>}
        {list(used, 'leaveOut')}
        {doubtful.length > 0 && <Text fw={600}>{t('console.suspects.doubtful')}</Text>}
        {list(doubtful, null)}
        {live.doubted.length > 0 && <Text fw={600}>{t('console.suspects.doubted')}</Text>}
        {live.doubted.map((one) => (
          <Plain
            key={one.name}
            name={known(`reason.${one.name}`, one.label)}
            why={t('console.suspects.doubted.cases', { cases: number(one.cases) })}
            action="leaveOut"
            chosen={barred.includes(one.name)}
            busy={save.isPending || settings.data === undefined}
            choose={() => save.mutate({ leftOutFeatures: [...barred, one.name] })}
          />
        ))}
        {save.error !== null && <Text c="red">{save.error.message}</Text>}
      </Stack>
    </Card>
  );
}

type LineProps = {
  readonly one: Suspect;
  readonly action: 'keep' | 'leaveOut' | null;
  /** It is already as the button would make it; the next learning will show it. */
  readonly chosen: boolean;
  readonly busy: boolean;
  readonly choose: () => void;
};

function Line({ one, ...rest }: LineProps) {
  const { t, known, number } = useWords();
  const params = {
    measure: number(one.measure, one.measure < 1 ? 2 : 0),
    percent: number(Math.round(100 * one.measure)),
    value: one.value ?? '',
  };
  const why = t(`leak.${one.why}`, params);
  return (
    <Plain
      {...rest}
      name={known(`reason.${one.name}`, one.label ?? one.name)}
      why={why.charAt(0).toUpperCase() + why.slice(1)}
    />
  );
}

type PlainProps = Omit<LineProps, 'one'> & { readonly name: string; readonly why: string };

function Plain({ name, why, action, chosen, busy, choose }: PlainProps) {
  const { t } = useWords();
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {why}
        </Text>
        {action !== null && chosen && (
          <Text size="xs" c="teal">
            {t('console.suspects.soon')}
          </Text>
        )}
      </div>
      {action !== null && !chosen && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={busy}
          onClick={choose}
          style={{ flexShrink: 0 }}
        >
          {t(`console.suspects.${action}`)}
        </Button>
      )}
    </Group>
  );
}
