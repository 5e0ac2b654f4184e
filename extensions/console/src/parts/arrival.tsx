// How the changes of a CRM arrive: at once by its feed, or every few minutes and why; and where messages can be sent.
import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { ConnectionsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Connection = ConnectionsAnswer['connections'][number];
type Props = { connection: Pick<Connection, 'feed' | 'outboundUrl'>; platform: string };

export function Arrival({ connection: { feed, outboundUrl }, platform }: Props) {
  return (
    <>
      {feed !== null && <Feed feed={feed} platform={platform} />}
      {outboundUrl !== null && <Outbound url={outboundUrl} platform={platform} />}
    </>
  );
}

function Feed({ feed, platform }: { feed: NonNullable<Connection['feed']>; platform: string }) {
  const { t, known, when } = useWords();
  const { state, since, code, problem } = feed;
  const said = t(`console.feed.${state}`, { platform, when: when(since) });
  if (code === null)
    return (
      <Text size="sm" c="dimmed">
        {said}
      </Text>
    );
  return (
    <Alert color="yellow" title={said}>
      <Text size="sm">{known(`console.feed.why.${code}`, t('console.feed.why.other'))}</Text>
      {problem !== null && (
        <Text size="xs" c="dimmed" mt={4}>
          {problem}
        </Text>
      )}
    </Alert>
  );
}

function Outbound({ url, platform }: { url: string; platform: string }) {
  const { t } = useWords();
  return (
    <details>
      <summary>
        <Text size="xs" c="dimmed" component="span">
          {t('console.outbound.open')}
        </Text>
      </summary>
      <Stack gap="xs" mt="xs">
        <Text size="sm">{t('console.outbound.about', { platform })}</Text>
        <Group gap="xs">
          <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {t(copied ? 'console.copied' : 'console.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </details>
  );
}
