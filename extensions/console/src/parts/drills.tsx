// Drills: those that were, one to begin, one to judge, one to read.
import { Alert, Badge, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { DrillsAnswer, StartDrillAnswer } from '../api-types.ts';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { DrillJudge } from './drill-judge.tsx';
import { DrillReport } from './drill-report.tsx';
import { Card } from './page.tsx';
import { Answered, Empty, Problem } from './states.tsx';

const targets = ['lead', 'deal', 'churn'] as const;

export function Drills({ path }: { path: string }) {
  const { t } = useWords();
  const [, id, report] = /^\/governance\/drills\/([0-9a-f-]{36})(\/report)?$/.exec(path) ?? [];
  if (id === undefined) return <All />;
  return (
    <Stack>
      <Link to="/governance/drills">{t('console.drill.back')}</Link>
      {report === undefined ? <DrillJudge key={id} id={id} /> : <DrillReport id={id} />}
    </Stack>
  );
}

function All() {
  const { t } = useWords();
  const drills = useQuery({ queryKey: ['drills'], queryFn: () => ask<DrillsAnswer>('/api/drills') });
  return (
    <Stack>
      <Text c="dimmed" className="prose">
        {t('console.drill.about')}
      </Text>
      <Answered query={drills}>
        {(answer) => (
          <>
            {answer.due && <Alert color="cyan">{t('console.drill.due')}</Alert>}
            <Begin />
            {answer.drills.length === 0 ? (
              <Card>
                <Empty title={t('console.drill.none')}>{t('console.drill.none.text')}</Empty>
              </Card>
            ) : (
              answer.drills.map((one) => <Line key={one.id} drill={one} />)
            )}
          </>
        )}
      </Answered>
    </Stack>
  );
}

function Line({ drill }: { drill: DrillsAnswer['drills'][number] }) {
  const { t, number, when } = useWords();
  const { go } = usePlace();
  const queries = useQueryClient();
  const close = useMutation({
    mutationFn: () => tell('POST', `/api/drills/${drill.id}/close`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['drills'] }),
  });
  const counts = {
    cases: number(drill.cases),
    judged: number(drill.judged),
    judges: number(drill.judges),
    known: number(drill.known),
  };
  return (
    <Card>
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600}>{drill.title}</Text>
            <Badge variant="light" tt="none">
              {t(`console.drill.target.${drill.target}`)}
            </Badge>
            <Badge variant="light" tt="none" color={drill.state === 'open' ? 'teal' : 'gray'}>
              {t(`console.drill.state.${drill.state}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t('console.drill.line', counts)} · {drill.madeBy}, {when(drill.madeAt)} ·{' '}
            {t('console.drill.until', { when: when(drill.endsAt) })}
          </Text>
          {close.error !== null && <Problem error={close.error} />}
        </div>
        <Group gap="xs">
          {drill.state === 'open' && (
            <>
              <Button onClick={() => go(`/governance/drills/${drill.id}`)}>{t('console.drill.judge')}</Button>
              <Button variant="subtle" loading={close.isPending} onClick={() => close.mutate()}>
                {t('console.drill.close')}
              </Button>
            </>
          )}
          <Button variant="light" onClick={() => go(`/governance/drills/${drill.id}/report`)}>
            {t('console.drill.report')}
          </Button>
        </Group>
      </Group>
    </Card>
  );
}

function Begin() {
  const { t } = useWords();
  const { go } = usePlace();
  const queries = useQueryClient();
  const [target, setTarget] = useState<string>('lead');
  const [title, setTitle] = useState('');
  const [size, setSize] = useState<number>(40);
  const [days, setDays] = useState<number>(14);
  const start = useMutation({
    mutationFn: () =>
      tell<StartDrillAnswer>('POST', '/api/drills', { target, title: title.trim(), size, days }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['drills'] });
      go(`/governance/drills/${id}`);
    },
  });
  return (
    <Card title={t('console.drill.new')}>
      <Stack>
        <Group align="flex-end">
          <Select
            label={t('console.drill.target')}
            value={target}
            onChange={(value) => setTarget(value ?? 'lead')}
            data={targets.map((value) => ({ value, label: t(`console.drill.target.${value}`) }))}
            allowDeselect={false}
            w={220}
          />
          <TextInput
            label={t('console.drill.name')}
            placeholder={t('console.drill.name.example')}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={120}
            flex={1}
            miw={180}
          />
          <NumberInput
            label={t('console.drill.size')}
            value={size}
            onChange={(value) => setSize(Number(value))}
            min={10}
            max={200}
            w={110}
          />
          <NumberInput
            label={t('console.drill.days')}
            value={days}
            onChange={(value) => setDays(Number(value))}
            min={1}
            max={90}
            w={130}
          />
          <Button disabled={title.trim() === ''} loading={start.isPending} onClick={() => start.mutate()}>
            {t('console.drill.begin')}
          </Button>
        </Group>
        {start.error !== null && <Problem error={start.error} />}
      </Stack>
    </Card>
  );
}
