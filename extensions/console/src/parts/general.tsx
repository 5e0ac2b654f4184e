// Language, time zone and dry run.
import { Select, SimpleGrid, Switch } from '@mantine/core';
import type { SettingsAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Value = Pick<SettingsAnswer, 'locale' | 'timeZone' | 'dryRun'>;

export function General({ value, change }: { value: Value; change: (next: Value) => void }) {
  const { t } = useWords();
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('console.settings.locale')}
          description={t('console.settings.locale.text')}
          value={value.locale}
          onChange={(locale) => change({ ...value, locale: locale === 'zh-CN' ? 'zh-CN' : 'en' })}
          data={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          allowDeselect={false}
        />
        <Select
          label={t('console.settings.timeZone')}
          description={t('console.settings.timeZone.text')}
          searchable
          value={value.timeZone}
          onChange={(timeZone) => change({ ...value, timeZone: timeZone ?? 'UTC' })}
          data={zones.includes('UTC') ? zones : ['UTC', ...zones]}
          allowDeselect={false}
          limit={60}
        />
      </SimpleGrid>
      <Switch
        label={t('console.settings.dryRun')}
        description={t('console.settings.dryRun.text')}
        checked={value.dryRun}
        onChange={(event) => change({ ...value, dryRun: event.currentTarget.checked })}
      />
    </>
  );
}
