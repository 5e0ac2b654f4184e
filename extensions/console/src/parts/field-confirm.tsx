// Asks before fields may be used for something else: what follows from it, and why where something protected is allowed.
import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../texts.tsx';
import { type Draft, type Field, uses } from './field-draft.ts';
import { Problem } from './states.tsx';

type Props = {
  fields: Field[];
  draft: Draft;
  error: unknown;
  saving: boolean;
  save: (why: string) => void;
  close: () => void;
};

export function FieldConfirm({ fields, draft, error, saving, save, close }: Props) {
  const { t } = useWords();
  const [why, setWhy] = useState('');
  const changed = fields.flatMap((field) => {
    const own = draft.get(field.field);
    return own === undefined ? [] : [{ field, own }];
  });
  const labels = (list: typeof changed) => list.map(({ field }) => field.label).join(', ');
  const opened = changed.filter(
    ({ field, own }) =>
      field.protection !== null && uses.some((use) => own[use] === true && !field.byItself[use]),
  );
  const dropped = changed.filter(({ own }) => own.keep === false);
  return (
    <Modal opened onClose={close} title={t('console.fields.confirm')} size="lg">
      <Stack>
        <List size="sm" spacing={4}>
          {changed.slice(0, 12).map(({ field, own }) => (
            <List.Item key={field.field}>
              {field.label}:{' '}
              {uses
                .filter((use) => own[use] !== undefined)
                .map((use) => `${t(`console.fields.use.${use}`)} ${own[use] ? '+' : '−'}`)
                .join(', ')}
            </List.Item>
          ))}
          {changed.length > 12 && <List.Item>…</List.Item>}
        </List>
        <Text size="sm">{t('console.fields.confirm.score')}</Text>
        {dropped.length > 0 && (
          <Alert color="red">{t('console.fields.confirm.keep', { fields: labels(dropped) })}</Alert>
        )}
        {opened.length > 0 && (
          <Alert color="grape">{t('console.fields.confirm.protected', { fields: labels(opened) })}</Alert>
        )}
        <Textarea
          label={t('console.fields.confirm.why')}
          description={t('console.fields.confirm.why.text')}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          required={opened.length > 0}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
        />
        {error !== null && <Problem error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('console.cancel')}
          </Button>
          <Button
            loading={saving}
            disabled={opened.length > 0 && why.trim() === ''}
            onClick={() => save(why.trim())}
          >
            {t('console.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
