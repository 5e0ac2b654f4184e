// What was joined from several CRMs without any of them saying so: why, and the way back.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Place = SubjectAnswer['places'][number];

export function Joined({ subject, places }: { subject: string; places: readonly Place[] }) {
  const { t, ago } = useWords();
  const client = useQueryClient();
  const part = useMutation({
    mutationFn: (connection: string) => tell('POST', `/api/subjects/${subject}/apart`, { connection }),
    onSettled: () => client.invalidateQueries({ queryKey: ['subject', subject] }),
  });
  return (
    <Stack gap="sm">
      {places.map(({ connection, platform, externalId, joined }) =>
        joined === null ? null : (
          <Group key={`${connection} ${externalId}`} justify="space-between">
            <div>
              <Text size="sm">
                {t(`console.joined.${joined.by}`, {
                  platform: platform === 'hubspot' ? 'HubSpot' : 'Salesforce',
                  value: joined.value,
                })}
              </Text>
              <Text size="xs" c="dimmed">
                {ago(joined.at)}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="light"
              loading={part.isPending && part.variables === connection}
              onClick={() => part.mutate(connection)}
            >
              {t('console.joined.apart')}
            </Button>
          </Group>
        ),
      )}
      {part.isError && (
        <Text size="sm" c="red">
          {part.error.message}
        </Text>
      )}
    </Stack>
  );
}
