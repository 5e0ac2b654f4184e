// What was joined without a CRM saying so, records of several CRMs and names of the product: why, and the way back.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Place = SubjectAnswer['places'][number];
type Merged = SubjectAnswer['merged'][number];

export function Joined({
  subject,
  places,
  merged,
}: {
  subject: string;
  places: readonly Place[];
  merged: readonly Merged[];
}) {
  const { t, ago } = useWords();
  const why = (place: Place, { by, value }: NonNullable<Place['joined']>) =>
    place.platform === null
      ? t(`console.joined.product.${by === 'id' ? 'email' : by}`, {
          name: t(`console.joined.name.${kindOfName(place.externalId)}`, { name: bare(place.externalId) }),
          source: place.source ?? t('console.joined.source.gone'),
          value: bare(value),
        })
      : t(`console.joined.${by === 'login' ? 'id' : by}`, {
          platform: place.platform === 'hubspot' ? 'HubSpot' : 'Salesforce',
          value,
        });
  const client = useQueryClient();
  const part = useMutation({
    mutationFn: (place: Place) => tell('POST', `/api/subjects/${subject}/apart`, partedBy(place)),
    onSettled: () => client.invalidateQueries({ queryKey: ['subject', subject] }),
  });
  return (
    <Stack gap="sm">
      {places.map((place) =>
        place.joined === null ? null : (
          <Group key={keyOf(place)} justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {why(place, place.joined)}
              </Text>
              <Text size="xs" c="dimmed">
                {ago(place.joined.at)}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="light"
              flex="none"
              loading={part.isPending && part.variables === place}
              onClick={() => part.mutate(place)}
            >
              {t('console.joined.apart')}
            </Button>
          </Group>
        ),
      )}
      {merged.map(({ connection, platform, objectType, externalId }) => (
        <Text key={`${connection} ${objectType} ${externalId}`} size="sm">
          {t(objectType === 'lead' ? 'console.joined.converted' : 'console.joined.merged', {
            platform: platform === 'hubspot' ? 'HubSpot' : 'Salesforce',
            id: externalId,
          })}
        </Text>
      ))}
      {part.isError && (
        <Text size="sm" c="red">
          {part.error.message}
        </Text>
      )}
    </Stack>
  );
}

const names = ['user', 'anonymous', 'group', 'domain'] as const;

/** Names of the product say what they are before a colon. */
function kindOfName(externalId: string): (typeof names)[number] {
  return names.find((one) => externalId.startsWith(`${one}:`)) ?? 'user';
}

function bare(name: string): string {
  const kind = names.find((one) => name.startsWith(`${one}:`));
  return kind === undefined ? name : name.slice(kind.length + 1);
}

function keyOf({ connection, objectType, externalId }: Place): string {
  return `${connection} ${objectType} ${externalId}`;
}

/** All that a CRM says is parted at once; of the product one name at a time, for each has its own reason. */
function partedBy({ connection, platform, objectType, externalId }: Place) {
  return platform === null ? { connection, name: { objectType, externalId } } : { connection };
}
