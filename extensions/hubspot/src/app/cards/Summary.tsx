// The two seconds: how promising or endangered, which way it goes, how sure.
import { Box, Flex, Inline, ScoreCircle, StatusTag, Tag, Text } from '@hubspot/ui-extensions';
import type { Movement, Scored } from './card-view.ts';
import type { Texts } from './texts.ts';

export function Summary({ view, compact, texts }: { view: Scored; compact: boolean; texts: Texts }) {
  const { score, confidence, trend } = view;
  const headline = <Text format={{ fontWeight: 'demibold' }}>{score.headline}</Text>;
  return (
    <Flex direction="column" gap="small">
      <Flex direction="row" gap="medium" align="center">
        <Box flex="none">
          <ScoreCircle score={score.value} />
        </Box>
        <Box flex={1}>
          <Flex direction="column" gap="xs">
            <Inline gap="small" align="center">
              <StatusTag variant={score.band.tone}>{score.band.label}</StatusTag>
              {trend?.movement && <MovementTag movement={trend.movement} />}
            </Inline>
            {!compact && headline}
            <Text variant="microcopy">
              {texts.confidence}: {confidence.label}
            </Text>
          </Flex>
        </Box>
      </Flex>
      {compact && headline}
    </Flex>
  );
}

const arrows = { up: '↑', down: '↓', flat: '→' } as const;

export function MovementTag({ movement }: { movement: Movement }) {
  return (
    <Tag inline={true} variant={variantOf(movement)}>
      {arrows[movement.direction]} {movement.text} {movement.comparedWith}
    </Tag>
  );
}

function variantOf({ direction, good }: Movement): 'default' | 'success' | 'error' {
  if (direction === 'flat') return 'default';
  return good ? 'success' : 'error';
}
