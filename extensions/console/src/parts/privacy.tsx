// What a person may demand: everything that is kept about them, or that it is erased.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import type { SubjectAnswer } from '../api-types.ts';
import { usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { TypedConfirm } from './typed-confirm.tsx';

type Who = SubjectAnswer['who'];

export function Privacy({ who: { id, name, kind } }: { who: Who }) {
  const { t } = useWords();
  const { go } = usePlace();
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const erase = useMutation({
    mutationFn: () => tell('DELETE', `/api/subjects/${id}`),
    onSuccess: async () => {
      close();
      queries.removeQueries({ queryKey: ['subject', id] });
      await queries.invalidateQueries();
      // The list that it stood in.
      go(kind === 'contact' || kind === 'lead' ? '/people' : '/companies');
    },
  });
  return (
    <Stack className="prose">
      <Text>{t('console.privacy.text')}</Text>
      <Group>
        <Button
          component="a"
          href={`/api/subjects/${id}/export`}
          download={`revloop-${id}.json`}
          variant="default"
        >
          {t('console.privacy.export')}
        </Button>
        <Button color="red" variant="light" onClick={open}>
          {t('console.privacy.erase')}
        </Button>
      </Group>
      {opened && (
        <TypedConfirm
          title={t('console.privacy.sure', { name })}
          label={t('console.privacy.type', { name })}
          wanted={name}
          action={t('console.privacy.erase')}
          doing={erase}
          close={close}
        >
          <Text>{t('console.privacy.sure.text')}</Text>
        </TypedConfirm>
      )}
    </Stack>
  );
}
