// Rules: what each looks at, in words, whether it is live, and for how many its advice is going on.
import { Badge, Button, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { RulesAnswer } from '../api-types.ts';
import { Card, Page } from '../parts/page.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { Link, usePlace } from '../path.tsx';
import { useWords } from '../texts.tsx';

export type RuleLine = RulesAnswer['rules'][number];

const kinds = ['company', 'contact', 'lead', 'deal'] as const;

export function useRules() {
  return useQuery({
    queryKey: ['rules'],
    queryFn: () => ask<RulesAnswer>('/api/rules'),
    refetchInterval: 15_000,
  });
}

export function Rules() {
  const { t } = useWords();
  const { go, query } = usePlace();
  const rules = useRules();
  const kind = query.get('kind') ?? '';
  return (
    <Page
      title={t('console.rulePage.title')}
      about={t('console.rulePage.about')}
      actions={<Button onClick={() => go('/rules/new')}>{t('console.rulePage.new')}</Button>}
    >
      <Card>
        <Stack>
          <SegmentedControl
            aria-label={t('console.rulePage.kind')}
            value={kind}
            onChange={(to) => go(to === '' ? '/rules' : `/rules?kind=${to}`, true)}
            data={[
              { value: '', label: t('console.subjects.all') },
              ...kinds.map((value) => ({ value, label: t(`console.rulePage.kind.${value}`) })),
            ]}
            style={{ alignSelf: 'flex-start' }}
          />
          <Answered query={rules}>
            {(answer) => <Lines rules={answer.rules.filter((one) => kind === '' || one.kind === kind)} />}
          </Answered>
        </Stack>
      </Card>
    </Page>
  );
}

function Lines({ rules }: { rules: readonly RuleLine[] }) {
  const { t, locale, number } = useWords();
  if (rules.length === 0)
    return <Empty title={t('console.rulePage.none')}>{t('console.rulePage.none.text')}</Empty>;
  // The tenant's own come before the house's.
  const sorted = rules.toSorted((one, other) => Number(one.house) - Number(other.house));
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('console.rulePage.one')}</Table.Th>
            <Table.Th>{t('console.rulePage.kind')}</Table.Th>
            <Table.Th>{t('console.rulePage.advises')}</Table.Th>
            <Table.Th>{t('console.rulePage.state')}</Table.Th>
            <Table.Th className="number">{t('console.rulePage.advising')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((rule) => (
            <Table.Tr key={rule.id}>
              <Table.Td maw={420}>
                <Link to={`/rules/${rule.id}`} className="row-link">
                  {rule.title[locale]}
                </Link>
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {rule.sentence[locale]}
                </Text>
              </Table.Td>
              <Table.Td>{t(`console.rulePage.kind.${rule.kind}`)}</Table.Td>
              <Table.Td>{t(`advice.${rule.advice.code}.title`)}</Table.Td>
              <Table.Td>
                <RuleState rule={rule} />
              </Table.Td>
              <Table.Td className="number">
                {rule.live === null ? t('console.none') : number(rule.advising)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A draft may stand beside the version that is live. */
export function RuleState({ rule }: { rule: Pick<RuleLine, 'state' | 'live' | 'version' | 'house'> }) {
  const { t, number } = useWords();
  const { live, version } = rule;
  return (
    <Stack gap={4} align="flex-start">
      {live === null ? (
        <Badge variant="light" tt="none" color="gray">
          {t(rule.state === 'off' ? 'console.rulePage.state.off' : 'console.rulePage.state.draft')}
        </Badge>
      ) : (
        <Badge variant="light" tt="none" color="teal">
          {t('console.rulePage.state.live')}
        </Badge>
      )}
      {live !== null && live !== version && (
        <Text size="xs" c="dimmed">
          {t('console.rulePage.state.beside', { live: number(live), version: number(version) })}
        </Text>
      )}
      {rule.house && version === 0 && (
        <Text size="xs" c="dimmed">
          {t('console.rulePage.house')}
        </Text>
      )}
    </Stack>
  );
}
