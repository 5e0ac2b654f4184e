// What the index and each of its parts tell: the chance that who leaves stood below who stays, with its interval beside a coin.
import { Stack, Text } from '@mantine/core';
import type { HealthCheckAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Card } from './page.tsx';

type Check = NonNullable<HealthCheckAnswer['last']>;

type Area = Check['index'];

export function HealthParts({ check }: { check: Check }) {
  const { t } = useWords();
  return (
    <Card title={t('console.health.parts')}>
      <Stack gap="sm">
        <Line label={t('common.health')} area={check.index} strong />
        {check.parts.map(({ code, area }) => (
          <Line key={code} label={t(`card.view.part.${code}`)} area={area} />
        ))}
        <Text size="sm" c="dimmed">
          {t('console.health.parts.text')}
        </Text>
      </Stack>
    </Card>
  );
}

function Line({ label, area, strong = false }: { label: string; area: Area; strong?: boolean }) {
  const { t, percent } = useWords();
  const color = area === null ? 'gray' : area.low > 0.5 ? 'teal' : area.high < 0.5 ? 'red' : 'orange';
  const told =
    area === null
      ? t('console.health.parts.tooFew')
      : t('console.health.parts.area', {
          share: percent(area.auc),
          low: percent(area.low),
          high: percent(area.high),
        });
  return (
    <div>
      <Text
        size="sm"
        fw={strong ? 650 : 400}
        style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}
      >
        <span>{label}</span>
        <span className="figure">{told}</span>
      </Text>
      <span className="interval" aria-hidden="true">
        <i style={{ left: '50%' }} />
        {area !== null && (
          <>
            <span
              style={{
                left: `${area.low * 100}%`,
                width: `${Math.max(0.8, (area.high - area.low) * 100)}%`,
                background: `var(--mantine-color-${color}-5)`,
              }}
            />
            <b style={{ left: `${area.auc * 100}%`, background: `var(--mantine-color-${color}-8)` }} />
          </>
        )}
      </span>
    </div>
  );
}
