// Why the score is what it is: what speaks for it and what against, strongest first.
import { Box, Flex, Inline, List, Tag, Text } from '@hubspot/ui-extensions';
import type { Reason } from './card-view.ts';

type ReasonsProps = { title: string; none: string; reasons: readonly Reason[]; detailed: boolean };

export function Reasons({ title, none, reasons, detailed }: ReasonsProps) {
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{title}</Text>
      {reasons.length === 0 ? (
        <Text variant="microcopy">{none}</Text>
      ) : (
        <List variant="unordered">
          {reasons.map((reason) => (
            <OneReason key={`${reason.label} ${reason.value}`} reason={reason} detailed={detailed} />
          ))}
        </List>
      )}
    </Flex>
  );
}

function OneReason({ reason, detailed }: { reason: Reason; detailed: boolean }) {
  return (
    <Flex direction="row" gap="small" align="start">
      <Box flex="none">
        <Tag variant={reason.direction === 'for' ? 'success' : 'error'}>{signed(reason.points)}</Tag>
      </Box>
      <Box flex={1}>
        <Inline gap="xs">
          <Text inline={true}>{reason.label}</Text>
          {reason.value !== null && (
            <Text inline={true} format={{ fontWeight: 'demibold' }}>
              {reason.value}
            </Text>
          )}
        </Inline>
        {detailed && (
          <Text variant="microcopy">{[reason.source, reason.date].filter(Boolean).join(' · ')}</Text>
        )}
      </Box>
    </Flex>
  );
}

/** `+14`, `−6` (a real minus sign), `0`; whole points, because nobody acts on a tenth. */
export function signed(points: number): string {
  const whole = Math.round(points);
  if (whole === 0) return '0';
  return whole > 0 ? `+${whole}` : `−${-whole}`;
}
