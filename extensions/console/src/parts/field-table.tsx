// The table of fields: what each may be used for, found by words, changed one by one or all that are shown.
import {
  Alert,
  Badge,
  Button,
  Checkbox,
  Group,
  Menu,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { FieldPermissionsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { FieldConfirm } from './field-confirm.tsx';
import {
  asByItself,
  changesOf,
  type Draft,
  drafted,
  type Field,
  fits,
  type Use,
  uses,
} from './field-draft.ts';
import { Card } from './page.tsx';
import { Answered, Empty } from './states.tsx';

const kinds = ['contact', 'company', 'lead', 'deal', 'ticket'] as const;
const filters = ['all', 'protected', 'changed', 'scored'] as const;
const mostShown = 200;

export function FieldTable() {
  const fields = useQuery({
    queryKey: ['fieldPermissions'],
    queryFn: () => ask<FieldPermissionsAnswer>('/api/field-permissions'),
  });
  return <Answered query={fields}>{(answer) => <Fields all={answer.fields} />}</Answered>;
}

function Fields({ all }: { all: Field[] }) {
  const { t, number } = useWords();
  const queries = useQueryClient();
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<string>('');
  const [filter, setFilter] = useState<string>('all');
  const [draft, setDraft] = useState<Draft>(new Map());
  const [asking, setAsking] = useState(false);
  const save = useMutation({
    mutationFn: (why: string) =>
      tell<FieldPermissionsAnswer>('PATCH', '/api/field-permissions', { changes: changesOf(draft), why }),
    onSuccess: (answer) => {
      queries.setQueryData(['fieldPermissions'], answer);
      setDraft(new Map());
      setAsking(false);
    },
  });
  const found = all.filter(
    (one) =>
      (kind === '' || one.objectType === kind) &&
      fits(one, filter) &&
      `${one.label} ${one.property}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const set = (list: readonly Field[], use: Use, value: boolean) =>
    setDraft((now) => drafted(now, list, use, value));
  if (all.length === 0) {
    return (
      <Card>
        <Empty title={t('console.fields.empty')}>{t('console.fields.empty.text')}</Empty>
      </Card>
    );
  }
  return (
    <Stack>
      <Text c="dimmed" className="prose">
        {t('console.fields.about')}
      </Text>
      <Card>
        <Group align="flex-end" mb="md">
          <TextInput
            type="search"
            label={t('console.fields.search')}
            placeholder={t('console.fields.searchFor')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            flex={1}
            miw={180}
          />
          <Select
            label={t('console.fields.object')}
            value={kind}
            onChange={(value) => setKind(value ?? '')}
            data={[
              { value: '', label: t('console.fields.object.all') },
              ...kinds
                .filter((one) => all.some(({ objectType }) => objectType === one))
                .map((value) => ({ value, label: t(`console.fields.object.${value}`) })),
            ]}
            allowDeselect={false}
            w={160}
          />
          <SegmentedControl
            aria-label={t('console.fields.filter')}
            value={filter}
            onChange={setFilter}
            data={filters.map((value) => ({ value, label: t(`console.fields.filter.${value}`) }))}
          />
        </Group>
        {found.length === 0 ? (
          <Empty title={t('console.fields.none')}>{t('console.fields.none.text')}</Empty>
        ) : (
          <>
            <Bulk
              count={found.length}
              off={(use) => set(found, use, false)}
              back={() => setDraft((now) => asByItself(now, found))}
            />
            <Lines fields={found.slice(0, mostShown)} draft={draft} set={set} />
            {found.length > mostShown && (
              <Text size="sm" c="dimmed" mt="sm">
                {t('console.fields.more', { shown: number(mostShown), all: number(found.length) })}
              </Text>
            )}
          </>
        )}
      </Card>
      {save.isSuccess && draft.size === 0 && (
        <Alert color="teal" role="status">
          {t('console.fields.saved')}
        </Alert>
      )}
      {draft.size > 0 && (
        <div className="savebar">
          <Group justify="space-between">
            <Text fw={600}>{t('console.fields.changes', { count: number(draft.size) })}</Text>
            <Group>
              <Button variant="subtle" onClick={() => setDraft(new Map())}>
                {t('console.discard')}
              </Button>
              <Button onClick={() => setAsking(true)}>{t('console.save')}</Button>
            </Group>
          </Group>
        </div>
      )}
      {asking && (
        <FieldConfirm
          fields={all}
          draft={draft}
          error={save.error}
          saving={save.isPending}
          save={(why) => save.mutate(why)}
          close={() => setAsking(false)}
        />
      )}
    </Stack>
  );
}

function Bulk({ count, off, back }: { count: number; off: (use: Use) => void; back: () => void }) {
  const { t, number } = useWords();
  return (
    <Group justify="flex-end" gap="xs">
      <Text size="sm" c="dimmed">
        {t('console.fields.bulk', { count: number(count) })}
      </Text>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="light">
            {t('console.fields.bulk.do')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {uses.map((use) => (
            <Menu.Item key={use} onClick={() => off(use)}>
              {t('console.fields.bulk.off', { use: t(`console.fields.use.${use}`) })}
            </Menu.Item>
          ))}
          <Menu.Item onClick={back}>{t('console.fields.bulk.back')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

type LinesProps = {
  fields: Field[];
  draft: Draft;
  set: (list: readonly Field[], use: Use, value: boolean) => void;
};

function Lines({ fields, draft, set }: LinesProps) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.fields.field')}</Table.Th>
            {uses.map((use) => (
              <Table.Th key={use} w={72} ta="center">
                <Tooltip label={t(`console.fields.use.${use}.text`)} multiline maw={260}>
                  <span>{t(`console.fields.use.${use}`)}</span>
                </Tooltip>
              </Table.Th>
            ))}
            <Table.Th>{t('console.fields.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Line key={field.field} field={field} draft={draft} set={set} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Line({ field, draft, set }: { field: Field } & Omit<LinesProps, 'fields'>) {
  const { t } = useWords();
  const now = { ...field.uses, ...draft.get(field.field) };
  return (
    <Table.Tr>
      <Table.Td maw={300}>
        <Text size="sm" fw={550}>
          {field.label}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {t(`console.fields.object.${field.objectType}`)} · {field.property}
        </Text>
      </Table.Td>
      {uses.map((use) => (
        <Table.Td key={use}>
          <Checkbox
            aria-label={`${field.label}: ${t(`console.fields.use.${use}`)}`}
            checked={now[use] && (use === 'keep' || now.keep) && (use !== 'chat' || now.show)}
            disabled={use === 'keep' ? field.needed : !now.keep || (use === 'chat' && !now.show)}
            onChange={(event) => set([field], use, event.currentTarget.checked)}
            styles={{ body: { justifyContent: 'center' } }}
          />
        </Table.Td>
      ))}
      <Table.Td>
        <Why field={field} />
      </Table.Td>
    </Table.Tr>
  );
}

function Why({ field }: { field: Field }) {
  const { t, known } = useWords();
  const { protection, weights, needed } = field;
  const decided = uses.some((use) => field.uses[use] !== field.byItself[use]);
  const ours =
    weights === 'used'
      ? t('console.fields.used')
      : weights !== null && protection === null
        ? known(`unused.${weights}`, t('console.suspects.title'))
        : '';
  return (
    <Group gap={6}>
      {protection !== null && (
        <Badge color="grape" variant="light" tt="none">
          {t(`console.fields.protection.${protection}`)}
        </Badge>
      )}
      {decided && (
        <Badge color="cyan" variant="light" tt="none">
          {t('console.fields.decided')}
        </Badge>
      )}
      <Text size="xs" c="dimmed">
        {[ours, needed ? t('console.fields.needed') : ''].filter((words) => words !== '').join(' · ')}
      </Text>
    </Group>
  );
}
