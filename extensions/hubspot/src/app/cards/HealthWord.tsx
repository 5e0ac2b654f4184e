// A person says how the customer stands instead of the index: the band, why, and for how many days; or lets it count again.
import {
  Alert,
  Button,
  ButtonRow,
  Flex,
  Form,
  LoadingButton,
  NumberInput,
  Text,
  TextArea,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { Band, HealthSay } from './card-view.ts';
import type { Texts } from './texts.ts';
import type { Card, Told } from './use-card.ts';

const leastReason = 3;
const longestReason = 500;
const usualDays = 30;
const mostDays = 180;

type Props = { say: HealthSay; told: Told | null; tell: Card['tell']; texts: Texts };

export function HealthWord({ say, told, tell, texts }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const isSaved = told?.phase === 'saved';
  // What was entered stays until it counts: whoever was too late need not write it again.
  useEffect(() => {
    if (isSaved) setIsOpen(false);
  }, [isSaved]);
  const isSaving = told?.phase === 'saving';
  const { said } = say;
  return (
    <Flex direction="column" gap="small">
      <HowItWent told={told} tell={tell} texts={texts} />
      {isOpen ? (
        <WordForm {...{ say, tell, texts, isSaving }} cancel={() => setIsOpen(false)} />
      ) : (
        <ButtonRow>
          <Button size="xs" disabled={isSaving} onClick={() => setIsOpen(true)}>
            {texts[said === null ? 'word.say' : 'word.other']}
          </Button>
          {said !== null && (
            <LoadingButton
              size="xs"
              variant="secondary"
              loading={isSaving}
              onClick={() => tell({ takeBack: said })}
            >
              {texts['word.back']}
            </LoadingButton>
          )}
        </ButtonRow>
      )}
    </Flex>
  );
}

function HowItWent({ told, tell, texts }: Omit<Props, 'say'>) {
  if (told === null || told.phase === 'saving') return null;
  if (told.phase === 'failed')
    return (
      <Alert title={texts['notSaved.title']} variant="danger">
        <Text>{texts['notSaved.text']}</Text>
        <Button size="xs" onClick={() => tell(told.word)}>
          {texts.retry}
        </Button>
      </Alert>
    );
  return <Alert title={told.confirmation} variant={told.phase === 'late' ? 'warning' : 'success'} />;
}

type FormProps = Omit<Props, 'told'> & { isSaving: boolean; cancel: () => void };

function WordForm({ say, tell, texts, isSaving, cancel }: FormProps) {
  const [band, setBand] = useState<Band | null>(null);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(usualDays);
  const why = reason.trim();
  const inTime = Number.isInteger(days) && days >= 1 && days <= mostDays;
  const isWhole = band !== null && why.length >= leastReason && inTime;
  return (
    <Form
      preventDefault={true}
      onSubmit={() => {
        if (isWhole && !isSaving) tell({ say: { band, reason: why, days, replaces: say.said } });
      }}
    >
      <Flex direction="column" gap="small">
        <ToggleGroup
          name="band"
          label={texts['word.band']}
          toggleType="radioButtonList"
          options={say.bands.map((one) => ({ label: one.label, value: one.band }))}
          value={band ?? ''}
          onChange={(chosen) => setBand(say.bands.find((one) => one.band === chosen)?.band ?? null)}
        />
        <TextArea
          name="why"
          label={texts['word.why']}
          value={reason}
          maxLength={longestReason}
          onInput={(typed) => setReason(typed.slice(0, longestReason))}
        />
        <NumberInput
          name="days"
          label={texts['word.days']}
          min={1}
          max={mostDays}
          precision={0}
          value={days}
          onChange={setDays}
        />
        <Text variant="microcopy">{texts['word.about']}</Text>
        <ButtonRow>
          <LoadingButton type="submit" size="xs" variant="primary" loading={isSaving} disabled={!isWhole}>
            {texts['word.save']}
          </LoadingButton>
          <Button size="xs" variant="transparent" onClick={cancel}>
            {texts['word.cancel']}
          </Button>
        </ButtonRow>
      </Flex>
    </Form>
  );
}
