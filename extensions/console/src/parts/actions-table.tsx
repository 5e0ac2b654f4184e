// Actions as rows: what was done to whom, when, and why it was refused.
import { Badge, Button, Code, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { ActionsAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

type Action = ActionsAnswer['actions'][number];

const colors = { pending: 'cyan', done: 'teal', parked: 'red', dry: 'yellow', cancelled: 'gray' } as const;

export function ActionsTable({ actions, withSubject }: { actions: Action[]; withSubject: boolean }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.actions.when')}</Table.Th>
            {withSubject && <Table.Th>{t('console.subjects.name')}</Table.Th>}
            <Table.Th>{t('console.actions.what')}</Table.Th>
            <Table.Th>{t('console.actions.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {actions.map((action) => (
            <Row key={action.id} action={action} withSubject={withSubject} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ action, withSubject }: { action: Action; withSubject: boolean }) {
  const { t, known, when } = useWords();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => tell('POST', `/api/actions/${action.id}/retry`),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Text size="sm">{when(action.doneAt ?? action.createdAt)}</Text>
      </Table.Td>
      {withSubject && (
        <Table.Td>
          <Link to={`/subjects/${action.subject.id}`} className="row-link">
            {action.subject.name}
          </Link>
          {action.objectType !== null && (
            <Text size="xs" c="dimmed">
              {known(`console.object.one.${action.objectType}`, action.objectType)} {action.externalId}
            </Text>
          )}
        </Table.Td>
      )}
      <Table.Td>
        <What action={action} />
      </Table.Td>
      <Table.Td maw={300}>
        <Stack gap={4} align="flex-start">
          <Badge color={colors[action.state]} variant="light" tt="none">
            {t(`console.state.${action.state}`)}
          </Badge>
          {action.problem !== null && (
            <Text size="xs" c={action.state === 'parked' ? 'red' : 'dimmed'}>
              {known(`console.action.problem.${action.problem}`, action.problem)}
              {action.code === null ? '' : ` (${action.code})`}
            </Text>
          )}
          {action.state === 'parked' && (
            <Button
              size="compact-xs"
              variant="light"
              loading={retry.isPending}
              onClick={() => retry.mutate()}
            >
              {t('console.actions.retry')}
            </Button>
          )}
          {retry.error !== null && <Problem error={retry.error} />}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}

function What({ action }: { action: Action }) {
  const { t } = useWords();
  const payload = toRecord(action.payload);
  const fields = Object.entries(toRecord(payload['properties']));
  const subject = payload['subject'];
  return (
    <>
      <Text size="sm" fw={550}>
        {t(`console.action.${action.kind}`)}
      </Text>
      {typeof subject === 'string' && action.kind === 'crm.task' && <Text size="sm">{subject}</Text>}
      {fields.length > 0 && (
        <details>
          <summary>
            <Text size="xs" c="dimmed" component="span">
              {t('console.actions.fields', { count: fields.length })}
            </Text>
          </summary>
          <Stack gap={2} mt={4}>
            {fields.map(([name, value]) => (
              <Text key={name} size="xs">
                <Code>{name}</Code> {String(value)}
              </Text>
            ))}
          </Stack>
        </details>
      )}
    </>
  );
}

function toRecord(value: unknown): { [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
