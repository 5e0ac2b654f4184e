// Reads the compact rows the default properties are written in: name | label | kind | flags.
import { type Property, property } from './property.ts';

export type OptionLists = Readonly<Record<string, readonly string[]>>;

const kinds: Readonly<Record<string, readonly [Property['type'], Property['fieldType']]>> = {
  text: ['string', 'text'],
  textarea: ['string', 'textarea'],
  html: ['string', 'html'],
  number: ['number', 'number'],
  date: ['date', 'date'],
  datetime: ['datetime', 'date'],
  bool: ['bool', 'booleancheckbox'],
  select: ['enumeration', 'select'],
  radio: ['enumeration', 'radio'],
  checkbox: ['enumeration', 'checkbox'],
  phone: ['string', 'phonenumber'],
};

/** One property per line; flags are `ro` (kept by HubSpot), `calc`, `ext` (options live elsewhere), `unique`. */
export function propertyRows(group: string, rows: string, lists: OptionLists = {}): Property[] {
  return rows
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => toProperty(group, line, lists));
}

function toProperty(group: string, line: string, lists: OptionLists): Property {
  const [name = '', label = '', kind = 'text', flags = ''] = line.split('|').map((part) => part.trim());
  const [type, fieldType] = kinds[kind] ?? ['string', 'text'];
  const has = (flag: string) => flags.split(' ').includes(flag);
  return property.parse({
    name,
    label,
    groupName: group,
    type,
    fieldType,
    options: (lists[name] ?? []).map(toOption),
    externalOptions: has('ext'),
    hasUniqueValue: has('unique'),
    calculated: has('calc'),
    readOnlyValue: has('ro') || has('calc'),
    hubspotDefined: true,
    formField: !has('ro') && !has('calc'),
  });
}

// `value` or `value=Label`.
function toOption(text: string, index: number) {
  const [value = '', label = value] = text.split('=');
  return { value, label, displayOrder: index, hidden: false };
}

/** What every object type has. */
export const commonRows = `
hs_object_id | Record ID | number | ro
hs_merged_object_ids | Merged record IDs | checkbox | ro ext
hs_created_by_user_id | Created by user ID | number | ro
hs_updated_by_user_id | Updated by user ID | number | ro
hs_object_source | Record creation source | text | ro
hs_object_source_id | Record creation source ID | text | ro
hs_object_source_label | Record source | text | ro
hubspot_owner_id | Owner | select | ext
hubspot_owner_assigneddate | Owner assigned date | datetime | ro
hubspot_team_id | Team | select | ext ro
hs_all_owner_ids | All owner IDs | checkbox | ext ro
`;
