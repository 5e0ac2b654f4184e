// Conditions together: all of them, any of them, or not; groups may stand in groups.
import { ActionIcon, Button, Checkbox, Group as Row, SegmentedControl, Stack, Text } from '@mantine/core';
import { useWords } from '../texts.tsx';
import { type Field, freshGroup, freshLeaf, type Group, isGroup, type Kind, type Leaf } from './condition.ts';
import { ConditionLine } from './condition-line.tsx';
import type { Condition } from './use-condition.ts';

/** As many as the server takes. */
const mostDepth = 8;

type Props = {
  group: Group;
  /** Its place in the tree, such as `rules.0`; empty for the whole. */
  at: string;
  fields: readonly Field[];
  kind: Kind;
  faults: Condition['faults'];
  change: (next: Group) => void;
  remove?: () => void;
};

export function ConditionGroup({ group, at, fields, kind, faults, change, remove }: Props) {
  const { t, locale } = useWords();
  const { rules } = group;
  const put = (place: number, node: Group | Leaf) =>
    change({ ...group, rules: rules.map((one, nr) => (nr === place ? node : one)) });
  const drop = (place: number) => change({ ...group, rules: rules.filter((_, nr) => nr !== place) });
  const depth = at === '' ? 1 : at.split('.').length / 2 + 1;
  const whole = faults.filter((fault) => fault.at === at && at === '');
  return (
    <Stack
      gap="xs"
      className={at === '' ? undefined : 'group'}
      role="group"
      aria-label={t('console.rulePage.group')}
    >
      <Row gap="sm">
        <SegmentedControl
          size="xs"
          aria-label={t('console.rulePage.combinator')}
          value={group.combinator}
          onChange={(value) => change({ ...group, combinator: value === 'or' ? 'or' : 'and' })}
          data={(['and', 'or'] as const).map((value) => ({ value, label: t(`console.rulePage.${value}`) }))}
        />
        <Checkbox
          size="xs"
          label={t('console.rulePage.not')}
          checked={group.not === true}
          onChange={(event) => change({ ...group, not: event.currentTarget.checked })}
        />
        {remove !== undefined && (
          <ActionIcon
            variant="subtle"
            color="gray"
            ml="auto"
            onClick={remove}
            aria-label={t('console.rulePage.removeGroup')}
          >
            ×
          </ActionIcon>
        )}
      </Row>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('console.rulePage.emptyGroup')}
        </Text>
      )}
      {rules.map((node, place) => {
        const path = `${at}${at === '' ? '' : '.'}rules.${place}`;
        const own = { fields, kind, faults, remove: () => drop(place) };
        const key = node.id ?? path;
        return isGroup(node) ? (
          <ConditionGroup key={key} {...own} group={node} at={path} change={(next) => put(place, next)} />
        ) : (
          <ConditionLine key={key} {...own} leaf={node} at={path} change={(next) => put(place, next)} />
        );
      })}
      {whole.map(({ problem }) => (
        <Text key={problem.en} size="sm" c="red">
          {problem[locale]}
        </Text>
      ))}
      <Row gap="xs">
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => change({ ...group, rules: [...rules, freshLeaf(fields)] })}
        >
          {t('console.rulePage.addCondition')}
        </Button>
        {depth < mostDepth && (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => change({ ...group, rules: [...rules, freshGroup(fields)] })}
          >
            {t('console.rulePage.addGroup')}
          </Button>
        )}
      </Row>
    </Stack>
  );
}
