// How old the data behind the score is, with a warning when it is too old to trust.
import { StatusTag, Text } from '@hubspot/ui-extensions';
import type { Scored } from './card-view.ts';

export function DataAge({ age }: { age: Scored['dataAge'] }) {
  if (age.stale) return <StatusTag variant="warning">{age.sentence}</StatusTag>;
  return <Text variant="microcopy">{age.sentence}</Text>;
}
