// Turns the filters of a search into SQL.
import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type { Call } from './endpoint.ts';
import { invalid } from './hubspot-error.ts';
import { findObjectType, type ObjectType } from './object-type.ts';
import type { Property } from './property.ts';
import { stampOf } from './value.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const filterShape = z.object({
  propertyName: z.string(),
  operator: z.enum([
    ...(['EQ', 'NEQ', 'LT', 'LTE', 'GT', 'GTE', 'BETWEEN', 'IN', 'NOT_IN'] as const),
    ...(['HAS_PROPERTY', 'NOT_HAS_PROPERTY', 'CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'] as const),
  ]),
  value: scalar.optional(),
  highValue: scalar.optional(),
  values: z.array(scalar).optional(),
});
export type Filter = z.infer<typeof filterShape>;

export type Condition = { readonly sql: string; readonly params: readonly SQLInputValue[] };

const symbols = { LT: '<', LTE: '<=', GT: '>', GTE: '>=' } as const;

type Field = {
  readonly sql: string;
  readonly numeric: boolean;
  /** Makes a caller's value comparable with the column. */
  readonly read: (value: string) => SQLInputValue;
};

export function condition(call: Call, type: ObjectType, filter: Filter): Condition {
  if (filter.propertyName.startsWith('associations.')) return associated(call, type, filter);
  const field = fieldOf(call, type, filter.propertyName);
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return { sql: `${field.sql} is not null`, params: [] };
    case 'NOT_HAS_PROPERTY':
      return { sql: `${field.sql} is null`, params: [] };
    case 'EQ':
      return { sql: `${field.sql} = ?`, params: [field.read(soughtIn(filter))] };
    case 'NEQ':
      return { sql: `(${field.sql} is null or ${field.sql} <> ?)`, params: [field.read(soughtIn(filter))] };
    case 'BETWEEN':
      return { sql: `${field.sql} between ? and ?`, params: between(field, filter) };
    case 'IN':
      return { sql: `${field.sql} in (${marks(filter)})`, params: allSoughtIn(filter).map(field.read) };
    case 'NOT_IN':
      return {
        sql: `(${field.sql} is null or ${field.sql} not in (${marks(filter)}))`,
        params: allSoughtIn(filter).map(field.read),
      };
    case 'CONTAINS_TOKEN':
      return { sql: `has_token(${field.sql}, ?) = 1`, params: [soughtIn(filter)] };
    case 'NOT_CONTAINS_TOKEN':
      return { sql: `has_token(${field.sql}, ?) = 0`, params: [soughtIn(filter)] };
    default:
      return { sql: `${field.sql} ${symbols[filter.operator]} ?`, params: [field.read(soughtIn(filter))] };
  }
}

/** The column or expression a property is compared and sorted by; throws 400 for an unknown property. */
export function fieldOf(call: Call, type: ObjectType, name: string): Field {
  const definition = call.portal.context.book.get(type.name, name);
  if (definition === undefined) {
    throw invalid(`There was a problem with the request: property "${name}" does not exist.`, [
      {
        message: `Property "${name}" does not exist`,
        code: 'PROPERTY_DOESNT_EXIST',
        context: { propertyName: [name] },
      },
    ]);
  }
  if (name === 'hs_object_id') return { sql: 'id', numeric: true, read: numberFor(name) };
  if (name === type.created) return { sql: 'created', numeric: true, read: stampFor(name) };
  if (name === type.modified) return { sql: 'updated', numeric: true, read: stampFor(name) };
  return stored(definition);
}

function stored(definition: Property): Field {
  const { name } = definition;
  const sql = `properties ->> '$.${name}'`;
  switch (definition.type) {
    case 'number':
      return { sql: `cast(${sql} as real)`, numeric: true, read: numberFor(name) };
    case 'datetime':
      return { sql, numeric: false, read: (value) => new Date(stampFor(name)(value)).toISOString() };
    case 'date':
      return {
        sql,
        numeric: false,
        read: (value) => new Date(stampFor(name)(value)).toISOString().slice(0, 10),
      };
    default:
      return { sql: `lower(${sql})`, numeric: false, read: (value) => value.toLowerCase() };
  }
}

function numberFor(name: string) {
  return (value: string): number => {
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) throw invalid(`${value} is not a number for ${name}`);
    return number;
  };
}

function stampFor(name: string) {
  return (value: string): number => {
    const stamp = stampOf(value);
    if (Number.isNaN(stamp)) throw invalid(`${value} is not a time for ${name}`);
    return stamp;
  };
}

function between(field: Field, filter: Filter): SQLInputValue[] {
  if (filter.highValue === undefined) throw invalid('BETWEEN needs value and highValue');
  return [field.read(soughtIn(filter)), field.read(filter.highValue)];
}

function soughtIn(filter: Filter): string {
  if (filter.value === undefined)
    throw invalid(`operator ${filter.operator} needs a value (${filter.propertyName})`);
  return filter.value;
}

function allSoughtIn(filter: Filter): readonly string[] {
  if (filter.values === undefined || filter.values.length === 0) {
    throw invalid(`operator ${filter.operator} needs values (${filter.propertyName})`);
  }
  return filter.values;
}

function marks(filter: Filter): string {
  return allSoughtIn(filter)
    .map(() => '?')
    .join(', ');
}

// associations.company = id, the pseudo-property for standard objects.
function associated(call: Call, type: ObjectType, filter: Filter): Condition {
  const to = findObjectType(filter.propertyName.slice('associations.'.length));
  if (to === undefined) throw invalid(`Unknown association ${filter.propertyName}`);
  const from = `select 1 from associations where portal_id = ? and from_type = ? and from_id = seen.id and to_type = ?`;
  const params = [call.portal.portalId, type.name, to.name];
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return { sql: `exists (${from})`, params };
    case 'NOT_HAS_PROPERTY':
      return { sql: `not exists (${from})`, params };
    case 'EQ':
      return { sql: `exists (${from} and to_id = ?)`, params: [...params, Number(soughtIn(filter))] };
    case 'IN':
      return {
        sql: `exists (${from} and to_id in (${marks(filter)}))`,
        params: [...params, ...allSoughtIn(filter).map(Number)],
      };
    default:
      throw invalid(`operator ${filter.operator} is not supported for ${filter.propertyName}`);
  }
}
