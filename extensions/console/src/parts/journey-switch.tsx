// The switch of a journey: publish with the count typed, pause, resume, and end for all.
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { JourneyAnswer, JourneyBlastAnswer, JourneysAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

type Journey = JourneysAnswer['journeys'][number];
type Asked = JourneyBlastAnswer & { readonly version: number };

type Props = {
  journey: Pick<Journey, 'id' | 'state' | 'dryRun' | 'liveVersion'>;
  /** The version that would be published; the newest unless told. */
  version?: number;
};

export function JourneySwitch({ journey, version: wanted }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [typed, setTyped] = useState<number | string>('');
  const [killing, setKilling] = useState(false);
  const path = `/api/journeys/${journey.id}`;
  const over = () => {
    setAsked(null);
    setKilling(false);
    setTyped('');
    return Promise.all(
      [['journeys'], ['journey', journey.id]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
  const blast = useMutation({
    mutationFn: async () => {
      const version = wanted ?? (await ask<JourneyAnswer>(path)).newest.version;
      setAsked({ version, ...(await ask<JourneyBlastAnswer>(`${path}/blast`, { version })) });
    },
  });
  const publish = useMutation({
    mutationFn: (version: number) => tell('POST', `${path}/publish`, { version, confirm: Number(typed) }),
    onSuccess: over,
  });
  const change = useMutation({
    mutationFn: (to: { state: 'live' | 'paused' | 'killed' } | { dryRun: boolean }) =>
      tell('PATCH', path, to),
    onSuccess: over,
  });
  const error = blast.error ?? publish.error ?? change.error;
  if (journey.state === 'killed') return null;
  const cancel = (
    <Button size="xs" variant="default" onClick={() => void over()}>
      {t('console.journeys.cancel')}
    </Button>
  );
  if (asked !== null)
    return (
      <Stack gap="xs" maw={260}>
        <Text size="sm">{t('console.journeys.publish.blast', { count: asked.count, held: asked.held })}</Text>
        {asked.examples.length > 0 && (
          <Text size="xs" c="dimmed">
            {t('console.journeys.publish.who', {
              names: asked.examples.map(({ name }) => name).join(', '),
            })}
          </Text>
        )}
        <NumberInput
          size="xs"
          value={typed}
          onChange={setTyped}
          aria-label={t('console.journeys.publish')}
          hideControls
        />
        <Group gap="xs">
          <Button
            size="xs"
            disabled={Number(typed) !== asked.count || typed === ''}
            onClick={() => publish.mutate(asked.version)}
          >
            {t('console.journeys.publish')}
          </Button>
          {cancel}
        </Group>
        {error !== null && <Problem error={error} />}
      </Stack>
    );
  if (killing)
    return (
      <Stack gap="xs" maw={260}>
        <Text size="sm">{t('console.journeys.kill.sure')}</Text>
        <Group gap="xs">
          <Button size="xs" color="red" onClick={() => change.mutate({ state: 'killed' })}>
            {t('console.journeys.kill')}
          </Button>
          {cancel}
        </Group>
      </Stack>
    );
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        {(journey.state === 'draft' || (wanted !== undefined && wanted !== journey.liveVersion)) && (
          <Button size="xs" loading={blast.isPending} onClick={() => blast.mutate()}>
            {wanted === undefined
              ? t('console.journeys.publish')
              : t('console.journeys.publish.version', { version: wanted })}
          </Button>
        )}
        {journey.state === 'live' && (
          <Button size="xs" variant="default" onClick={() => change.mutate({ state: 'paused' })}>
            {t('console.journeys.pause')}
          </Button>
        )}
        {journey.state === 'paused' && (
          <Button size="xs" variant="default" onClick={() => change.mutate({ state: 'live' })}>
            {t('console.journeys.resume')}
          </Button>
        )}
        {journey.dryRun && (
          <Button size="xs" variant="default" onClick={() => change.mutate({ dryRun: false })}>
            {t('console.journeys.leaveDry')}
          </Button>
        )}
        {!journey.dryRun && wanted !== undefined && (
          <Button size="xs" variant="default" onClick={() => change.mutate({ dryRun: true })}>
            {t('console.journeys.intoDry')}
          </Button>
        )}
        {journey.state !== 'draft' && (
          <Button size="xs" variant="subtle" color="red" onClick={() => setKilling(true)}>
            {t('console.journeys.kill')}
          </Button>
        )}
      </Group>
      {error !== null && <Problem error={error} />}
    </Stack>
  );
}
