// What a person says of a customer instead of the index: who, why, until when, and what is computed; to say it and to take it back.
import { Alert, Button, Group, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

type Finding = SubjectAnswer['findings'][number];
const bands = ['healthy', 'watch', 'at_risk'] as const;

export function HealthWord({ subject, finding }: { subject: string; finding: Finding }) {
  const { t, when } = useWords();
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { override } = finding;
  const settle = async () => {
    setOpen(false);
    await queries.invalidateQueries({ queryKey: ['subject', subject] });
  };
  const back = useMutation({
    mutationFn: (id: string) => tell('DELETE', `/api/subjects/${subject}/health/${id}`),
    onSuccess: settle,
  });
  return (
    <Stack gap="sm">
      {override !== undefined && (
        <Alert
          color="blue"
          title={t('console.word.title', { who: override.who, until: when(override.until) })}
        >
          <Text size="sm">{override.reason}</Text>
          <Text size="sm" mt={4}>
            {t('console.word.computed', {
              score: override.computed.score ?? t('console.none'),
              band: t(`card.view.band.${override.computed.band ?? 'none'}`),
            })}
          </Text>
        </Alert>
      )}
      {open ? (
        <WordForm
          subject={subject}
          replaces={override?.id ?? null}
          done={settle}
          cancel={() => setOpen(false)}
        />
      ) : (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t(override === undefined ? 'console.word.say' : 'console.word.other')}
          </Button>
          {override !== undefined && (
            <Button
              size="xs"
              variant="subtle"
              loading={back.isPending}
              onClick={() => back.mutate(override.id)}
            >
              {t('console.word.back')}
            </Button>
          )}
        </Group>
      )}
      {back.error !== null && <Problem error={back.error} />}
    </Stack>
  );
}

type FormProps = { subject: string; replaces: string | null; done: () => void; cancel: () => void };

function WordForm({ subject, replaces, done, cancel }: FormProps) {
  const { t } = useWords();
  const [band, setBand] = useState<(typeof bands)[number]>('watch');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number | string>(30);
  const said = useMutation({
    mutationFn: () =>
      tell('POST', `/api/subjects/${subject}/health`, { band, reason, days: Number(days), replaces }),
    onSuccess: done,
  });
  return (
    <Stack gap="xs" maw={520}>
      <SegmentedControl
        value={band}
        onChange={(value) => setBand(bands.find((one) => one === value) ?? 'watch')}
        data={bands.map((one) => ({ value: one, label: t(`card.view.band.${one}`) }))}
        aria-label={t('console.word.band')}
      />
      <Textarea
        label={t('console.word.why')}
        value={reason}
        maxLength={500}
        autosize
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <NumberInput label={t('console.word.days')} min={1} max={180} value={days} onChange={setDays} />
      <Text size="xs" c="dimmed">
        {t('console.word.about')}
      </Text>
      <Group gap="xs">
        <Button
          size="xs"
          loading={said.isPending}
          disabled={reason.trim().length < 3}
          onClick={() => said.mutate()}
        >
          {t('console.word.save')}
        </Button>
        <Button size="xs" variant="subtle" onClick={cancel}>
          {t('console.word.cancel')}
        </Button>
      </Group>
      {said.error !== null && <Problem error={said.error} />}
    </Stack>
  );
}
