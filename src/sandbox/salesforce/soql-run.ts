// Runs a query in an org as one user: which records, in which order, and what of each is shown.
import { saveFieldDefinitions } from './field-history.ts';
import type { ObjectType } from './object-type.ts';
import { recordOf, type SalesforceRecord, type Value } from './record.ts';
import { refused } from './salesforce-error.ts';
import type { Order, Soql } from './soql.ts';
import { type Column, columnOf, columnValue } from './soql-column.ts';
import { malformed, noObject, queryError } from './soql-error.ts';
import { testOf } from './soql-filter.ts';
import { narrowed } from './soql-narrow.ts';
import { shares, type View, visibleObject } from './view.ts';

export type Found = {
  readonly type: ObjectType;
  readonly columns: readonly Column[];
  readonly ids: readonly string[];
};

const FURTHEST_OFFSET = 2_000;
const columnsOfTable: Readonly<Record<string, string>> = {
  Id: 'id',
  SystemModstamp: 'modstamp',
  CreatedDate: 'created',
};

export function objectOfQuery(view: View, soql: Soql): ObjectType {
  const type = visibleObject(view, soql.from.name);
  if (type === undefined) throw noObject(soql.text, soql.from.at, soql.from.name);
  if (type.name === 'FieldDefinition') saveFieldDefinitions(view.context);
  return type;
}

/** The columns of a query without aggregates. */
export function columnsOfQuery(view: View, type: ObjectType, soql: Soql): Column[] {
  const columns = soql.select.map((one) => {
    if (one.kind === 'aggregate') {
      throw malformed(
        soql.text,
        0,
        'Grouped query cannot be run here: an aggregate needs GROUP BY or stands alone.',
      );
    }
    return columnOf(view, type, one.path, soql.text);
  });
  const seen = new Set<string>();
  for (const { path } of columns) {
    const name = path.join('.');
    if (seen.has(name))
      throw queryError('INVALID_FIELD', soql.text, 0, `duplicate field selected: ${path.at(-1)}`);
    seen.add(name);
  }
  return columns;
}

/** `deleted`: as queryAll does it, with what is in the recycle bin. */
export function findIds(view: View, type: ObjectType, soql: Soql, deleted: boolean): string[] {
  const ids: string[] = [];
  const { offset = 0, limit = Number.POSITIVE_INFINITY } = soql;
  if (offset > FURTHEST_OFFSET) {
    throw refused('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  }
  const sorting = soql.orderBy.map((order) => ({ order, column: sortable(view, type, soql, order) }));
  const sql = sqlOrder(sorting);
  if (sql !== undefined) {
    for (const { id } of matches(view, type, soql, deleted, sql)) {
      ids.push(id);
      if (ids.length >= offset + limit) break;
    }
    return ids.slice(offset);
  }
  const rows = [...matches(view, type, soql, deleted, 'id')].map((record) => ({
    id: record.id,
    keys: sorting.map(({ column }) => columnValue(view.context, record, column)),
  }));
  rows.sort((one, two) => compareKeys(one, two, soql.orderBy));
  return rows.slice(offset, offset + limit).map((row) => row.id);
}

/** Each record the WHERE lets through. Tasks and events of long ago are archived: only queryAll shows them. */
export function* matches(
  view: View,
  type: ObjectType,
  soql: Soql,
  deleted: boolean,
  order: string,
): Generator<SalesforceRecord> {
  const { context } = view;
  const { sql, params, rest } = narrowed(view, type, soql);
  const tests = rest.map((condition) => testOf(view, type, soql, condition));
  const shared = shares(view, type);
  const everything = deleted || soql.allRows;
  const rows = context.database.each(
    `select type, id, data, deleted from records where org = ? and type = ?${everything ? ' and deleted < 2' : ' and deleted = 0'}${sql}
     order by ${order}`,
    ...[context.orgId, type.name, ...params],
  );
  for (const row of rows) {
    const record = recordOf(row);
    if (!everything && record.values['IsArchived'] === true) continue;
    if (shared(record) && tests.every((test) => test(record))) yield record;
  }
}

function sortable(view: View, type: ObjectType, soql: Soql, order: Order): Column {
  const column = columnOf(view, type, order.path, soql.text);
  const long = column.field.type === 'textarea' && column.field.length > 255;
  if (long || column.field.type === 'address' || column.field.type === 'multipicklist') {
    throw queryError(
      'INVALID_FIELD',
      soql.text,
      order.path.at,
      `field '${column.field.name}' can not be sorted in a query call`,
    );
  }
  return column;
}

// Stamps and ids are never empty, so the database may sort by them.
function sqlOrder(sorting: readonly { order: Order; column: Column }[]): string | undefined {
  if (sorting.length === 0) return 'id';
  const parts = sorting.map(({ order, column }) => {
    const name = column.hops.length > 0 ? undefined : columnsOfTable[column.field.name];
    return name === undefined ? undefined : `${name}${order.descending ? ' desc' : ''}`;
  });
  return parts.includes(undefined) ? undefined : parts.join(', ');
}

type Keyed = { readonly id: string; readonly keys: readonly Value[] };

function compareKeys(one: Keyed, two: Keyed, orders: readonly Order[]): number {
  for (const [index, order] of orders.entries()) {
    const left = one.keys[index] ?? null;
    const right = two.keys[index] ?? null;
    const result = compareValues(left, right, order);
    if (result !== 0) return result;
  }
  return one.id < two.id ? -1 : 1;
}

function compareValues(left: Value, right: Value, order: Order): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null) === (order.nulls === 'first') ? -1 : 1;
  }
  const [a, b] = [folded(left), folded(right)];
  const result = a < b ? -1 : a > b ? 1 : 0;
  return order.descending ? -result : result;
}

function folded(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
