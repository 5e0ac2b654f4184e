// Why the score is what it is: what speaks for it and what against, what can be changed first.
import { Box, Flex, List, Tag, Text } from '@hubspot/ui-extensions';
import type { Reason, Scored } from './card-view.ts';
import type { Texts } from './texts.ts';

/** The two sides of a score in the order of their importance, ready to be laid out side by side or one below the other. */
export function reasonSides(view: Scored, texts: Texts, detailed: boolean) {
  const { reasons, score } = view;
  const endangered = score.band.tone === 'danger' || score.band.tone === 'warning';
  // In the sidebar only the strongest fit: more of the side that explains the band.
  const kept = (side: Reason[], leads: boolean) => (detailed ? side : side.slice(0, leads ? 3 : 2));
  const inFavor = (
    <Reasons
      key="for"
      title={texts.reasonsFor}
      none={texts.noneFor}
      reasons={kept(reasons.for, !endangered)}
      detailed={detailed}
    />
  );
  const against = (
    <Reasons
      key="against"
      title={texts.reasonsAgainst}
      none={texts.noneAgainst}
      reasons={kept(reasons.against, endangered)}
      detailed={detailed}
    />
  );
  return endangered ? [against, inFavor] : [inFavor, against];
}

type ReasonsProps = { title: string; none: string; reasons: readonly Reason[]; detailed: boolean };

function Reasons({ title, none, reasons, detailed }: ReasonsProps) {
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
        <Text>
          {reason.label}
          {reason.value !== null && (
            <Text inline={true} format={{ fontWeight: 'demibold' }}>
              {' '}
              {reason.value}
            </Text>
          )}
        </Text>
        {detailed && (
          <Text variant="microcopy">
            {[reason.usual, reason.source, reason.date].filter(Boolean).join(' · ')}
          </Text>
        )}
        {reason.hint !== null && (
          <Text variant="microcopy" format={{ fontWeight: 'demibold' }}>
            {reason.hint}
          </Text>
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
