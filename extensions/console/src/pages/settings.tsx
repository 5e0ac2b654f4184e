// The tenant's choices: what counts as won and lost, alerts, language, dry run, and features that must not be used.
import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { ChangeSettingsBody, SettingsAnswer } from '../api-types.ts';
import { AlertChoices } from '../parts/alert-choices.tsx';
import { CollectionDial } from '../parts/collection-dial.tsx';
import { Directions } from '../parts/directions.tsx';
import { EventMeanings } from '../parts/event-meanings.tsx';
import { General } from '../parts/general.tsx';
import { LeftOut } from '../parts/left-out.tsx';
import { OutcomeRules } from '../parts/outcome-rules.tsx';
import { Card, Page } from '../parts/page.tsx';
import { isAskable, Sentiment } from '../parts/sentiment.tsx';
import { SeveralCrms } from '../parts/several-crms.tsx';
import { Answered, Problem } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

export function Settings() {
  const { t } = useWords();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: () => ask<SettingsAnswer>('/api/settings'),
  });
  return (
    <Page title={t('console.settings.title')} about={t('console.settings.about')}>
      <Answered query={settings}>{(answer) => <Sections saved={answer} />}</Answered>
    </Page>
  );
}

function Sections({ saved }: { saved: SettingsAnswer }) {
  const { t } = useWords();
  return (
    <Stack gap="lg">
      <Section
        name="general"
        saved={{ locale: saved.locale, timeZone: saved.timeZone, dryRun: saved.dryRun }}
      >
        {(value, change) => <General value={value} change={change} />}
      </Section>
      <Section name="outcomes" saved={{ outcomes: saved.outcomes }}>
        {(value, change) => (
          <OutcomeRules rules={value.outcomes} change={(outcomes) => change({ outcomes })} />
        )}
      </Section>
      <Section name="alerts" saved={{ alerts: saved.alerts }}>
        {(value, change) => <AlertChoices alerts={value.alerts} change={(alerts) => change({ alerts })} />}
      </Section>
      <Section name="learning" saved={{ learning: saved.learning }}>
        {(value, change) => (
          <Switch
            label={t('console.settings.learning.approval')}
            description={t('console.settings.learning.approval.text')}
            checked={value.learning.approval}
            onChange={(event) => change({ learning: { approval: event.currentTarget.checked } })}
          />
        )}
      </Section>
      <Section name="crms" saved={{ identity: saved.identity, writes: saved.writes }}>
        {(value, change) => <SeveralCrms value={value} change={change} />}
      </Section>
      <Section name="collection" saved={{ collection: saved.collection }}>
        {(value, change) => (
          <CollectionDial
            saved={saved.collection}
            value={value.collection}
            change={(collection) => change({ collection })}
          />
        )}
      </Section>
      <Section name="meanings" saved={{ usage: saved.usage }}>
        {(value, change) => <EventMeanings value={value.usage} change={(usage) => change({ usage })} />}
      </Section>
      <Section
        name="sentiment"
        saved={{ sentiment: saved.sentiment }}
        isSound={({ sentiment }) => isAskable(sentiment)}
      >
        {(value, change) => (
          <Sentiment value={value.sentiment} change={(sentiment) => change({ sentiment })} />
        )}
      </Section>
      <Section name="features" saved={{ leftOutFeatures: saved.leftOutFeatures }}>
        {(value, change) => (
          <LeftOut names={value.leftOutFeatures} change={(leftOutFeatures) => change({ leftOutFeatures })} />
        )}
      </Section>
      <Section name="directions" saved={{ directions: saved.directions }}>
        {(value, change) => (
          <Directions value={value.directions} change={(directions) => change({ directions })} />
        )}
      </Section>
    </Stack>
  );
}

type SectionProps<Value extends ChangeSettingsBody> = {
  name:
    | 'general'
    | 'outcomes'
    | 'alerts'
    | 'learning'
    | 'crms'
    | 'collection'
    | 'meanings'
    | 'sentiment'
    | 'features'
    | 'directions';
  saved: Value;
  /** Whether it can be saved as it stands; what is wrong is said where it stands. */
  isSound?: (value: Value) => boolean;
  children: (value: Value, change: (next: Value) => void) => React.ReactNode;
};

/** One group of choices: nothing is saved until the person says so, and what was saved is said. */
function Section<Value extends ChangeSettingsBody>({ name, saved, isSound, children }: SectionProps<Value>) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Value | null>(null);
  const save = useMutation({
    mutationFn: (body: Value) => tell<SettingsAnswer>('PATCH', '/api/settings', body),
    onSuccess: (answer) => {
      queries.setQueryData(['settings'], answer);
      // What events count as hangs on the settings.
      void queries.invalidateQueries({ queryKey: ['product-events'] });
      setDraft(null);
    },
  });
  const changed = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved);
  return (
    <Card title={t(`console.settings.${name}`)}>
      <Stack>
        <Text c="dimmed" className="prose">
          {t(`console.settings.${name}.about`)}
        </Text>
        {children(draft ?? saved, setDraft)}
        {save.error !== null && <Problem error={save.error} />}
        {save.isSuccess && !changed && (
          <Alert color="teal" role="status">
            {t(`console.settings.${name}.saved`)}
          </Alert>
        )}
        <Group>
          <Button
            disabled={!changed || isSound?.(draft) === false}
            loading={save.isPending}
            onClick={() => {
              if (draft !== null) save.mutate(draft);
            }}
          >
            {t('console.save')}
          </Button>
          {changed && (
            <Button variant="subtle" onClick={() => setDraft(null)}>
              {t('console.discard')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
