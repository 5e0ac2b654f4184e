// What Revloop and people did about this record lately, newest first.
import { Flex, List, Text } from '@hubspot/ui-extensions';
import type { LastAction } from './card-view.ts';
import type { Texts } from './texts.ts';

export function LastActions({ actions, texts }: { actions: readonly LastAction[]; texts: Texts }) {
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{texts.lastActions}</Text>
      {actions.length === 0 ? (
        <Text variant="microcopy">{texts.noActions}</Text>
      ) : (
        <List variant="unordered">
          {actions.map((action) => (
            <Flex key={action.id} direction="row" gap="small" justify="between">
              <Text>{action.what}</Text>
              <Text variant="microcopy">{action.when}</Text>
            </Flex>
          ))}
        </List>
      )}
    </Flex>
  );
}
