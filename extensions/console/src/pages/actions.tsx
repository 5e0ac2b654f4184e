// The log of actions: what was written where and when, what waits, what was refused, and what a dry run would do.
import { Button, Center, Group, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { ActionsAnswer } from '../api-types.ts';
import { ActionsTable } from '../parts/actions-table.tsx';
import { Card, Page } from '../parts/page.tsx';
import { ParkedDeliveries } from '../parts/parked-deliveries.tsx';
import { Empty, Loading, Problem } from '../parts/states.tsx';
import { usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

const states = ['parked', 'pending', 'done', 'dry'] as const;
const kinds = ['crm.write', 'crm.task', 'chat.alert', 'chat.say', 'chat.forget', 'web.hook'] as const;

export function Actions() {
  const { t } = useWords();
  const { query, go } = usePlace();
  const state = query.get('state') ?? '';
  const kind = query.get('kind') ?? '';
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    go(`/actions?${next}`, true);
  };
  const actions = useInfiniteQuery({
    queryKey: ['actions', state, kind],
    queryFn: ({ pageParam, signal }) =>
      ask<ActionsAnswer>('/api/actions', { state, kind, before: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: 10_000,
  });
  const all = actions.data?.pages.flatMap((page) => page.actions) ?? [];
  return (
    <Page title={t('console.actions.title')} about={t('console.actions.about')}>
      <Card>
        <Group mb="md" justify="space-between">
          <SegmentedControl
            aria-label={t('console.actions.state')}
            value={state}
            onChange={(value) => change('state', value)}
            data={[
              { value: '', label: t('console.subjects.all') },
              ...states.map((value) => ({ value, label: t(`console.state.${value}`) })),
            ]}
          />
          <Select
            aria-label={t('console.actions.what')}
            placeholder={t('console.actions.what')}
            value={kind === '' ? null : kind}
            onChange={(value) => change('kind', value ?? '')}
            clearable
            data={kinds.map((value) => ({ value, label: t(`console.action.${value}`) }))}
            w={220}
          />
        </Group>
        {actions.error !== null && actions.data === undefined && (
          <Problem error={actions.error} again={() => void actions.refetch()} />
        )}
        {actions.isPending && <Loading />}
        {actions.data !== undefined && all.length === 0 && (
          <Empty title={t('console.actions.none')}>
            {t(state === 'parked' ? 'console.actions.noneParked' : 'console.actions.none.text')}
          </Empty>
        )}
        {all.length > 0 && <ActionsTable actions={all} withSubject />}
        {actions.hasNextPage && (
          <Center mt="md">
            <Button
              variant="default"
              loading={actions.isFetchingNextPage}
              onClick={() => void actions.fetchNextPage()}
            >
              {t('console.actions.more')}
            </Button>
          </Center>
        )}
      </Card>
      {(state === '' || state === 'parked') && <ParkedDeliveries />}
    </Page>
  );
}
