// Whom a condition is about right now: how many, who some of them are, and for how many it cannot be said.
import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '../api.ts';
import type { PreviewRuleAnswer } from '../api-types.ts';
import { Link } from '../path.tsx';
import { useWords } from '../texts.tsx';
import { type Group as Conditions, type Kind, referenceText } from './condition.ts';
import { useFields } from './condition-editor.tsx';
import { Card } from './page.tsx';
import { Loading, Problem } from './states.tsx';

/** Where counting took longer than this, it is done again only when somebody asks. */
const quickMs = 1_500;

export function RuleNow({ kind, when }: { kind: Kind; when: Conditions | null }) {
  const { t, number } = useWords();
  const [slow, setSlow] = useState(false);
  const [wanted, setWanted] = useState('');
  const key = JSON.stringify([kind, when]);
  const now = useQuery({
    queryKey: ['rule-now', key],
    async queryFn() {
      const began = performance.now();
      const told = await tell<PreviewRuleAnswer>('POST', '/api/rules/preview', { kind, when });
      setSlow(performance.now() - began > quickMs);
      return told;
    },
    enabled: when !== null && (!slow || wanted === key),
    staleTime: 30_000,
  });
  return (
    <Card title={t('console.rulePage.now')}>
      <Stack gap="sm">
        {when === null && <Text c="dimmed">{t('console.rulePage.now.notYet')}</Text>}
        {now.error !== null && <Problem error={now.error} again={() => void now.refetch()} />}
        {now.isFetching && now.data === undefined && <Loading rows={3} />}
        {when !== null && slow && now.data === undefined && !now.isFetching && (
          <Group>
            <Button variant="default" onClick={() => setWanted(key)}>
              {t('console.rulePage.now.count')}
            </Button>
          </Group>
        )}
        {when !== null && now.data !== undefined && (
          <>
            <Text fw={600} data-count={now.data.count}>
              {t('console.rulePage.now.is', {
                count: number(now.data.count),
                subjects: number(now.data.subjects),
                kind: t(`console.rulePage.kind.${kind}`),
              })}
            </Text>
            <Unknown told={now.data} />
            {now.data.sample.length > 0 && (
              <List size="sm" spacing={2}>
                {now.data.sample.map(({ subject, name }) => (
                  <List.Item key={subject}>
                    <Link to={`/subjects/${subject}`}>{name}</Link>
                  </List.Item>
                ))}
              </List>
            )}
            {now.data.count > now.data.sample.length && (
              <Text size="sm" c="dimmed">
                {t('console.rulePage.now.more', { count: number(now.data.count - now.data.sample.length) })}
              </Text>
            )}
          </>
        )}
      </Stack>
    </Card>
  );
}

function Unknown({ told }: { told: PreviewRuleAnswer }) {
  const { t, number, known, locale } = useWords();
  const fields = useFields().data?.fields ?? [];
  if (told.unknown === 0) return null;
  return (
    <Text size="sm" c="orange">
      {t('console.rulePage.now.unknown', {
        unknown: number(told.unknown),
        fields: told.missing
          .slice(0, 4)
          .map(
            ({ field, subjects }) => `${referenceText(field, fields, locale, known)} (${number(subjects)})`,
          )
          .join(', '),
      })}
    </Text>
  );
}
