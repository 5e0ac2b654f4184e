// Who a customer is linked with, who says so, and the way back: in the CRM where the CRM says so, here where the product does.
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Empty, Problem } from './states.tsx';

type Linked = SubjectAnswer['linked'][number];
type Tie = Linked['ties'][number];

export function LinkedList({ subject, linked }: { subject: string; linked: readonly Linked[] }) {
  const { t } = useWords();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: ({ other, connection }: { other: string; connection: string }) =>
      tell('POST', `/api/subjects/${subject}/unlink`, { other, connection }),
    onSettled: () => client.invalidateQueries({ queryKey: ['subject', subject] }),
  });
  if (linked.length === 0) return <Empty title={t('console.linked.none')} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('console.linked.why')}
      </Text>
      {linked.map((one) => (
        <div key={one.id}>
          <Group gap="sm">
            <Text size="sm" c="dimmed" w={90}>
              {t(`console.object.one.${one.kind}`)}
            </Text>
            <Link to={`/subjects/${one.id}`} className="row-link">
              {one.name}
            </Link>
          </Group>
          {one.ties.map((tie) => (
            <Group key={`${tie.connection} ${tie.by}`} gap="sm" ml={102}>
              <Why tie={tie} />
              {tie.platform === null && (
                <Button
                  size="compact-xs"
                  variant="light"
                  loading={undo.isPending && undo.variables.other === one.id}
                  onClick={() => undo.mutate({ other: one.id, connection: tie.connection })}
                >
                  {t('console.linked.undo')}
                </Button>
              )}
            </Group>
          ))}
        </div>
      ))}
      {undo.isError && <Problem error={undo.error} />}
    </Stack>
  );
}

function Why({ tie: { platform, source, by, names, url } }: { tie: Tie }) {
  const { t } = useWords();
  if (platform === null)
    return (
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('console.linked.product', {
          user: bare(by),
          group: bare(names),
          source: source ?? t('console.joined.source.gone'),
        })}
      </Text>
    );
  const name = platform === 'hubspot' ? 'HubSpot' : 'Salesforce';
  return (
    <Text size="xs" c="dimmed">
      {t('console.linked.crm', { platform: name })}{' '}
      {url !== null && (
        <Anchor href={url} target="_blank" rel="noreferrer" size="xs">
          {t('console.linked.crm.open', { platform: name })}
        </Anchor>
      )}
    </Text>
  );
}

/** Names of the product say what they are before a colon. */
const bare = (name: string) => name.slice(name.indexOf(':') + 1);
