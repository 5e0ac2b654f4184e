// Chooses the language and light or dark, and signs out.
import { Button, Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { tell } from '../api.ts';
import { type Locale, useWords } from '../texts.tsx';

const schemes = ['auto', 'light', 'dark'] as const;

export function Chooser({ who }: { who?: string }) {
  const { t, locale, setLocale } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const signOut = async () => {
    await tell('POST', '/api/logout');
    queries.removeQueries({ queryKey: ['me'] });
    window.location.assign('/console');
  };
  return (
    <Menu position="bottom-end" width={250} closeOnItemClick={false} trapFocus>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="sm" maw={240}>
          {who ?? t('console.chooser')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap="xs" p="xs">
          <Text size="xs" c="dimmed">
            {t('console.chooser.language')}
          </Text>
          <SegmentedControl<Locale>
            aria-label={t('console.chooser.language')}
            value={locale}
            onChange={setLocale}
            data={[
              { value: 'en', label: 'English' },
              { value: 'zh-CN', label: '简体中文' },
            ]}
          />
          <Text size="xs" c="dimmed">
            {t('console.chooser.scheme')}
          </Text>
          <SegmentedControl
            aria-label={t('console.chooser.scheme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(schemes.find((one) => one === value) ?? 'auto')}
            data={schemes.map((value) => ({ value, label: t(`console.chooser.${value}`) }))}
          />
        </Stack>
        {who !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => void signOut()}>{t('console.chooser.signOut')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
