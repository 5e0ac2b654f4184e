// What a field is compared with: one value, two, several, or a number of days, as its type is written.
import { Autocomplete, Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useWords } from '../texts.tsx';
import {
  closedLight,
  type Field,
  type Kind,
  type Leaf,
  readReference,
  type Scalar,
  takenBy,
} from './condition.ts';
import { useProperties } from './field-picker.tsx';

type Props = { leaf: Leaf; field: Field; kind: Kind; change: (next: Leaf) => void };

export function ConditionValue({ leaf, field, kind, change }: Props) {
  const { t } = useWords();
  const { name } = readReference(leaf.field, [field]);
  const choicesOf = useChoices();
  const properties = useProperties(kind);
  const common =
    field.named?.of === 'property' ? properties?.find((one) => one.name === name)?.values : undefined;
  const takes = takenBy(leaf.operator);
  const set = (value: Scalar | Scalar[]) => change({ ...leaf, value });
  const list = Array.isArray(leaf.value) ? leaf.value : [];
  if (takes === 'nothing') return null;
  if (takes === 'days')
    return (
      <NumberInput
        size="xs"
        w={110}
        aria-label={t('console.rulePage.value')}
        value={Number(leaf.value ?? 30)}
        onChange={(to) => set(Number(to))}
        suffix={` ${t('console.rulePage.days')}`}
        min={1}
        max={3650}
        allowDecimal={false}
      />
    );
  if (takes === 'two') {
    const [from = '', to = ''] = list;
    return (
      <Group gap={4} wrap="nowrap">
        <One field={field} value={from} common={common} set={(next) => set([next, to])} />
        <One field={field} value={to} common={common} set={(next) => set([from, next])} />
      </Group>
    );
  }
  if (takes === 'one')
    return (
      <One
        field={field}
        value={Array.isArray(leaf.value) ? '' : (leaf.value ?? '')}
        common={common}
        set={set}
      />
    );
  if (field.choices.length > 0)
    return (
      <MultiSelect
        comboboxProps={closedLight}
        size="xs"
        miw={180}
        maw={420}
        aria-label={t('console.rulePage.value')}
        value={list.map(String)}
        onChange={set}
        data={choicesOf(field, list)}
      />
    );
  return (
    <TagsInput
      comboboxProps={closedLight}
      size="xs"
      miw={200}
      aria-label={t('console.rulePage.value')}
      placeholder={list.length === 0 ? t('console.rulePage.values') : ''}
      value={list.map(String)}
      onChange={set}
      data={common ?? []}
    />
  );
}

/** The choices of a field by name, with those of the condition that are none any more. */
function useChoices() {
  const { t, known, locale } = useWords();
  return (field: Field, chosen: readonly Scalar[]) => {
    const gone = chosen.map(String).filter((value) => value !== '' && !field.choices.includes(value));
    return [
      ...field.choices.map((value) => ({
        value,
        label: field.choiceNames?.[value]?.[locale] ?? known(`field.choice.${value}`, value),
      })),
      ...gone.map((value) => ({ value, label: t('console.rulePage.goneChoice', { value }) })),
    ];
  };
}

type OneProps = { field: Field; value: Scalar; common: string[] | undefined; set: (value: Scalar) => void };

function One({ field, value, common, set }: OneProps) {
  const { t } = useWords();
  const choicesOf = useChoices();
  const own = { size: 'xs', 'aria-label': t('console.rulePage.value') } as const;
  if (field.type === 'number') return <Amount field={field} value={value} set={set} />;
  if (field.type === 'flag')
    return (
      <Select
        comboboxProps={closedLight}
        {...own}
        w={90}
        value={String(value)}
        onChange={(to) => set(to === 'true')}
        data={[
          { value: 'true', label: t('rule.yes') },
          { value: 'false', label: t('rule.no') },
        ]}
        allowDeselect={false}
      />
    );
  if (field.choices.length > 0)
    return (
      <Select
        comboboxProps={closedLight}
        {...own}
        w={field.choiceNames === undefined ? 160 : 300}
        searchable
        value={String(value)}
        onChange={(to) => set(to ?? '')}
        data={choicesOf(field, [value])}
        allowDeselect={false}
      />
    );
  if (common !== undefined && field.type === 'text')
    return (
      <Autocomplete
        {...own}
        comboboxProps={closedLight}
        w={160}
        value={String(value)}
        onChange={set}
        data={common}
        limit={20}
      />
    );
  return (
    <TextInput
      {...own}
      w={150}
      type={field.type === 'date' ? 'date' : field.type === 'time' ? 'time' : 'text'}
      value={String(value)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

/** A share is written in percent and kept as a part of one. */
function Amount({ field, value, set }: Omit<OneProps, 'common'>) {
  const { t } = useWords();
  const share = field.unit === 'share';
  const shown = share && typeof value === 'number' ? Number((value * 100).toPrecision(12)) : value;
  return (
    <NumberInput
      size="xs"
      w={100}
      aria-label={t('console.rulePage.value')}
      value={typeof shown === 'boolean' ? '' : shown}
      // An empty box is no number, and the server says so.
      onChange={(to) => set(to === '' ? '' : share ? Number((Number(to) / 100).toPrecision(12)) : Number(to))}
      suffix={share ? ' %' : ''}
      decimalScale={4}
    />
  );
}
