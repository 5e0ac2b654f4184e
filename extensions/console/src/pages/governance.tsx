// Governance: what data may be used for, people against machine, and what was decided.
import { Tabs } from '@mantine/core';
import { Drills } from '../parts/drills.tsx';
import { FieldTable } from '../parts/field-table.tsx';
import { Page } from '../parts/page.tsx';
import { Register } from '../parts/register.tsx';
import { usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

const places = ['fields', 'drills', 'register'] as const;

export function Governance() {
  const { t } = useWords();
  const { path, go } = usePlace();
  const here = places.find((place) => path.startsWith(`/governance/${place}`)) ?? 'fields';
  return (
    <Page title={t('console.governance.title')} about={t('console.governance.about')}>
      <Tabs value={here} onChange={(place) => go(`/governance/${place ?? 'fields'}`)} keepMounted={false}>
        <Tabs.List mb="lg">
          {places.map((place) => (
            <Tabs.Tab key={place} value={place}>
              {t(`console.governance.${place}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="fields">
          <FieldTable />
        </Tabs.Panel>
        <Tabs.Panel value="drills">
          <Drills path={path} />
        </Tabs.Panel>
        <Tabs.Panel value="register">
          <Register />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
