// What a person may demand: everything that is kept about them, or that it is erased.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import { usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

export function Privacy({ id, name }: { id: string; name: string }) {
  const { t } = useWords();
  const { go } = usePlace();
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: () => tell('DELETE', `/api/subjects/${id}`),
    onSuccess: async () => {
      close();
      queries.removeQueries({ queryKey: ['subject', id] });
      await queries.invalidateQueries();
      go('/people');
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
      <Modal
        opened={opened}
        onClose={close}
        title={t('console.privacy.sure', { name })}
        closeButtonProps={{ 'aria-label': t('console.cancel') }}
      >
        <Stack>
          <Text>{t('console.privacy.sure.text')}</Text>
          <TextInput
            label={t('console.privacy.type', { name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
          {erase.error !== null && <Problem error={erase.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button
              color="red"
              disabled={typed.trim() !== name}
              loading={erase.isPending}
              onClick={() => erase.mutate()}
            >
              {t('console.privacy.erase')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
