// By which fields records are compared: chosen by an admin, also among fields that no score may look at.
import { Alert, Button, Group, MultiSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, tell } from '../api.ts';
import type { FieldPermissionsAnswer, SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { Problem } from './states.tsx';

export function SliceChoice() {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<string[] | null>(null);
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => ask<SettingsAnswer>('/api/settings') });
  const fields = useQuery({
    queryKey: ['fieldPermissions'],
    queryFn: () => ask<FieldPermissionsAnswer>('/api/field-permissions'),
  });
  const save = useMutation({
    mutationFn: (slices: string[]) => tell<SettingsAnswer>('PATCH', '/api/settings', { slices }),
    onSuccess: (saved) => {
      queries.setQueryData(['settings'], saved);
      setDraft(null);
    },
  });
  if (settings.data === undefined || fields.data === undefined) return null;
  const known = fields.data.fields.filter(({ uses }) => uses.keep);
  const there = new Set(known.map(({ field }) => field));
  const chosen = draft ?? settings.data.slices.filter((field) => there.has(field));
  // What no connected CRM has stays chosen: it counts again once one has it.
  const hidden = settings.data.slices.filter((field) => !there.has(field));
  return (
    <Stack gap="xs" className="no-print">
      <MultiSelect
        label={t('console.card.slices.choose')}
        description={t('console.card.slices.choose.text')}
        data={known.map(({ field, label, objectType }) => ({
          value: field,
          label: `${label} (${t(`console.fields.object.${objectType}`)})`,
        }))}
        value={chosen}
        onChange={setDraft}
        searchable
        maxValues={30 - hidden.length}
        limit={50}
      />
      {save.error !== null && <Problem error={save.error} />}
      {save.isSuccess && draft === null && (
        <Alert color="teal" role="status">
          {t('console.card.slices.saved')}
        </Alert>
      )}
      {draft !== null && (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate([...draft, ...hidden])}>
            {t('console.save')}
          </Button>
          <Button variant="subtle" onClick={() => setDraft(null)}>
            {t('console.discard')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
