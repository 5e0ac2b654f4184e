// The part of a WHERE that the database can answer by its indexes: ids, stamps, lookups; the rest is tested record by record.
import type { ObjectType } from './object-type.ts';
import type { Condition, Operator, Soql } from './soql.ts';
import { checked, filterable } from './soql-filter.ts';
import type { View } from './view.ts';

export type Narrowed = {
  /** Begins with ` and`, or is empty. */
  readonly sql: string;
  readonly params: readonly string[];
  /** What is left to be tested. */
  readonly rest: readonly Condition[];
};

const columns: Readonly<Record<string, string>> = {
  Id: 'id',
  SystemModstamp: 'modstamp',
  CreatedDate: 'created',
};
const comparable: ReadonlySet<Operator> = new Set(['=', '<', '<=', '>', '>=']);

export function narrowed(view: View, type: ObjectType, soql: Soql): Narrowed {
  const parts = soql.where === undefined ? [] : soql.where.kind === 'and' ? soql.where.parts : [soql.where];
  const sql: string[] = [];
  const params: string[] = [];
  const rest: Condition[] = [];
  for (const part of parts) {
    const clause = clauseOf(view, type, soql, part);
    if (clause === undefined) rest.push(part);
    else {
      sql.push(` and ${clause.sql}`);
      params.push(...clause.params);
    }
  }
  return { sql: sql.join(''), params, rest };
}

function clauseOf(view: View, type: ObjectType, soql: Soql, part: Condition) {
  if (part.kind !== 'compare' && part.kind !== 'in') return undefined;
  const { path } = part;
  const column = filterable(view, type, soql, path);
  if (column.hops.length > 0) return undefined;
  const { field } = column;
  const literals = part.kind === 'in' ? part.values : [part.value];
  const values = literals.map((one) =>
    checked(soql, column, path, part.kind === 'in' ? '=' : part.operator, one),
  );
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length !== values.length) return undefined;
  const own = columns[field.name];
  if (part.kind === 'in') {
    if (part.not) return undefined;
    return among(own, field.name, field.type === 'reference', texts, view.context.orgId);
  }
  if (!comparable.has(part.operator)) return undefined;
  if (own !== undefined) return { sql: `${own} ${part.operator} ?`, params: texts };
  if (part.operator !== '=') return undefined;
  return among(own, field.name, field.type === 'reference', texts, view.context.orgId);
}

function among(
  own: string | undefined,
  field: string,
  lookup: boolean,
  values: readonly string[],
  org: string,
) {
  const list = JSON.stringify(values);
  if (own !== undefined) return { sql: `${own} in (select value from json_each(?))`, params: [list] };
  if (!lookup || field === 'OwnerId' || field.endsWith('ById')) return undefined;
  return {
    sql: 'id in (select id from links where org = ? and field = ? and to_id in (select value from json_each(?)))',
    params: [org, field, list],
  };
}
