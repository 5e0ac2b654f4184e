// A column of an imported CSV: its type, its options, and each value as HubSpot keeps it.
import type { ColumnType, ImportMap, Target } from './import-map.ts';

export type Column = {
  readonly header: string;
  readonly index: number;
  readonly target: Target;
  readonly type: ColumnType;
  readonly label: string;
  readonly options: readonly string[];
};
export type Value =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: string };

const truths: Readonly<Record<string, string>> = {
  yes: 'true',
  true: 'true',
  '1': 'true',
  no: 'false',
  false: 'false',
  '0': 'false',
};
const mostOptions = 200;

function dateOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}|^\d{1,2}[/.]\d{1,2}[/.]\d{4}/.test(text)) return undefined;
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}

/** The narrowest type that all values fit. Few distinct values make an enumeration. */
function inferType(values: readonly string[]): ColumnType {
  if (values.length === 0) return 'string';
  if (values.every((value) => /^-?\d+(\.\d+)?$/.test(value))) return 'number';
  if (values.every((value) => /^(yes|no|true|false)$/i.test(value))) return 'bool';
  if (values.every((value) => dateOf(value) !== undefined)) return 'date';
  const distinct = new Set(values).size;
  return distinct <= 60 && distinct <= Math.max(5, values.length / 10) ? 'enumeration' : 'string';
}

/** A property name out of a column's header. */
export function propertyName(header: string): string {
  const name = header
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 90);
  return /^[a-z]/.test(name) ? name : `column_${name}`;
}

function isMissing(map: ImportMap, value: string): boolean {
  return value === '' || map.missing.includes(value);
}

export function toColumn(
  map: ImportMap,
  header: string,
  index: number,
  target: Target,
  rows: readonly (readonly string[])[],
): Column {
  const raw = rows.map((row) => (row[index] ?? '').trim()).filter((value) => !isMissing(map, value));
  const values = target.values ? raw.flatMap((value) => target.values?.[value] ?? []) : raw;
  const type = target.type ?? inferType(values);
  const distinct = type === 'enumeration' ? [...new Set(values)].sort().slice(0, mostOptions) : [];
  return {
    header,
    index,
    target,
    type,
    label: target.label ?? (header || target.property),
    options: distinct,
  };
}

/** The value as HubSpot keeps it; `''` where it is not known. */
export function valueIn(map: ImportMap, column: Column, text: string): Value {
  const given = text.trim();
  if (isMissing(map, given)) return { ok: true, value: '' };
  const value = column.target.values ? (column.target.values[given] ?? '') : given;
  if (value === '') return { ok: true, value };
  const wrong = (kind: string): Value => ({
    ok: false,
    problem: `"${value}" in column "${column.header}" is not ${kind}`,
  });
  switch (column.type) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? { ok: true, value } : wrong('a number');
    case 'bool': {
      const truth = truths[value.toLowerCase()];
      return truth === undefined ? wrong('yes or no') : { ok: true, value: truth };
    }
    case 'date': {
      const date = dateOf(value);
      return date === undefined ? wrong('a date') : { ok: true, value: date };
    }
    case 'enumeration':
      return column.options.includes(value)
        ? { ok: true, value }
        : wrong(`one of the first ${mostOptions} values`);
    case 'string':
      return { ok: true, value };
  }
}

const kinds = {
  string: { type: 'string', fieldType: 'text' },
  number: { type: 'number', fieldType: 'number' },
  bool: { type: 'bool', fieldType: 'booleancheckbox' },
  date: { type: 'date', fieldType: 'date' },
  enumeration: { type: 'enumeration', fieldType: 'select' },
} as const;

/** The property definition to make for the column. */
export function definition(column: Column, groupName: string) {
  const options =
    column.type === 'bool'
      ? [
          { label: 'Yes', value: 'true', displayOrder: 0 },
          { label: 'No', value: 'false', displayOrder: 1 },
        ]
      : column.options.map((value, displayOrder) => ({ label: value, value, displayOrder }));
  return {
    ...{ name: column.target.property, label: column.label, groupName, ...kinds[column.type] },
    ...(options.length > 0 ? { options } : {}),
  };
}
