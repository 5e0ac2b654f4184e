// Stages: where customers stand on their way, by the tenant's own rules, and how many are in each now.
import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { SaveStagesAnswer, StagesAnswer, TemplatesAnswer } from '../api-types.ts';
import { bare, type Group as Conditions, emptyGroup, isGroup } from '../parts/condition.ts';
import { Card, Page } from '../parts/page.tsx';
import { type Stage, StageCard } from '../parts/stage-card.tsx';
import { Answered, Empty, Problem } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

type Plan = { kind: 'contact' | 'company'; stages: Stage[] };

/** As many as the server takes. */
const mostStages = 12;

export function Stages() {
  const { t } = useWords();
  const stages = useQuery({
    queryKey: ['stages'],
    queryFn: () => ask<StagesAnswer>('/api/stages'),
    refetchInterval: 15_000,
  });
  return (
    <Page title={t('console.stages.title')} about={t('console.stages.about')}>
      <Answered query={stages}>{(answer) => <Editor answer={answer} />}</Answered>
    </Page>
  );
}

function toPlan({ kind, stages }: StagesAnswer['plan']): Plan {
  const conditions = (rule: unknown): Conditions => (isGroup(rule) ? rule : emptyGroup);
  return {
    kind,
    stages: stages.map(({ id, name, enter, leave }) => ({
      ...{ id, name, enter: conditions(enter) },
      leave: leave === null ? null : conditions(leave),
    })),
  };
}

const kept = ({ kind, stages }: Plan): Plan => ({
  kind,
  stages: stages.map((one) => ({
    ...one,
    enter: bare(one.enter),
    leave: one.leave === null ? null : bare(one.leave),
  })),
});

function Editor({ answer }: { answer: StagesAnswer }) {
  const { t, number } = useWords();
  const queries = useQueryClient();
  const saved = toPlan(answer.plan);
  const [draft, setDraft] = useState<Plan | null>(null);
  /** Cards that were open begin anew when other stages take the place of theirs. */
  const [round, setRound] = useState(0);
  const [unsound, setUnsound] = useState<ReadonlySet<string>>(new Set());
  const plan = draft ?? saved;
  const save = useMutation({
    mutationFn: (to: Plan) => tell<SaveStagesAnswer>('POST', '/api/stages', kept(to)),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['stages'] });
      setDraft(null);
    },
  });
  const replace = (to: Plan | null) => {
    setDraft(to);
    setRound(round + 1);
  };
  const set = (stages: Stage[]) => setDraft({ ...plan, stages });
  const move = (place: number, by: number) => {
    const stages = [...plan.stages];
    const [one] = stages.splice(place, 1);
    if (one !== undefined) stages.splice(place + by, 0, one);
    set(stages);
  };
  const counts = new Map(answer.counts.map(({ stage, count }) => [stage, count]));
  const changed = draft !== null && JSON.stringify(kept(draft)) !== JSON.stringify(kept(saved));
  const named = plan.stages.every(({ name }) => name.en.trim() !== '' && name['zh-CN'].trim() !== '');
  const wrong = plan.stages.some(
    ({ id, leave }) => unsound.has(`${id}/enter`) || (leave !== null && unsound.has(`${id}/leave`)),
  );
  const gone = answer.counts.filter(({ stage }) => !plan.stages.some(({ id }) => id === stage));
  const mark = (id: string, sound: boolean) =>
    setUnsound((before) => {
      if (before.has(id) !== sound) return before;
      const next = new Set(before);
      if (sound) next.delete(id);
      else next.add(id);
      return next;
    });
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <Select
          label={t('console.stages.kind')}
          value={plan.kind}
          onChange={(to) => setDraft({ ...plan, kind: to === 'contact' ? 'contact' : 'company' })}
          data={(['company', 'contact'] as const).map((value) => ({
            value,
            label: t(`console.rulePage.kind.${value}`),
          }))}
          allowDeselect={false}
          w={180}
        />
        <FromTemplate use={replace} />
      </Group>
      {plan.stages.length === 0 && (
        <Card>
          <Empty title={t('console.stages.none')}>{t('console.stages.none.text')}</Empty>
        </Card>
      )}
      {plan.stages.map((stage, place) => (
        <StageCard
          key={`${round}/${plan.kind}/${stage.id}`}
          stage={stage}
          place={place}
          last={place === plan.stages.length - 1}
          kind={plan.kind}
          count={counts.get(stage.id) ?? 0}
          change={(next) => set(plan.stages.map((one, nr) => (nr === place ? next : one)))}
          sound={(rule, is) => mark(`${stage.id}/${rule}`, is)}
          move={(by) => move(place, by)}
          remove={() => set(plan.stages.filter((_, nr) => nr !== place))}
        />
      ))}
      {gone.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('console.stages.gone', { count: number(gone.reduce((sum, { count }) => sum + count, 0)) })}
        </Text>
      )}
      {plan.stages.length < mostStages && (
        <Group>
          <Button variant="default" onClick={() => set([...plan.stages, freshStage(plan.stages)])}>
            {t('console.stages.add')}
          </Button>
        </Group>
      )}
      {save.error !== null && <Problem error={save.error} />}
      {changed && (
        <Group className="savebar" justify="space-between">
          <Group gap="xs">
            <Badge variant="light" tt="none" color="orange">
              {t('console.stages.changed')}
            </Badge>
            <Text size="sm">{t(named ? 'console.stages.effect' : 'console.stages.unnamed')}</Text>
          </Group>
          <Group gap="xs">
            <Button variant="subtle" onClick={() => replace(null)}>
              {t('console.discard')}
            </Button>
            <Button disabled={!named || wrong} loading={save.isPending} onClick={() => save.mutate(plan)}>
              {t('console.save')}
            </Button>
          </Group>
        </Group>
      )}
    </Stack>
  );
}

/** A name of its own, which stays when the words change. */
function freshStage(stages: readonly Stage[]): Stage {
  let nr = stages.length + 1;
  while (stages.some(({ id }) => id === `stage_${nr}`)) nr += 1;
  return { id: `stage_${nr}`, name: { en: '', 'zh-CN': '' }, enter: emptyGroup, leave: null };
}

/** Puts a template's stages into the editor; nothing is kept before somebody saves. */
function FromTemplate({ use }: { use: (plan: Plan) => void }) {
  const { t, locale } = useWords();
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: () => ask<TemplatesAnswer>('/api/templates'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const all = (templates.data?.templates ?? []).filter(({ stages }) => stages.stages.length > 0);
  return (
    <Select
      label={t('console.stages.template')}
      placeholder={t('console.stages.template.choose')}
      searchable
      w={340}
      value={null}
      onChange={(id) => {
        const template = all.find((one) => one.id === id);
        if (template !== undefined) use(toPlan(template.stages));
      }}
      data={all.map((one) => ({
        value: one.id,
        label: `${t(`console.industry.${one.industry}`)}: ${one.name[locale]}`,
      }))}
    />
  );
}
