// Chooses a field of the catalogue, with the name and the days that its reference takes.
import { Autocomplete, Group, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api.ts';
import type { PropertiesAnswer } from '../api-types.ts';
import { useWords } from '../texts.tsx';
import { closedLight, type Field, type Kind, readReference, writeReference } from './condition.ts';
import { useProductEvents } from './event-names.tsx';

type Props = {
  reference: string;
  fields: readonly Field[];
  kind: Kind;
  choose: (field: Field, reference: string) => void;
};

const sources = ['crm', 'product', 'support', 'analysis', 'clock'] as const;
const parts = ['use', 'breadth', 'support', 'relationship', 'commercial', 'sentiment'] as const;

/** Properties of the CRM's records of this kind, with common values. */
export function useProperties(kind: Kind) {
  return useQuery({
    queryKey: ['properties', kind],
    queryFn: () => ask<PropertiesAnswer>('/api/properties', { objectType: kind }),
    staleTime: 60_000,
  }).data?.properties;
}

export function FieldPicker({ reference, fields, kind, choose }: Props) {
  const { t, known, locale } = useWords();
  const { field, name, days } = readReference(reference, fields);
  const label = ({ id, label: own }: Field) =>
    known(`console.rulePage.field.${id}`, own[locale].replaceAll('{days}', 'n').replaceAll('{name}', '…'));
  const take = (id: string | null) => {
    const next = fields.find((one) => one.id === id);
    if (next === undefined || next.id === field?.id) return;
    const kept = next.named?.of === field?.named?.of ? name : '';
    choose(next, writeReference(next, kept === '' && next.named?.of === 'part' ? 'use' : kept, days));
  };
  return (
    <Group gap="xs" align="flex-end">
      <Select
        comboboxProps={closedLight}
        size="xs"
        w={250}
        searchable
        title={field === undefined ? undefined : label(field)}
        aria-label={t('console.rulePage.field')}
        placeholder={t('console.rulePage.field')}
        value={field?.id ?? null}
        onChange={take}
        data={sources.flatMap((source) => {
          const items = fields.filter((one) => one.source === source);
          return items.length === 0
            ? []
            : [
                {
                  group: t(`console.rulePage.from.${source}`),
                  items: items.map((one) => ({ value: one.id, label: label(one) })),
                },
              ];
        })}
        allowDeselect={false}
        maxDropdownHeight={320}
        error={field === undefined && reference !== ''}
      />
      {field !== undefined && (
        <>
          <Name
            field={field}
            name={name}
            kind={kind}
            set={(to) => choose(field, writeReference(field, to, days))}
          />
          {field.window && (
            <NumberInput
              size="xs"
              w={100}
              aria-label={t('console.rulePage.days')}
              value={days}
              onChange={(to) => choose(field, writeReference(field, name, Number(to)))}
              suffix={` ${t('console.rulePage.days')}`}
              min={1}
              max={365}
              allowDecimal={false}
              hideControls
            />
          )}
        </>
      )}
    </Group>
  );
}

type NameProps = { field: Field; name: string; kind: Kind; set: (name: string) => void };

function Name({ field, name, kind, set }: NameProps) {
  const { t } = useWords();
  const properties = useProperties(kind);
  const events = (useProductEvents().data?.events ?? []).map((one) => one.name);
  const of = field.named?.of;
  if (of === undefined) return null;
  if (of === 'part')
    return (
      <Select
        comboboxProps={closedLight}
        size="xs"
        w={130}
        aria-label={t('console.rulePage.name.part')}
        value={name}
        onChange={(value) => set(value ?? 'use')}
        data={parts.map((value) => ({ value, label: t(`card.view.part.${value}`) }))}
        allowDeselect={false}
      />
    );
  if (of === 'property')
    return (
      <Autocomplete
        comboboxProps={closedLight}
        size="xs"
        w={160}
        aria-label={t('console.rulePage.name.property')}
        placeholder={t('console.rulePage.name.property')}
        value={name}
        onChange={set}
        data={(properties ?? []).map((one) => one.name)}
        limit={30}
      />
    );
  return (
    <Autocomplete
      comboboxProps={closedLight}
      size="xs"
      w={190}
      aria-label={t('console.rulePage.name.event')}
      placeholder={t('console.rulePage.name.event')}
      title={t('console.rulePage.name.event.text')}
      value={name}
      onChange={set}
      data={events}
      limit={30}
    />
  );
}
