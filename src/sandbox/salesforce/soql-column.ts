// A column of a query: the field a path leads to, over the lookups it goes through.
import type { Field } from './field.ts';
import { parentOf, plainValue } from './field-value.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { SalesforceRecord, Value } from './record.ts';
import type { Path } from './soql.ts';
import { malformed, noColumn, queryError } from './soql-error.ts';
import { type View, visibleField } from './view.ts';

export type Column = {
  readonly path: readonly string[];
  readonly hops: readonly Field[];
  readonly field: Field;
};

const DEEPEST = 5;
// What can be asked of a parent that may be of several kinds.
const commonFields: ReadonlySet<string> = new Set([
  ...['id', 'name', 'firstname', 'lastname', 'email', 'title', 'phone', 'username', 'isactive', 'type'],
]);

/** Throws where the user sees no such field, as if there were none. */
export function columnOf(view: View, type: ObjectType, path: Path, text: string): Column {
  const names = [...path.parts];
  // The object's own name may stand before its fields.
  if (names.length > 1 && names[0]?.toLowerCase() === type.name.toLowerCase()) names.shift();
  if (names.length - 1 > DEEPEST)
    throw malformed(text, path.at, `SOQL relationships cannot go further than ${DEEPEST} levels.`);
  const last = names.pop() ?? '';
  let types: readonly ObjectType[] = [type];
  const hops: Field[] = [];
  for (const name of names) {
    const lookup = types
      .map((one) => view.context.book.relationship(one, name))
      .find((field) => field !== undefined);
    if (lookup === undefined) {
      throw queryError(
        'INVALID_FIELD',
        ...([text, path.at] as const),
        `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    hops.push(lookup);
    types = lookup.referenceTo.flatMap((to) => view.context.book.object(to) ?? []);
  }
  const field = types.map((one) => visibleField(view, one, last)).find((one) => one !== undefined);
  const several = types.length > 1;
  if (field === undefined || (several && !commonFields.has(last.toLowerCase()))) {
    throw noColumn(text, path.at, last, several ? 'Name' : (types[0]?.name ?? type.name));
  }
  const [relations] = [hops.map((hop) => hop.relationshipName ?? hop.name)];
  return { path: [...relations, field.name], hops, field };
}

/** The value the column has for a record; null where a lookup on the way is empty. */
export function columnValue(context: OrgContext, record: SalesforceRecord, column: Column): Value {
  let at = record;
  let { field } = column;
  for (const hop of column.hops) {
    const parent = parentOf(context, at, hop);
    if (parent === undefined) return null;
    at = parent.record;
    field = context.book.field(parent.type, column.field.name) ?? field;
  }
  return plainValue(context, at, field);
}
