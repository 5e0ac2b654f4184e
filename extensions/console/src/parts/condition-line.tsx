// One condition: field, comparison, value, and what it counts as while the field is not known.
import { ActionIcon, Group, NumberInput, Paper, Select, Stack, Text } from '@mantine/core';
import { useWords } from '../texts.tsx';
import {
  closedLight,
  comparesFields,
  type Field,
  type Kind,
  type Leaf,
  readReference,
  withField,
  withOperator,
} from './condition.ts';
import { ConditionValue } from './condition-value.tsx';
import { FieldPicker } from './field-picker.tsx';
import type { Condition } from './use-condition.ts';

type Props = {
  leaf: Leaf;
  at: string;
  fields: readonly Field[];
  kind: Kind;
  faults: Condition['faults'];
  change: (next: Leaf) => void;
  remove: () => void;
};

const words: { readonly [operator: string]: string } = {
  '=': 'is',
  '!=': 'isNot',
  '<': 'less',
  '<=': 'atMost',
  '>': 'more',
  '>=': 'atLeast',
};
const momentWords: { readonly [operator: string]: string } = {
  '<': 'before',
  '<=': 'notAfter',
  '>': 'after',
  '>=': 'notBefore',
};

export function ConditionLine({ leaf, at, fields, kind, faults, change, remove }: Props) {
  const { t, locale } = useWords();
  const { field } = readReference(leaf.field, fields);
  const wrong = faults.filter((fault) => fault.at === at || fault.at.startsWith(`${at}.`));
  return (
    <Paper withBorder p="xs" data-condition>
      <Stack gap={6}>
        <Group gap="xs" align="flex-start" justify="space-between" wrap="nowrap">
          <Group gap="xs" align="flex-end">
            <FieldPicker
              reference={leaf.field}
              fields={fields}
              kind={kind}
              choose={(next, reference) => change(withField(leaf, field, next, reference))}
            />
            {field !== undefined && <Operator leaf={leaf} field={field} change={change} />}
            {field !== undefined && <Compared leaf={leaf} field={field} {...{ fields, kind, change }} />}
          </Group>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={remove}
            aria-label={t('console.rulePage.removeCondition')}
          >
            ×
          </ActionIcon>
        </Group>
        <Group gap="md" justify="space-between">
          {field !== undefined && <About field={field} />}
          <IfUnknown leaf={leaf} change={change} />
        </Group>
        {wrong.map(({ at: place, problem }) => (
          <Text key={`${place}${problem.en}`} size="sm" c="red" role="alert">
            {t(`console.rulePage.fault.${partOf(place)}`)} ({problem[locale]})
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

/** Which part of the condition is wrong; the server says the rest. */
function partOf(at: string): string {
  const part = at.split('.').at(-1) ?? '';
  return ['field', 'operator', 'value', 'times'].includes(part) ? part : 'other';
}

function Operator({ leaf, field, change }: { leaf: Leaf; field: Field; change: Props['change'] }) {
  const { t } = useWords();
  const moment = field.type === 'date' || field.type === 'time';
  const gap = { field: '', value: '…', from: '…', to: '…' };
  const label = (operator: string) => {
    const word = (moment ? momentWords[operator] : undefined) ?? words[operator] ?? operator;
    return t(`rule.says.${word}`, gap)
      .trim()
      .replace(/[\s：]*…$/, '');
  };
  return (
    <Select
      comboboxProps={closedLight}
      size="xs"
      w={150}
      aria-label={t('console.rulePage.operator')}
      value={leaf.operator}
      onChange={(operator) => change(withOperator(leaf, field, operator ?? leaf.operator))}
      data={field.operators.map((value) => ({ value, label: label(value) }))}
      allowDeselect={false}
    />
  );
}

type ComparedProps = Pick<Props, 'leaf' | 'fields' | 'kind' | 'change'> & { field: Field };

/** With a value, or with so many times another field of the same type. */
function Compared({ leaf, field, fields, kind, change }: ComparedProps) {
  const { t } = useWords();
  const others = fields.filter((one) => one.type === field.type);
  const toField = leaf.valueSource === 'field';
  const source = (to: string | null) => {
    const { value: _, valueSource: __, times: ___, ...rest } = leaf;
    if (to === 'field') change({ ...rest, valueSource: 'field', value: leaf.field });
    else change(withOperator({ ...rest, valueSource: 'field', operator: '' }, field, leaf.operator));
  };
  return (
    <>
      {comparesFields.includes(leaf.operator) && field.type !== 'flag' && others.length > 0 && (
        <Select
          comboboxProps={closedLight}
          size="xs"
          w={120}
          aria-label={t('console.rulePage.source')}
          value={toField ? 'field' : 'value'}
          onChange={source}
          data={(['value', 'field'] as const).map((value) => ({
            value,
            label: t(`console.rulePage.source.${value}`),
          }))}
          allowDeselect={false}
        />
      )}
      {toField ? (
        <>
          {field.type === 'number' && (
            <NumberInput
              size="xs"
              w={80}
              aria-label={t('console.rulePage.times')}
              value={leaf.times ?? 1}
              onChange={(times) => change({ ...leaf, times: Number(times) })}
              suffix=" ×"
              step={0.5}
              decimalScale={4}
            />
          )}
          <FieldPicker
            reference={String(leaf.value ?? '')}
            fields={others}
            kind={kind}
            choose={(_, value) => change({ ...leaf, value })}
          />
        </>
      ) : (
        <ConditionValue leaf={leaf} field={field} kind={kind} change={change} />
      )}
    </>
  );
}

/** What the catalogue knows of the field: type, unit, source, and how old its values may be. */
function About({ field }: { field: Field }) {
  const { t, number } = useWords();
  const { type, unit, source, freshHours } = field;
  const parts = [
    t(`console.rulePage.type.${type}`),
    ...(unit === 'none' ? [] : [t(`console.rulePage.unit.${unit}`)]),
    t(`console.rulePage.from.${source}`),
    ...(freshHours === null ? [] : [t('console.rulePage.fresh', { hours: number(freshHours) })]),
  ];
  return (
    <Text size="xs" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}

const unknowns = ['hold', 'true', 'false'] as const;

function IfUnknown({ leaf, change }: Pick<Props, 'leaf' | 'change'>) {
  const { t } = useWords();
  const set = (to: string | null) => {
    const { ifUnknown: _, ...rest } = leaf;
    change(to === 'true' || to === 'false' ? { ...rest, ifUnknown: to === 'true' } : rest);
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c="dimmed">
        {t('console.rulePage.ifUnknown')}
      </Text>
      <Select
        comboboxProps={closedLight}
        size="xs"
        w={190}
        aria-label={t('console.rulePage.ifUnknown')}
        value={String(leaf.ifUnknown ?? 'hold')}
        onChange={set}
        data={unknowns.map((value) => ({ value, label: t(`console.rulePage.ifUnknown.${value}`) }))}
        allowDeselect={false}
      />
    </Group>
  );
}
