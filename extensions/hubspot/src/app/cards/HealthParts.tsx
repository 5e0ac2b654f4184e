// What a company's health is made of, part by part, the weakest easy to spot.
import { AutoGrid, Flex, Inline, ProgressBar, Text } from '@hubspot/ui-extensions';
import type { HealthPart, Tone } from './card-view.ts';
import { MovementTag } from './Summary.tsx';

type HealthPartsProps = { title: string; parts: readonly HealthPart[]; detailed: boolean };

export function HealthParts({ title, parts, detailed }: HealthPartsProps) {
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'bold' }}>{title}</Text>
      <AutoGrid columnWidth={detailed ? 220 : 200} flexible={true} gap={detailed ? 'medium' : 'small'}>
        {parts.map((part) => (
          <Part key={part.key} part={part} detailed={detailed} />
        ))}
      </AutoGrid>
    </Flex>
  );
}

const bars = {
  success: 'success',
  warning: 'warning',
  danger: 'danger',
  info: 'success',
  default: 'success',
} as const satisfies Record<Tone, 'success' | 'warning' | 'danger'>;

function Part({ part, detailed }: { part: HealthPart; detailed: boolean }) {
  return (
    <Flex direction="column" gap="xs">
      <ProgressBar
        title={part.label}
        aria-label={part.label}
        value={part.value}
        maxValue={100}
        variant={bars[part.tone]}
        valueDescription={String(part.value)}
      />
      {detailed && (
        <Inline gap="small">
          {part.detail !== null && <Text variant="microcopy">{part.detail}</Text>}
          {part.movement !== null && <MovementTag movement={part.movement} />}
        </Inline>
      )}
    </Flex>
  );
}
