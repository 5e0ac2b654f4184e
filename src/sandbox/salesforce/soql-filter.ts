// The WHERE of a query, checked against the fields it names and turned into a test of records.
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import type { SalesforceRecord, Value } from './record.ts';
import { refused } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import type { Condition, Literal, Operator, Path, Soql } from './soql.ts';
import { type Column, columnOf, columnValue } from './soql-column.ts';
import { queryError } from './soql-error.ts';
import type { View } from './view.ts';

export type Test = (record: SalesforceRecord) => boolean;

/** Throws where a field cannot be filtered by, or not by such a value. */
export function testOf(view: View, type: ObjectType, soql: Soql, condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.parts.map((part) => testOf(view, type, soql, part));
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = condition.parts.map((part) => testOf(view, type, soql, part));
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = testOf(view, type, soql, condition.part);
      return (record) => !test(record);
    }
    case 'in': {
      const column = filterable(view, type, soql, condition.path);
      const wanted = new Set(
        condition.values.map((value) =>
          folded(column.field, checked(soql, column, condition.path, '=', value)),
        ),
      );
      return (record) =>
        wanted.has(folded(column.field, columnValue(view.context, record, column))) !== condition.not;
    }
    case 'compare': {
      const column = filterable(view, type, soql, condition.path);
      const value = checked(soql, column, condition.path, condition.operator, condition.value);
      const compare = comparing(condition.operator, folded(column.field, value));
      return (record) => compare(folded(column.field, columnValue(view.context, record, column)));
    }
  }
}

export function filterable(view: View, type: ObjectType, soql: Soql, path: Path): Column {
  const column = columnOf(view, type, path, soql.text);
  if (!column.field.filterable || column.field.type === 'address') {
    throw queryError(
      'INVALID_FIELD',
      soql.text,
      path.at,
      `field '${column.field.name}' can not be filtered in a query call`,
    );
  }
  return column;
}

const kinds = {
  ...{ int: 'number', double: 'number', currency: 'number', percent: 'number', boolean: 'boolean' },
  ...{ date: 'date', datetime: 'datetime' },
} as const satisfies Partial<Record<Field['type'], Literal['kind']>>;

export function literalKind(field: Field): Literal['kind'] {
  const found = Object.entries(kinds).find(([type]) => type === field.type);
  return found?.[1] ?? 'string';
}

/** The literal as a value of the column's field; ids come out with 18 characters. */
export function checked(soql: Soql, column: Column, path: Path, operator: Operator, literal: Literal): Value {
  const { field } = column;
  if (literal.kind === 'null') {
    if (operator === '=' || operator === '!=') return null;
    throw refused(
      'INVALID_QUERY_FILTER_OPERATOR',
      `invalid operator on null value for field '${field.name}'`,
    );
  }
  const wanted = literalKind(field);
  if (operator === 'LIKE' && (wanted !== 'string' || field.type === 'id' || field.type === 'reference')) {
    throw queryError(
      'INVALID_QUERY_FILTER_OPERATOR',
      soql.text,
      path.at,
      `invalid operator on ${field.type} field`,
    );
  }
  if (literal.kind !== wanted) {
    const quoted = wanted === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
    const named = wanted === 'datetime' ? 'dateTime' : wanted === 'number' ? field.type : wanted;
    throw queryError(
      'INVALID_FIELD',
      ...([soql.text, path.at] as const),
      `value of filter criterion for field '${field.name}' must be of type ${named} and ${quoted}`,
    );
  }
  if (field.type !== 'id' && field.type !== 'reference') return literal.value;
  const id = literal.value === '' ? null : idOf(String(literal.value));
  if (id === undefined) throw refused('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.value}`);
  return id;
}

// Texts are compared without case, ids with.
function folded(field: Field, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  return field.type === 'id' || field.type === 'reference' ? value : value.toLowerCase();
}

function comparing(operator: Operator, wanted: Value): (value: Value) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case 'LIKE': {
      const shape = likeShape(String(wanted ?? ''));
      return (value) => typeof value === 'string' && shape.test(value);
    }
    default:
      return (value) => value !== null && wanted !== null && ordered(operator, value, wanted);
  }
}

function ordered(
  operator: '<' | '<=' | '>' | '>=',
  left: string | number | boolean,
  right: string | number | boolean,
): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function likeShape(pattern: string): RegExp {
  const shape = pattern.replace(/\\[%_]|[%_]|[.*+?^${}()|[\]\\]/g, (sign) => {
    if (sign === '%') return '[\\s\\S]*';
    if (sign === '_') return '[\\s\\S]';
    return sign.length === 2 ? sign.slice(1) : `\\${sign}`;
  });
  return new RegExp(`^${shape}$`, 'i');
}
