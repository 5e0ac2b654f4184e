// What to do next, why, and the buttons that tell Revloop what became of it.
import {
  Alert,
  Button,
  ButtonRow,
  Flex,
  Inline,
  LoadingButton,
  StatusTag,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import type { Answer, NextStep as Step } from './card-view.ts';
import type { Texts } from './texts.ts';
import type { Card, Given } from './use-card.ts';
import { WhyNot } from './WhyNot.tsx';

type NextStepProps = {
  step: Step | null;
  given: Given | null;
  answer: Card['answer'];
  texts: Texts;
};

export function NextStep({ step, given, answer, texts }: NextStepProps) {
  const mine = given !== null && given.adviceId === step?.adviceId ? given : null;
  return (
    <Flex direction="column" gap="small">
      {given?.phase === 'saved' && <Alert title={given.confirmation} variant="success" />}
      {given?.phase === 'saved' && given.answer !== 'done' && given.reason === undefined && (
        <WhyNot texts={texts} send={(reason) => answer(given.adviceId, given.answer, reason)} />
      )}
      {given?.phase === 'failed' && (
        <Alert title={texts['notSaved.title']} variant="danger">
          <Text>{texts['notSaved.text']}</Text>
          <Button size="xs" onClick={() => answer(given.adviceId, given.answer, given.reason)}>
            {texts.retry}
          </Button>
        </Alert>
      )}
      <Tile compact={true}>
        <Flex direction="column" gap="xs">
          <Inline gap="small" align="center">
            <Text variant="microcopy">{texts.nextStep}</Text>
            {step?.due && (
              <StatusTag variant={step.overdue ? 'danger' : 'info'} hollow={!step.overdue}>
                {step.due}
              </StatusTag>
            )}
          </Inline>
          {step === null ? (
            <Text>{texts.noNextStep}</Text>
          ) : (
            <StepBody step={step} given={mine} answer={answer} texts={texts} />
          )}
        </Flex>
      </Tile>
    </Flex>
  );
}

type StepBodyProps = NextStepProps & { step: Step };

function StepBody({ step, given, answer, texts }: StepBodyProps) {
  const over = step.answered !== null;
  return (
    <>
      <Text format={{ fontWeight: 'bold', lineDecoration: over ? 'strikethrough' : 'none' }}>
        {step.title}
      </Text>
      <Text>{step.why}</Text>
      <Text variant="microcopy">{step.confidence}</Text>
      {step.answered === null ? (
        <Answers step={step} given={given} answer={answer} texts={texts} />
      ) : (
        <StatusTag variant={step.answered.answer === 'done' ? 'success' : 'default'}>
          {step.answered.sentence}
        </StatusTag>
      )}
    </>
  );
}

const looks = { done: 'primary', dismissed: 'secondary', not_useful: 'secondary' } as const satisfies Record<
  Answer,
  'primary' | 'secondary'
>;

function Answers({ step, given, answer, texts }: StepBodyProps) {
  const saving = given?.phase === 'saving' ? given.answer : null;
  return (
    <>
      <ButtonRow>
        {step.answers.map((one) => (
          <LoadingButton
            key={one.answer}
            size="small"
            variant={looks[one.answer]}
            loading={saving === one.answer}
            disabled={saving !== null && saving !== one.answer}
            onClick={() => answer(step.adviceId, one.answer)}
          >
            {one.label}
          </LoadingButton>
        ))}
      </ButtonRow>
      {saving !== null && <Text variant="microcopy">{texts.saving}</Text>}
    </>
  );
}
