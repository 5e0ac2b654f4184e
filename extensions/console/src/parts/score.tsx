// A score with its band, its change and how sure we are of it.
import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { useWords } from '../texts.tsx';

const colors: { readonly [band: string]: string } = {
  A: 'teal',
  B: 'cyan',
  C: 'orange',
  D: 'gray',
  healthy: 'teal',
  watch: 'orange',
  at_risk: 'red',
  likely: 'teal',
  even: 'orange',
  unlikely: 'red',
  moving: 'teal',
  slowing: 'orange',
  stalled: 'red',
};

export function bandColor(band: string | null): string {
  return colors[band ?? ''] ?? 'gray';
}

export function Band({ band }: { band: string | null }) {
  const { known, t } = useWords();
  if (band === null) return <Text c="dimmed">{t('console.none')}</Text>;
  return (
    <Badge color={bandColor(band)} variant="light" tt="none">
      {known(`card.view.band.${band}`, band)}
    </Badge>
  );
}

export function Change({ now, before }: { now: number | null; before: number | null }) {
  const { t } = useWords();
  if (now === null || before === null || now === before) return null;
  const up = now > before;
  const change = `${up ? '+' : '−'}${Math.abs(now - before)}`;
  return (
    <Tooltip label={t('console.change', { from: before, to: now })}>
      <Text component="span" size="xs" fw={600} c={up ? 'teal' : 'red'} className="figure">
        {up ? '▲' : '▼'} {change}
      </Text>
    </Tooltip>
  );
}

export function Score({ score, band }: { score: number | null; band: string | null }) {
  const { t } = useWords();
  return (
    <Group gap="xs" wrap="nowrap" w={120}>
      <Text component="span" fw={620} w={28} ta="right" className="figure">
        {score ?? t('console.none')}
      </Text>
      <span className="bar" style={{ flex: 1 }} aria-hidden="true">
        <span style={{ width: `${score ?? 0}%`, background: `var(--mantine-color-${bandColor(band)}-6)` }} />
      </span>
    </Group>
  );
}

export function Confidence({ value }: { value: number }) {
  const { t, percent } = useWords();
  const level = value >= 0.7 ? 'high' : value >= 0.4 ? 'medium' : 'low';
  return (
    <Text size="sm" c={level === 'low' ? 'orange' : undefined}>
      {t(`card.view.sure.${level}`)} <span className="figure">({percent(value)})</span>
    </Text>
  );
}
