// The card in a tab: everything of the sidebar, with the trend, all reasons and what was done so far.
import { Alert, AutoGrid, Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import { DataAge } from './DataAge.tsx';
import { HealthParts } from './HealthParts.tsx';
import { HealthWord } from './HealthWord.tsx';
import { LastActions } from './LastActions.tsx';
import { NextStep } from './NextStep.tsx';
import { reasonSides } from './Reasons.tsx';
import type { ScoredCardProps } from './SidebarCard.tsx';
import { Summary } from './Summary.tsx';
import { TrendChart } from './TrendChart.tsx';

export function TabCard({ view, given, answer, told, tell, texts }: ScoredCardProps) {
  const { parts, probability, expected, confidence } = view;
  return (
    <Flex direction="column" gap="medium">
      {view.notice !== null && (
        <Alert title={view.notice.title} variant="warning">
          {view.notice.text}
        </Alert>
      )}
      <AutoGrid columnWidth={320} flexible={true} gap="medium">
        <Flex direction="column" gap="medium">
          <Summary view={view} compact={false} texts={texts} />
          <Statistics>
            {probability !== null && (
              <StatisticsItem label={probability.label} number={probability.text}>
                <Text variant="microcopy">{probability.intervalText}</Text>
                {probability.why !== undefined && <Text variant="microcopy">{probability.why}</Text>}
              </StatisticsItem>
            )}
            {expected !== null && (
              <StatisticsItem label={expected.label} number={expected.text}>
                <Text variant="microcopy">{expected.span}</Text>
              </StatisticsItem>
            )}
            <StatisticsItem label={texts.confidence} number={percent(confidence.value)}>
              <Text variant="microcopy">{confidence.why}</Text>
            </StatisticsItem>
          </Statistics>
          {view.notYet !== undefined && <Text variant="microcopy">{view.notYet}</Text>}
          <DataAge age={view.dataAge} />
        </Flex>
        <NextStep step={view.nextStep} given={given} answer={answer} texts={texts} />
      </AutoGrid>
      {parts.length > 0 && <HealthParts title={texts.parts} parts={parts} detailed={true} />}
      {view.say !== null && <HealthWord say={view.say} told={told} tell={tell} texts={texts} />}
      <AutoGrid columnWidth={320} flexible={true} gap="medium">
        {reasonSides(view, texts, true)}
      </AutoGrid>
      <TrendChart label={view.score.label} trend={view.trend} texts={texts} />
      <LastActions actions={view.lastActions} texts={texts} />
    </Flex>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
