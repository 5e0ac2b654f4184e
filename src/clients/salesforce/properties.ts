// Definitions of an object's fields, as Revloop speaks of properties.
import type { Crm } from '#ports/crm.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { type Describes, type Field, isReadable } from './describe.ts';

/** Asks Salesforce anew: whoever calls wants to know what is there now. */
export function propertiesReader(describes: Describes): Crm['properties'] {
  return async (type) => {
    describes.forget(type);
    const { fields } = await describes.of(type);
    return [...fields]
      .filter(([, field]) => isReadable(field))
      .map(([name, field]) => toDefinition(name, field));
  };
}

function toDefinition(name: string, field: Field): PropertyDefinition {
  const options = field.picklistValues.map(({ value, label }) => ({ value, label: label || value }));
  const type = typeOf(field);
  return {
    name,
    label: field.label || name,
    type,
    ...((type === 'enumeration' || type === 'multi') && options.length > 0 ? { options } : {}),
    calculated: field.calculated || field.autoNumber || (!field.updateable && !field.createable),
    builtIn: !field.custom,
  };
}

const types: Readonly<Record<string, PropertyDefinition['type']>> = {
  boolean: 'bool',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  picklist: 'enumeration',
  multipicklist: 'multi',
  time: 'other',
  encryptedstring: 'other',
};

function typeOf({ type }: Field): PropertyDefinition['type'] {
  return types[type] ?? 'string';
}
