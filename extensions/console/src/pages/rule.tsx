// One rule: what it looks at, what it advises, whom it is about now, what it would have done, and going live by the count.
import { Alert, Button, Grid, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { SaveRuleAnswer } from '../api-types.ts';
import { bare, type Group as Conditions, emptyGroup, isGroup, type Kind } from '../parts/condition.ts';
import { ConditionEditor } from '../parts/condition-editor.tsx';
import { Card, Page } from '../parts/page.tsx';
import { RuleBacktest } from '../parts/rule-backtest.tsx';
import { RuleNow } from '../parts/rule-now.tsx';
import { RuleSwitch } from '../parts/rule-switch.tsx';
import { Answered, Problem } from '../parts/states.tsx';
import { useCondition } from '../parts/use-condition.ts';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { type RuleLine, RuleState, useRules } from './rules.tsx';

type Advice = RuleLine['advice'];
type Head = { readonly title: string; readonly kind: Kind; readonly advice: Advice };

const kinds = ['company', 'contact', 'lead', 'deal'] as const;
const codes = [
  ...(['review_health', 'interview_customer', 'fix_support', 'reengage_users', 'call_now'] as const),
  ...(['reach_out', 'nurture', 'ask_missing', 'send_comparison', 'expert_call', 'send_guide'] as const),
  ...(['remind_activation', 'close_deal', 'settle_close', 'revive_deal', 'rescue_deal'] as const),
] satisfies readonly Advice['code'][];

export function Rule({ id }: { id: string }) {
  const { t } = useWords();
  const rules = useRules();
  return (
    <Answered query={rules}>
      {(answer) => {
        const rule = answer.rules.find((one) => one.id === id);
        if (rule === undefined && id !== 'new')
          return (
            <Alert color="gray" title={t('console.noPage')}>
              <Link to="/rules">{t('console.rulePage.title')}</Link>
            </Alert>
          );
        const taken = answer.rules.map((one) => one.id);
        return <Editor key={id} rule={rule ?? null} taken={taken} />;
      }}
    </Answered>
  );
}

function Editor({ rule, taken }: { rule: RuleLine | null; taken: readonly string[] }) {
  const { t, locale } = useWords();
  const { go } = usePlace();
  const queries = useQueryClient();
  const before: Conditions = isGroup(rule?.when) ? rule.when : emptyGroup;
  const [head, setHead] = useState<Head>({
    title: rule?.title[locale] ?? '',
    kind: rule?.kind ?? 'company',
    advice: rule?.advice ?? { code: 'review_health', alert: false, task: false },
  });
  const condition = useCondition(head.kind, before);
  const save = useMutation({
    mutationFn: (when: Conditions) =>
      tell<SaveRuleAnswer>('POST', `/api/rules/${rule?.id ?? freeId(head.title, taken)}`, { ...head, when }),
    async onSuccess(saved) {
      await queries.invalidateQueries({ queryKey: ['rules'] });
      if (rule === null) go(`/rules/${saved.id}`, true);
    },
  });
  const isNew =
    rule === null ||
    head.title !== rule.title[locale] ||
    JSON.stringify(head.advice) !== JSON.stringify(rule.advice) ||
    condition.cel !== null ||
    JSON.stringify(bare(condition.tree)) !== JSON.stringify(before);
  const hasConditions = condition.cel !== null || condition.tree.rules.length > 0;
  const { sound } = condition;
  return (
    <Page
      title={rule === null ? t('console.rulePage.new') : rule.title[locale]}
      about={<Link to="/rules">{t('console.rulePage.back')}</Link>}
      actions={rule !== null && <RuleState rule={rule} />}
    >
      <Grid gap="lg">
        <Grid.Col span={12}>
          <Card title={t('console.rulePage.what')}>
            <Stack>
              <HeadFields head={head} change={setHead} isNew={rule === null} />
              <ConditionEditor condition={condition} />
              {save.error !== null && <Problem error={save.error} />}
              <Group>
                <Button
                  disabled={!isNew || sound === null || !hasConditions || head.title.trim() === ''}
                  loading={save.isPending}
                  onClick={() => {
                    if (sound === null) return;
                    condition.reset(sound);
                    save.mutate(sound);
                  }}
                >
                  {t('console.rulePage.save')}
                </Button>
                {rule?.live !== null && rule !== null && isNew && (
                  <Text size="sm" c="dimmed">
                    {t('console.rulePage.save.text')}
                  </Text>
                )}
              </Group>
            </Stack>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <RuleNow kind={head.kind} when={hasConditions ? sound : null} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <RuleSwitch rule={rule} changed={isNew} />
        </Grid.Col>
        <Grid.Col span={12}>
          <RuleBacktest kind={head.kind} when={hasConditions ? sound : null} id={rule?.id ?? null} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function HeadFields({ head, change, isNew }: { head: Head; change: (next: Head) => void; isNew: boolean }) {
  const { t } = useWords();
  const { title, kind, advice } = head;
  const set = (next: Partial<Advice>) => change({ ...head, advice: { ...advice, ...next } });
  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, sm: 5 }}>
          <TextInput
            label={t('console.rulePage.name')}
            value={title}
            onChange={(event) => change({ ...head, title: event.currentTarget.value })}
            maxLength={120}
            required
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 3 }}>
          <Select
            label={t('console.rulePage.kind')}
            value={kind}
            onChange={(to) => change({ ...head, kind: kinds.find((one) => one === to) ?? kind })}
            data={kinds.map((value) => ({ value, label: t(`console.rulePage.kind.${value}`) }))}
            // What a field means hangs on whom it is asked of; another kind is another rule.
            disabled={!isNew}
            allowDeselect={false}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 4 }}>
          <Select
            label={t('console.rulePage.advises')}
            value={advice.code}
            onChange={(to) => set({ code: codes.find((one) => one === to) ?? advice.code })}
            data={codes.map((value) => ({ value, label: t(`advice.${value}.title`) }))}
            allowDeselect={false}
          />
        </Grid.Col>
      </Grid>
      <Group gap="xl">
        <Switch
          label={t('console.rulePage.alert')}
          checked={advice.alert}
          onChange={(event) => set({ alert: event.currentTarget.checked })}
        />
        <Switch
          label={t('console.rulePage.task')}
          checked={advice.task}
          onChange={(event) => set({ task: event.currentTarget.checked })}
        />
      </Group>
    </>
  );
}

/** A name for the rule in addresses, of its title as far as that can be written there. */
function freeId(title: string, taken: readonly string[]): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const base = `own-${words === '' ? 'rule' : words}`;
  for (let nr = 1; ; nr += 1) {
    const id = nr === 1 ? base : `${base}-${nr}`;
    if (!taken.includes(id)) return id;
  }
}
