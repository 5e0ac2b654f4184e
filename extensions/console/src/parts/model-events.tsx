// What was decided about a model, by whom and why; and what waits for a person.
import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { ModelsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { ModelMoves } from './model-moves.tsx';
import { Card } from './page.tsx';
import { Problem } from './states.tsx';

type Event = ModelsAnswer['events'][number];
export type Verdict = 'approve' | 'decline' | 'go_back';

/** A person's word about a version; what hangs on it is asked for anew. */
export function useDecide(target: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ version, verdict, note }: { version: number; verdict: Verdict; note: string | null }) =>
      tell('POST', `/api/models/${target}/${version}/decide`, { verdict, note }),
    onSettled: () =>
      Promise.all(
        ['models', 'weights', 'card', 'register'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

export function ModelWaiting({ target, waiting }: { target: string; waiting: Event }) {
  const { t, number } = useWords();
  const [note, setNote] = useState('');
  const decide = useDecide(target);
  const version = waiting.version ?? 0;
  const say = (verdict: Verdict) => decide.mutate({ version, verdict, note: note.trim() || null });
  return (
    <Alert color="yellow" title={t('console.models.waiting', { version: number(version) })}>
      <Stack gap="sm">
        <Text>{t('console.models.waiting.text')}</Text>
        <Why event={waiting} color={undefined} />
        <ModelMoves moves={waiting.detail.moves} open />
        <Textarea
          label={t('console.models.note')}
          value={note}
          maxLength={500}
          autosize
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {decide.error !== null && <Problem error={decide.error} />}
        <Group>
          <Button loading={decide.isPending} onClick={() => say('approve')}>
            {t('console.models.approve')}
          </Button>
          <Button variant="default" disabled={decide.isPending} onClick={() => say('decline')}>
            {t('console.models.decline')}
          </Button>
          <Link to={`/model/${target}/${version}`}>{t('console.card.open')}</Link>
        </Group>
      </Stack>
    </Alert>
  );
}

export function ModelEvents({ target, events }: { target: string; events: Event[] }) {
  const { t, number, when } = useWords();
  if (events.length === 0) return null;
  return (
    <Card
      title={t('console.models.events')}
      aside={<Link to="/governance/register">{t('console.models.register')}</Link>}
    >
      <Stack gap="md">
        {events.map((event) => {
          const who = event.who === 'learn' ? t('console.register.self') : event.who;
          const said = t(`console.models.did.${event.what}`, { who, version: number(event.version ?? 0) });
          return (
            <Stack key={event.id} gap={4} component="article">
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                <Text fw={550}>{said}</Text>
                <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {when(event.at)}
                </Text>
              </Group>
              <Why event={event} color="dimmed" />
              {event.note !== null && <Text fs="italic">{event.note}</Text>}
              <ModelMoves moves={event.detail.moves} />
              {event.version !== null && event.what !== 'drift' && event.what !== 'calibration' && (
                <Link to={`/model/${target}/${event.version}`}>{t('console.card.open')}</Link>
              )}
            </Stack>
          );
        })}
      </Stack>
    </Card>
  );
}

/** Reasons as codes of the catalogue, and what the newest closed records said. */
function Why({ event, color }: { event: Event; color: 'dimmed' | undefined }) {
  const { t, known, number } = useWords();
  const { trial, features = [], how } = event.detail;
  const why = event.why
    .filter((one) => !['approve', 'decline', 'go_back'].includes(one))
    .map((one) => known(`console.models.why.${one}`, one));
  const lines = [
    ...(how === 'recalibrated' ? [t('console.models.recalibrated')] : []),
    ...(why.length > 0 ? [t('console.models.because', { why: why.join(t('console.models.and')) })] : []),
    ...(features.length > 0 ? [t('console.models.features', { list: features.join(', ') })] : []),
    ...(trial === undefined
      ? []
      : [
          t('console.models.trial', {
            rows: number(trial.rows),
            loss: number(trial.loss, 3),
            champion: number(trial.championLoss, 3),
            base: number(trial.baseLoss, 3),
          }),
        ]),
  ];
  return lines.map((line) => (
    <Text key={line} size="sm" {...(color === undefined ? {} : { c: color })}>
      {line}
    </Text>
  ));
}
