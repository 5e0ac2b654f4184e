// What a field of a record shows: stored, put together from parts, or worked out by a formula.
import type { Field, Formula } from './field.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, type SalesforceRecord, type Value, type Values } from './record.ts';
import { prefixOf } from './salesforce-id.ts';
import { dateOfStamp } from './stamp.ts';

type Address = Readonly<Record<string, Value>>;

/** The value of a field; an object where the field is an address. */
export function shownValue(context: OrgContext, record: SalesforceRecord, field: Field): Value | Address {
  if (field.type === 'address') return address(field, record.values);
  return plainValue(context, record, field);
}

export function plainValue(context: OrgContext, record: SalesforceRecord, field: Field): Value {
  if (field.formula !== undefined) return worked(context, record, field.formula);
  const value = record.values[field.name] ?? null;
  return value === null && field.type === 'boolean' ? false : value;
}

/** The record a lookup points at, and what kind it is. */
export function parentOf(
  context: OrgContext,
  record: SalesforceRecord,
  lookup: Field,
): { readonly type: ObjectType; readonly record: SalesforceRecord } | undefined {
  const id = record.values[lookup.name];
  if (typeof id !== 'string') return undefined;
  const type = context.book.byPrefix(prefixOf(id));
  const found = type && findRecord(context, type.name, id);
  return type === undefined || found === undefined ? undefined : { type, record: found };
}

function address(field: Field, values: Values): Address | null {
  const prefix = field.name.replace(/Address$/, '');
  const part = (name: string) => values[`${prefix}${name}`] ?? null;
  const made = {
    city: part('City'),
    country: part('Country'),
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  };
  return Object.values(made).every((value) => value === null) ? null : made;
}

function worked(context: OrgContext, record: SalesforceRecord, formula: Formula): Value {
  const { values } = record;
  switch (formula.kind) {
    case 'text':
      return formula.template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')).trim();
    case 'product':
      return formula.fields.reduce((result, name) => result * Number(values[name] ?? 0), formula.factor);
    case 'daysSince': {
      const since = values[formula.field];
      if (typeof since !== 'string') return null;
      return Math.floor((context.now().getTime() - dateOfStamp(since).getTime()) / 86_400_000);
    }
    case 'parent': {
      const [relation = '', name = ''] = formula.path.split('.');
      const type = context.book.object(record.type);
      const lookup = type && context.book.relationship(type, relation);
      const parent = lookup && parentOf(context, record, lookup);
      return parent?.record.values[name] ?? null;
    }
  }
}
