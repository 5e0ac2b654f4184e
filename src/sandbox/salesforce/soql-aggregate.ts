// COUNT() and the aggregates of GROUP BY queries.
import type { ObjectType } from './object-type.ts';
import type { SalesforceRecord, Value } from './record.ts';
import type { Selected, Soql } from './soql.ts';
import { type Column, columnOf, columnValue } from './soql-column.ts';
import { malformed } from './soql-error.ts';
import { matches } from './soql-run.ts';
import type { View } from './view.ts';

type AggregateRow = Readonly<Record<string, unknown>>;

export function isAggregate(soql: Soql): boolean {
  return soql.groupBy.length > 0 || soql.select.some((one) => one.kind === 'aggregate');
}

/** A lonely COUNT() is answered by a number, everything else by rows. */
export function aggregated(
  view: View,
  type: ObjectType,
  soql: Soql,
  deleted: boolean,
): number | AggregateRow[] {
  const [only] = soql.select;
  const counts = soql.select.length === 1 && only?.kind === 'aggregate' && only.path === undefined;
  const records = [...matches(view, type, soql, deleted, 'id')];
  if (counts) return Math.min(records.length, soql.limit ?? records.length);
  const groups = soql.groupBy.map((path) => columnOf(view, type, path, soql.text));
  const cells = soql.select.map((one, index) => cellOf(view, type, soql, one, groups, index));
  const byKey = Map.groupBy(records, (record) =>
    JSON.stringify(groups.map((group) => columnValue(view.context, record, group))),
  );
  if (groups.length === 0) byKey.set('', records);
  const rows = [...byKey.values()].map((members) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(cells.map(({ name, read }) => [name, read(members)])),
  }));
  return rows.slice(0, soql.limit ?? rows.length);
}

type Cell = { readonly name: string; readonly read: (members: readonly SalesforceRecord[]) => Value };

function cellOf(
  view: View,
  type: ObjectType,
  soql: Soql,
  one: Selected,
  groups: readonly Column[],
  index: number,
): Cell {
  if (one.kind === 'field') {
    const column = columnOf(view, type, one.path, soql.text);
    if (!groups.some((group) => group.path.join('.') === column.path.join('.'))) {
      throw malformed(soql.text, one.path.at, `Field must be grouped or aggregated: ${column.field.name}`);
    }
    const name = column.path.at(-1) ?? '';
    return {
      name,
      read: ([first]) => (first === undefined ? null : columnValue(view.context, first, column)),
    };
  }
  const name =
    one.alias ??
    `expr${soql.select.slice(0, index).filter((other) => other.kind === 'aggregate' && other.alias === undefined).length}`;
  if (one.path === undefined)
    throw malformed(soql.text, 0, 'COUNT() must be the only element in the SELECT list');
  const column = columnOf(view, type, one.path, soql.text);
  return {
    name,
    read: (members) => {
      const values = members
        .map((member) => columnValue(view.context, member, column))
        .filter((value) => value !== null);
      return reduced(one.function, values);
    },
  };
}

function reduced(
  how: 'COUNT' | 'MAX' | 'MIN' | 'SUM' | 'AVG',
  values: readonly (string | number | boolean)[],
): Value {
  if (how === 'COUNT') return values.length;
  if (values.length === 0) return null;
  if (how === 'MAX') return values.reduce((best, value) => (value > best ? value : best));
  if (how === 'MIN') return values.reduce((best, value) => (value < best ? value : best));
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  return how === 'SUM' ? sum : sum / values.length;
}
