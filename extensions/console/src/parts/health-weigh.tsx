// The form that changes how much each part counts: where the weights come from, what would move, and why.
import { Alert, Button, Group, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { HealthCheckAnswer, HealthWeightsAnswer, PreviewHealthWeightsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

type Weights = HealthWeightsAnswer['weights'][number];
type Learned = NonNullable<NonNullable<HealthCheckAnswer['last']>['segments']>[number]['weights'];
type Basis = Weights['basis'];

export const parts = ['use', 'breadth', 'support', 'relationship', 'commercial', 'sentiment'] as const;

export function HealthWeigh({
  one,
  learned,
  done,
  cancel,
}: {
  one: Weights;
  learned: Learned | null;
  done: () => void;
  cancel: () => void;
}) {
  const { t, number, locale, percent } = useWords();
  const bases = (['all', 'preset', 'hand', 'learned'] as const).filter(
    (basis) => basis !== 'all' || one.segment !== null,
  );
  const [basis, setBasis] = useState<Basis>(one.basis);
  const [why, setWhy] = useState('');
  const [own, setOwn] = useState(() => inPercent(one.parts));
  const enough = learned !== null && learned.parts !== null;
  const sum = parts.reduce((all, code) => all + own[code], 0);
  const body = {
    segment: one.segment,
    basis,
    parts:
      basis === 'hand' ? Object.fromEntries(parts.map((code) => [code, own[code] / Math.max(1, sum)])) : null,
  };
  const possible = basis === 'hand' ? sum > 0 : basis !== 'learned' || enough;
  const preview = useQuery({
    queryKey: ['health-weights', 'preview', body],
    queryFn: () => tell<PreviewHealthWeightsAnswer>('POST', '/api/health-weights/preview', body),
    enabled: possible,
  });
  const saved = useMutation({
    mutationFn: () => tell('POST', '/api/health-weights', { ...body, why }),
    onSuccess: done,
  });
  return (
    <Stack gap="xs" maw={720} aria-label={t('console.weights.change')}>
      <Text fw={600}>{one.name === null ? t('console.weights.everybody') : one.name[locale]}</Text>
      <SegmentedControl
        value={basis}
        onChange={(value) => setBasis(bases.find((each) => each === value) ?? 'preset')}
        data={bases.map((each) => ({ value: each, label: t(`health.basis.${each}`) }))}
        aria-label={t('console.weights.basis')}
      />
      {basis === 'hand' && (
        <Group gap="xs">
          {parts.map((code) => (
            <NumberInput
              key={code}
              w={108}
              label={t(`card.view.part.${code}`)}
              min={0}
              max={100}
              suffix=" %"
              value={own[code]}
              onChange={(value) => setOwn({ ...own, [code]: Math.max(0, Number(value) || 0) })}
            />
          ))}
          <Text size="xs" c="dimmed">
            {t('console.weights.sum', { sum: number(sum) })}
          </Text>
        </Group>
      )}
      {basis === 'learned' && <LearnedFrom learned={learned} />}
      {preview.data !== undefined && possible && (
        <Alert color="gray">
          {t('console.weights.preview', {
            customers: number(preview.data.customers),
            moved: number(preview.data.moved),
            parts: new Intl.ListFormat(locale).format(
              parts.map((code) => `${t(`card.view.part.${code}`)} ${percent(preview.data.parts[code])}`),
            ),
          })}{' '}
          {preview.data.bands
            .map(({ from, to, count }) =>
              t('console.weights.preview.band', {
                count: number(count),
                from: t(`card.view.band.${from}`),
                to: t(`card.view.band.${to}`),
              }),
            )
            .join(' ')}
        </Alert>
      )}
      <Textarea
        label={t('console.weights.why')}
        value={why}
        maxLength={500}
        autosize
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed">
        {t('console.weights.announced')}
      </Text>
      <Group gap="xs">
        <Button
          size="xs"
          loading={saved.isPending}
          disabled={why.trim().length < 3 || !possible}
          onClick={() => saved.mutate()}
        >
          {t('console.word.save')}
        </Button>
        <Button size="xs" variant="subtle" onClick={cancel}>
          {t('console.word.cancel')}
        </Button>
      </Group>
      {(saved.error ?? preview.error) !== null && <Problem error={saved.error ?? preview.error} />}
    </Stack>
  );
}

function LearnedFrom({ learned }: { learned: Learned | null }) {
  const { t, number, percent } = useWords();
  if (learned === null) return <Alert color="gray">{t('console.weights.unchecked')}</Alert>;
  const { left, stayed, needed } = learned;
  if (learned.parts === null)
    return (
      <Alert color="gray" title={t('console.health.verdict.too_few')}>
        {t('console.weights.early.text', {
          ...{ left: number(left), stayed: number(stayed), needed: number(needed) },
        })}
      </Alert>
    );
  return (
    <Alert color={learned.better ? 'teal' : 'yellow'}>
      {t(learned.better ? 'console.weights.better' : 'console.weights.same', {
        ...{ left: number(left), stayed: number(stayed) },
        ...{ preset: percent(learned.preset?.auc ?? 0.5), learned: percent(learned.learned?.auc ?? 0.5) },
      })}
    </Alert>
  );
}

const inPercent = (weights: Weights['parts']) => ({
  use: Math.round(100 * weights.use),
  breadth: Math.round(100 * weights.breadth),
  support: Math.round(100 * weights.support),
  relationship: Math.round(100 * weights.relationship),
  commercial: Math.round(100 * weights.commercial),
  sentiment: Math.round(100 * weights.sentiment),
});
