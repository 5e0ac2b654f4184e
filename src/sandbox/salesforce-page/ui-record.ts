// The sandbox's UI API, as far as Lightning Data Service needs it for the card: one record read, one record made.
import { z } from 'zod';
import { plainValue } from '#sandbox/salesforce/field-value.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import { findRecord, recordValues } from '#sandbox/salesforce/record.ts';
import { createRecord } from '#sandbox/salesforce/record-write.ts';
import { notFound, refused, SalesforceError } from '#sandbox/salesforce/salesforce-error.ts';
import { byPerson, inTransaction } from '#sandbox/salesforce/transaction.ts';
import type { User } from '#sandbox/salesforce/user.ts';
import { shares, visibleField, visibleObject } from '#sandbox/salesforce/view.ts';

/** Where a person is signed in. */
export type Session = { readonly org: Org; readonly user: User };

const list = z.string().transform((names) => names.split(',').filter((name) => name !== ''));

export const RecordQuery = z.object({ fields: list.default([]), optionalFields: list.default([]) });
export const NewRecord = z.strictObject({ apiName: z.string(), fields: recordValues });

export type UiAnswer = { readonly status: number; readonly body: unknown };

/** The record with the asked fields that the person may see; a hidden one of `fields` is an error, as in Salesforce. */
export function readUiRecord(
  session: Session,
  object: string,
  id: string,
  asked: z.infer<typeof RecordQuery>,
): UiAnswer {
  return answered(() => {
    const view = { context: session.org.context, user: session.user };
    const type = visibleObject(view, object);
    const record = type && findRecord(view.context, type.name, id);
    if (type === undefined || record === undefined || record.deleted || !shares(view, type)(record)) {
      throw notFound('You do not have access to this record, or it was deleted.');
    }
    const named = (names: readonly string[]) =>
      names.map((name) => ({ name, field: visibleField(view, type, name.split('.').at(-1) ?? '') }));
    const hidden = named(asked.fields).find(({ field }) => field === undefined);
    if (hidden !== undefined) throw refused('INVALID_FIELD', `No such column '${hidden.name}'.`);
    const fields = [...named(asked.fields), ...named(asked.optionalFields)].flatMap(({ field }) =>
      field === undefined ? [] : [[field.name, cell(plainValue(view.context, record, field), field.type)]],
    );
    return { status: 200, body: { apiName: type.name, id: record.id, fields: Object.fromEntries(fields) } };
  });
}

/** Makes a record as the person; what a permission, a rule or a trigger refuses is an error in the UI API's shape. */
export function createUiRecord(
  { org, user }: Session,
  { apiName, fields }: z.infer<typeof NewRecord>,
): UiAnswer {
  return answered(() => {
    const view = { context: org.context, user };
    const type = visibleObject(view, apiName);
    if (type === undefined) throw refused('INVALID_TYPE', `sObject type '${apiName}' is not supported.`);
    const writing = { ...byPerson(org.context, user), checked: true };
    const id = inTransaction(org.context, writing, (transaction) => createRecord(transaction, type, fields));
    return { status: 201, body: { apiName: type.name, id, fields: {} } };
  });
}

// The UI API writes times as JavaScript does; the REST API of the same org does not.
function cell(value: string | number | boolean | null, type: string) {
  const shown = type === 'datetime' && value !== null ? String(value).replace('+0000', 'Z') : value;
  return { value: shown, displayValue: null };
}

function answered(work: () => UiAnswer): UiAnswer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    const { status, errorCode, message, fields } = error;
    const one = { errorCode, message, field: fields[0] ?? null, constituentField: null };
    const inFields = Object.fromEntries(fields.map((field) => [field, [{ ...one, field }]]));
    const body = {
      ...{ statusCode: status, errorCode, message },
      output: { errors: fields.length === 0 ? [one] : [], fieldErrors: inFields },
    };
    return { status, body: { ok: false, status, statusText: errorCode, body } };
  }
}
