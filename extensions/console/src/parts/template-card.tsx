// A template in the gallery: for whom it is, what gives it away, what is done, and what it needs that is missing here.
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api.ts';
import type { TemplateMissingAnswer, TemplatesAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';

type Template = TemplatesAnswer['templates'][number];

export function TemplateCard({ template, action }: { template: Template; action: ReactNode }) {
  const { t, locale } = useWords();
  const [opened, setOpened] = useState(false);
  const missing = useQuery({
    queryKey: ['missing', template.id],
    queryFn: () => ask<TemplateMissingAnswer>(`/api/templates/${template.id}/missing`),
    enabled: opened,
  });
  const named = (need: TemplateMissingAnswer['missing'][number]) => need.name ?? t(`console.need.${need.of}`);
  const list = (missing.data?.missing ?? []).map(named).join(', ');
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group gap={6}>
          <Badge variant="light">{t(`console.industry.${template.industry}`)}</Badge>
          <Badge variant="light" color="gray">
            {t(`console.phase.${template.phase}`)}
          </Badge>
        </Group>
        <Text fw={620}>{template.name[locale]}</Text>
        <Text size="sm">{template.summary[locale]}</Text>
        <Text size="sm" c="dimmed">
          {template.interventions.map(({ name }) => name[locale]).join(' · ')}
        </Text>
        {missing.data !== undefined && (
          <Text size="sm">
            {list === '' ? t('console.journeys.complete') : t('console.journeys.missing', { list })}
          </Text>
        )}
        <Group>
          {action}
          {!opened && (
            <Button variant="subtle" size="xs" onClick={() => setOpened(true)}>
              {t('console.journeys.check')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
