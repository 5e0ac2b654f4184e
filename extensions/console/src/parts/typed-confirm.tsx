// Asks once more before what cannot be undone: it is done only once what it is about was typed.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

type Asked = {
  readonly title: string;
  /** What it means. */
  readonly children: ReactNode;
  readonly label: string;
  /** What is to be typed: a name, or a number as it stands in the label. */
  readonly wanted: string;
  readonly isNumber?: boolean;
  readonly action: string;
  readonly doing: UseMutationResult<unknown, Error, void>;
  readonly close: () => void;
};

export function TypedConfirm({ title, children, label, wanted, isNumber, action, doing, close }: Asked) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('console.cancel') }}>
      <Stack>
        {children}
        <TextInput
          label={label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          {...(isNumber ? { inputMode: 'numeric' as const } : {})}
          data-autofocus
        />
        {doing.error !== null && <Problem error={doing.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button
            color="red"
            disabled={typed.trim() !== wanted}
            loading={doing.isPending}
            onClick={() => doing.mutate()}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
