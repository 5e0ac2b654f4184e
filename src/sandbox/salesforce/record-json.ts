// A record as the REST API gives it: attributes, the asked fields, parents nested.

import type { Field } from './field.ts';
import { parentOf, shownValue } from './field-value.ts';
import type { OrgContext } from './org-context.ts';
import type { SalesforceRecord } from './record.ts';
import type { Column } from './soql-column.ts';

type Json = Readonly<Record<string, unknown>>;

export function attributesOf(type: string, id: string, base: string, shown = type) {
  return { type: shown, url: `${base}/sobjects/${type}/${id}` };
}

/** `base` is the path of the API version. */
export function recordJson(
  context: OrgContext,
  record: SalesforceRecord,
  columns: readonly Column[],
  base: string,
): Json {
  return {
    attributes: attributesOf(record.type, record.id, base),
    ...cells(context, record, columns, 0, base),
  };
}

export function plainJson(
  context: OrgContext,
  record: SalesforceRecord,
  fields: readonly Field[],
  base: string,
): Json {
  return recordJson(
    context,
    record,
    fields.map((field) => ({ path: [field.name], hops: [], field })),
    base,
  );
}

function cells(
  context: OrgContext,
  record: SalesforceRecord,
  columns: readonly Column[],
  depth: number,
  base: string,
): Json {
  const made: Record<string, unknown> = {};
  for (const column of columns) {
    const hop = column.hops[depth];
    const name = column.path[depth] ?? column.field.name;
    if (hop === undefined) {
      const type = context.book.object(record.type);
      const field = (type && context.book.field(type, column.field.name)) ?? column.field;
      made[name] = shownValue(context, record, field);
    } else if (!(name in made)) {
      const parent = parentOf(context, record, hop);
      const among = columns.filter((other) => other.hops[depth] !== undefined && other.path[depth] === name);
      const shown = hop.referenceTo.length > 1 ? 'Name' : undefined;
      made[name] =
        parent === undefined
          ? null
          : {
              attributes: attributesOf(parent.type.name, parent.record.id, base, shown),
              ...cells(context, parent.record, among, depth + 1, base),
            };
    }
  }
  return made;
}
