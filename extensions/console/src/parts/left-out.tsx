// Properties that must never be used for a score.
import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { PropertiesAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

export function LeftOut({ names, change }: { names: string[]; change: (names: string[]) => void }) {
  const { t } = useWords();
  const properties = useQuery({
    queryKey: ['properties', 'contact'],
    queryFn: () => ask<PropertiesAnswer>('/api/properties', { objectType: 'contact' }),
    staleTime: 60_000,
  });
  return (
    <TagsInput
      label={t('console.leftOut.label')}
      placeholder={names.length === 0 ? t('console.leftOut.placeholder') : ''}
      value={names}
      onChange={change}
      data={properties.data?.properties.map((one) => one.name) ?? []}
      limit={30}
      clearable
    />
  );
}
