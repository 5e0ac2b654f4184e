// The card in the sidebar: the score, the next step and the strongest reasons, for a glance.
import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { ScoredView } from './card-view.ts';
import { DataAge } from './DataAge.tsx';
import { HealthParts } from './HealthParts.tsx';
import { HealthWord } from './HealthWord.tsx';
import { NextStep } from './NextStep.tsx';
import { reasonSides } from './Reasons.tsx';
import { Summary } from './Summary.tsx';
import type { Texts } from './texts.ts';
import type { Card, Given, Told } from './use-card.ts';

export type ScoredCardProps = {
  view: ScoredView;
  given: Given | null;
  answer: Card['answer'];
  told: Told | null;
  tell: Card['tell'];
  texts: Texts;
};

export function SidebarCard({ view, given, answer, told, tell, texts }: ScoredCardProps) {
  const { parts } = view;
  return (
    <Flex direction="column" gap="medium">
      <Summary view={view} compact={true} texts={texts} />
      {view.notice !== null && (
        <Alert title={view.notice.title} variant="warning">
          {view.notice.text}
        </Alert>
      )}
      <NextStep step={view.nextStep} given={given} answer={answer} texts={texts} />
      {parts.length > 0 && <HealthParts title={texts.parts} parts={parts} detailed={false} />}
      {view.say !== null && <HealthWord say={view.say} told={told} tell={tell} texts={texts} />}
      {reasonSides(view, texts, false)}
      <Flex direction="column" gap="xs">
        {view.probability !== null && (
          <Text variant="microcopy">
            {view.probability.label}: {view.probability.text} ({view.probability.intervalText})
          </Text>
        )}
        {view.probability?.why !== undefined && <Text variant="microcopy">{view.probability.why}</Text>}
        {view.notYet !== undefined && <Text variant="microcopy">{view.notYet}</Text>}
        {view.expected !== null && (
          <Text variant="microcopy">
            {view.expected.label}: {view.expected.text}
          </Text>
        )}
        <DataAge age={view.dataAge} />
      </Flex>
    </Flex>
  );
}
