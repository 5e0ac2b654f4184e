// Makes a journey of one's own: a name in both languages and whom it is for; its steps are changed on its page then.
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { MakeJourneyAnswer } from '../api-types.ts';
import { usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { firstGraph } from './journey-graph.ts';
import { Problem } from './states.tsx';

const kinds = ['company', 'contact', 'lead', 'deal'] as const;

export function JourneyMake() {
  const { t } = useWords();
  const { go } = usePlace();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState({ en: '', 'zh-CN': '' });
  const [kind, setKind] = useState<(typeof kinds)[number]>('company');
  const make = useMutation({
    mutationFn: () => {
      // One name is enough: the other language shows the same until somebody says it.
      const given = {
        en: name.en.trim() || name['zh-CN'].trim(),
        'zh-CN': name['zh-CN'].trim() || name.en.trim(),
      };
      return tell<MakeJourneyAnswer>('POST', '/api/journeys', { name: given, graph: firstGraph(kind) });
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['journeys'] });
      go(`/journeys/${id}`);
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('console.journeys.make')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('console.journeys.make')}>
        <Stack>
          {(['en', 'zh-CN'] as const).map((locale) => (
            <TextInput
              key={locale}
              label={t('console.words.in', {
                label: t('console.journeys.make.name'),
                language: t(`console.words.${locale}`),
              })}
              value={name[locale]}
              onChange={(event) => setName({ ...name, [locale]: event.currentTarget.value })}
              maxLength={120}
            />
          ))}
          <Select
            label={t('console.journeys.make.kind')}
            data={kinds.map((value) => ({ value, label: t(`console.journey.kind.${value}`) }))}
            value={kind}
            onChange={(next) => setKind(kinds.find((one) => one === next) ?? 'company')}
            allowDeselect={false}
          />
          {make.error !== null && <Problem error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              {t('console.cancel')}
            </Button>
            <Button
              loading={make.isPending}
              disabled={name.en.trim() === '' && name['zh-CN'].trim() === ''}
              onClick={() => make.mutate()}
            >
              {t('console.journeys.install')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
