// Keeps a record by an external id: made where none has it, changed where one does, refused where several do.
import { textOf } from '#sandbox/sqlite.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { Values } from './record.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { refused, SalesforceError } from './salesforce-error.ts';
import { idOf } from './salesforce-id.ts';
import type { Transaction } from './transaction.ts';

export type Upserted = { readonly id: string; readonly created: boolean };

export function upsertRecord(
  transaction: Transaction,
  type: ObjectType,
  fieldName: string,
  values: Values,
): Upserted {
  const { context } = transaction;
  const key = Object.keys(values).find((name) => name.toLowerCase() === fieldName.toLowerCase());
  const value = key === undefined ? null : (values[key] ?? null);
  const found = value === null ? [] : idsBy(context, type, fieldName, String(value));
  if (fieldName.toLowerCase() === 'id') {
    const { [key ?? '']: _, ...rest } = values;
    const [id] = found;
    if (id === undefined) return { id: createRecord(transaction, type, rest), created: true };
    changeRecord(transaction, type, id, rest);
    return { id, created: false };
  }
  const [id, another] = found;
  if (another !== undefined) {
    throw new SalesforceError(
      300,
      'DUPLICATE_EXTERNAL_ID',
      `${fieldName}: more than one record found for external id field: [${found.join(', ')}]`,
    );
  }
  if (id === undefined) return { id: createRecord(transaction, type, values), created: true };
  changeRecord(transaction, type, id, values);
  return { id, created: false };
}

/** Live records with this value in an external id field. */
export function idsBy(context: OrgContext, type: ObjectType, fieldName: string, value: string): string[] {
  const field = context.book.field(type, fieldName);
  if (field === undefined || !(field.externalId || field.type === 'id')) {
    throw refused(
      'INVALID_FIELD',
      `Field name provided, ${fieldName} is not an External ID or indexed field for ${type.name}`,
    );
  }
  if (field.type === 'id') {
    const id = idOf(value);
    if (id === undefined) throw refused('MALFORMED_ID', `bad id ${value}`);
    return [id];
  }
  return context.database
    .all(
      `select id from records where org = ? and type = ? and deleted = 0 and lower(data ->> ?) = ?`,
      ...[context.orgId, type.name, field.name, value.toLowerCase()],
    )
    .map((row) => textOf(row, 'id'));
}
