// The connected accounts, whether they work and what to do where they do not; event sources and API keys.
import { Alert, Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, tell } from '../api.ts';
import type { ConnectionsAnswer, MeAnswer } from '../api-types.ts';
import { AccessReport } from '../parts/access-report.tsx';
import { Arrival } from '../parts/arrival.tsx';
import { Keys } from '../parts/keys.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Answered, Problem } from '../parts/states.tsx';
import { useWords } from '../texts.tsx';

type Connection = ConnectionsAnswer['connections'][number];
const names = { hubspot: 'HubSpot', slack: 'Slack', salesforce: 'Salesforce' } as const;

export function Connections({ me }: { me: MeAnswer }) {
  const { t } = useWords();
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => ask<ConnectionsAnswer>('/api/connections'),
    refetchInterval: 10_000,
  });
  return (
    <Page title={t('console.connections.title')} about={t('console.connections.about')}>
      <Answered query={connections}>
        {(answer) => (
          <Stack>
            {(['hubspot', 'slack', 'salesforce'] as const).map((platform) => (
              <PlatformCard
                key={platform}
                platform={platform}
                available={me.connectable.some((one) => one === platform)}
                connections={answer.connections.filter((one) => one.platform === platform)}
              />
            ))}
          </Stack>
        )}
      </Answered>
      <Keys
        title={t('console.sources.title')}
        about={t('console.sources.about', { url: me.publicUrl })}
        kind="sources"
        path="/api/event-sources"
      />
      <Keys title={t('console.keys.title')} about={t('console.keys.about')} kind="keys" path="/api/keys" />
    </Page>
  );
}

type PlatformProps = { platform: keyof typeof names; available: boolean; connections: Connection[] };

function PlatformCard({ platform, available, connections }: PlatformProps) {
  const { t } = useWords();
  const name = names[platform];
  const connect = available ? (
    <Button
      component="a"
      href={`/oauth/${platform}/start`}
      variant={connections.length === 0 ? 'filled' : 'default'}
      size="sm"
    >
      {t(connections.length === 0 ? 'console.connect' : 'console.connect.another', { platform: name })}
    </Button>
  ) : undefined;
  return (
    <Card title={name} aside={connect}>
      <Stack>
        {connections.length === 0 && <Text c="dimmed">{t(`console.connections.none.${platform}`)}</Text>}
        {connections.length === 0 && !available && (
          <Text size="sm">
            {t('console.connections.unavailable', { variable: `${platform.toUpperCase()}_CLIENT_ID` })}
          </Text>
        )}
        {connections.map((connection) => (
          <Line key={connection.id} connection={connection} />
        ))}
      </Stack>
    </Card>
  );
}

function Line({ connection }: { connection: Connection }) {
  const { t, when } = useWords();
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const name = connection.name ?? connection.externalId;
  const platform = names[connection.platform];
  const disconnect = useMutation({
    mutationFn: () => tell('DELETE', `/api/connections/${connection.id}`),
    onSuccess: () => {
      close();
      return queries.invalidateQueries();
    },
  });
  const active = connection.state === 'active';
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <div>
          <Group gap="sm">
            <Text fw={600}>{name}</Text>
            <Badge variant="light" tt="none" color={active ? 'teal' : 'red'}>
              {t(`console.connection.${connection.state}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t('console.connection.since', { id: connection.externalId, when: when(connection.connectedAt) })}
          </Text>
        </div>
        {active ? (
          <Button variant="subtle" color="red" size="xs" onClick={open}>
            {t('console.disconnect')}
          </Button>
        ) : (
          <Button component="a" href={`/oauth/${connection.platform}/start`} size="xs">
            {t('console.connect', { platform })}
          </Button>
        )}
      </Group>
      {!active && (
        <Alert color="red" title={t(`console.connection.${connection.state}.title`, { platform })}>
          <Text size="sm">{t(`console.connection.${connection.state}.now`, { platform })}</Text>
          {connection.reason !== null && (
            <Text size="xs" c="dimmed" mt={4}>
              {reasonWords(connection.reason)}
            </Text>
          )}
        </Alert>
      )}
      {active && connection.reason !== null && (
        <Alert color="yellow" title={t('console.connection.lost.title', { platform })}>
          <Text size="sm">{t('console.connection.lost.now', { platform })}</Text>
          <Button component="a" href={`/oauth/${connection.platform}/start`} size="xs" mt="xs">
            {t('console.connect', { platform })}
          </Button>
        </Alert>
      )}
      <details>
        <summary>
          <Text size="xs" c="dimmed" component="span">
            {t('console.connection.scopes', { count: connection.scopes.length })}
          </Text>
        </summary>
        <Text size="xs">{connection.scopes.join(', ')}</Text>
      </details>
      {active && <Arrival connection={connection} platform={platform} />}
      {active && connection.platform !== 'slack' && (
        <AccessReport connection={connection.id} platform={platform} />
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t('console.disconnect.sure', { name })}
        closeButtonProps={{ 'aria-label': t('console.cancel') }}
      >
        <Stack>
          <Text>{t('console.disconnect.text', { platform })}</Text>
          {disconnect.error !== null && <Problem error={disconnect.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button color="red" loading={disconnect.isPending} onClick={() => disconnect.mutate()}>
              {t('console.disconnect')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

/** A reason is a code, or a code with what the platform said as JSON. */
function reasonWords(reason: string): string {
  if (!reason.startsWith('{')) return reason;
  const { code, params }: { code: string; params?: { problem?: string } } = JSON.parse(reason);
  return params?.problem === undefined ? code : `${params.problem} (${code})`;
}
