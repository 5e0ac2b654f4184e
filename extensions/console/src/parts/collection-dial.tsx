// The dial: what is kept of what customers do in the product, with a preview of one event.
import { Alert, Code, Radio, Stack, Table, TagsInput, Text } from '@mantine/core';
import type { SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { EventNames, useProductEvents } from './event-names.tsx';
import { Surplus } from './surplus.tsx';

type Collection = SettingsAnswer['collection'];
type Level = Collection['level'];

const levels = ['none', 'company', 'counted', 'person'] as const satisfies readonly Level[];
/** What is kept of each part of an event at each level: as it came, hidden, or not at all. */
const parts = [
  {
    part: 'event',
    example: 'Report exported',
    kept: { none: 'no', company: 'yes', counted: 'yes', person: 'yes' },
  },
  { part: 'company', example: 'acme', kept: { none: 'no', company: 'yes', counted: 'yes', person: 'yes' } },
  {
    part: 'user',
    example: 'user-4711',
    kept: { none: 'no', company: 'no', counted: 'hidden', person: 'yes' },
  },
  {
    part: 'email',
    example: 'ada@acme.example',
    kept: { none: 'no', company: 'domain', counted: 'domain', person: 'yes' },
  },
  {
    part: 'device',
    example: '203.0.113.7, Firefox',
    kept: { none: 'no', company: 'no', counted: 'no', person: 'no' },
  },
] as const;
const other = 'note';

type Props = { saved: Collection; value: Collection; change: (value: Collection) => void };

export function CollectionDial({ saved, value, change }: Props) {
  const { t } = useWords();
  const known = (useProductEvents().data?.events ?? []).flatMap(({ properties }) => properties);
  const step = (level: Level) => levels.indexOf(level);
  return (
    <Stack>
      <Radio.Group
        label={t('console.collection.level')}
        value={value.level}
        onChange={(chosen) => {
          const level = levels.find((one) => one === chosen);
          if (level !== undefined) change({ ...value, level });
        }}
      >
        <Stack gap="xs" mt="xs">
          {levels.map((level) => (
            <Radio
              key={level}
              value={level}
              label={t(`console.collection.${level}`)}
              description={t(`console.collection.${level}.about`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TagsInput
        className="prose"
        label={t('console.collection.properties')}
        description={t('console.collection.properties.about')}
        value={value.properties}
        onChange={(properties) => change({ ...value, properties })}
        splitChars={[',', ' ', '，']}
        data={[...new Set(known)].sort()}
        limit={50}
      />
      <Preview value={value} />
      <EventNames value={value} />
      {step(value.level) < step(saved.level) && <Alert color="yellow">{t('console.collection.lower')}</Alert>}
      <Surplus saved={saved} value={value} />
      {step(value.level) > step(saved.level) && <Alert color="blue">{t('console.collection.higher')}</Alert>}
    </Stack>
  );
}

function Preview({ value }: { value: Collection }) {
  const { t } = useWords();
  const all = value.properties.includes('*');
  const named = value.properties.filter((name) => name !== '*').slice(0, 3);
  const row = (name: string, example: string, kept: 'yes' | 'no' | 'hidden' | 'domain') => (
    <Table.Tr key={name}>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        <Code>{example}</Code>
      </Table.Td>
      <Table.Td c={kept === 'no' ? 'dimmed' : undefined}>{t(`console.collection.kept.${kept}`)}</Table.Td>
    </Table.Tr>
  );
  const on = value.level === 'none' ? 'no' : 'yes';
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        {t('console.collection.preview')}
      </Text>
      <Table.ScrollContainer minWidth={420}>
        <Table className="prose" aria-label={t('console.collection.preview')}>
          <Table.Tbody>
            {parts.map(({ part, example, kept }) =>
              row(t(`console.collection.part.${part}`), example, kept[value.level]),
            )}
            {named.map((name) => row(t('console.collection.part.property', { name }), '…', on))}
            {row(
              t('console.collection.part.property', { name: other }),
              '…',
              all ? on : named.includes(other) ? on : 'no',
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
