// Up to 200 records in one call: made, changed, kept by external id, deleted, read; each answered for itself.
import { z } from 'zod';
import { type Answer, bodyOf, type Call, type Endpoint, typeOf, writingOf } from './endpoint.ts';
import type { ObjectType } from './object-type.ts';
import { findRecord, recordValues, type Values } from './record.ts';
import { deleteRecord } from './record-deletion.ts';
import { plainJson } from './record-json.ts';
import { upsertRecord } from './record-upsert.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { recordError, refused, SalesforceError } from './salesforce-error.ts';
import { idOf, prefixOf } from './salesforce-id.ts';
import { noColumn } from './soql-error.ts';
import { inStep, inTransaction, type Transaction } from './transaction.ts';
import { shares, visibleField, visibleObject } from './view.ts';

const MOST = 200;
const sent = z
  .looseObject({ attributes: z.looseObject({ type: z.string() }) })
  .transform(({ attributes, ...values }) => ({ type: attributes.type, values }))
  .pipe(z.object({ type: z.string(), values: recordValues }));
const collection = z.strictObject({ allOrNone: z.boolean().default(false), records: z.array(sent) });
const retrieval = z.strictObject({ ids: z.array(z.string()), fields: z.array(z.string()).min(1) });

type Result =
  | { readonly id: string; readonly success: true; readonly errors: readonly []; readonly created?: boolean }
  | { readonly success: false; readonly errors: readonly ReturnType<typeof recordError>[] };

/** Does `one` for each record; with `allOrNone` a failure takes everything back. */
export function each<T>(
  call: Call,
  items: readonly T[],
  allOrNone: boolean,
  one: (transaction: Transaction, item: T) => { readonly id: string; readonly created?: boolean },
): Answer {
  if (items.length > MOST) {
    throw refused(
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MOST} records in this call`,
    );
  }
  const results: Result[] = [];
  try {
    inTransaction(call.view.context, writingOf(call), (transaction) => {
      for (const item of items) {
        try {
          results.push({ ...inStep(transaction, () => one(transaction, item)), success: true, errors: [] });
        } catch (error) {
          if (!(error instanceof SalesforceError)) throw error;
          results.push({ success: false, errors: [recordError(error)] });
          if (allOrNone) throw rolledBack;
        }
      }
    });
  } catch (error) {
    if (error !== rolledBack) throw error;
    const fault = results.at(-1);
    const undone = refused(
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'Record rolled back because not all records were valid and the request was using AllOrNone header',
    );
    const rest: Result = { success: false, errors: [recordError(undone)] };
    return { status: 200, body: items.map((_, index) => (index === results.length - 1 ? fault : rest)) };
  }
  return { status: 200, body: results };
}

const rolledBack = new Error('a record of an all-or-none call failed');

function writable(call: Call, name: string): ObjectType {
  const type = visibleObject(call.view, name);
  if (type === undefined) {
    throw refused(
      'INVALID_TYPE',
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  return type;
}

export function idIn(values: Values): readonly [id: string, rest: Values] {
  const { id, Id, ...rest } = values;
  const given = id ?? Id ?? null;
  if (given === null) throw refused('MISSING_ARGUMENT', 'Id not specified in an update call');
  const long = idOf(String(given));
  if (long === undefined) throw refused('MALFORMED_ID', `bad id ${given}`, ['Id']);
  return [long, rest];
}

export const collectionEndpoints: readonly Endpoint[] = [
  {
    ...{ method: 'POST', path: '/composite/sobjects' },
    answer: (call) => {
      const { records, allOrNone } = bodyOf(call, collection);
      return each(call, records, allOrNone, (transaction, { type, values }) => ({
        id: createRecord(transaction, writable(call, type), values),
      }));
    },
  },
  {
    ...{ method: 'PATCH', path: '/composite/sobjects' },
    answer: (call) => {
      const { records, allOrNone } = bodyOf(call, collection);
      const twice = new Set<string>();
      return each(call, records, allOrNone, (transaction, { type, values }) => {
        const [id, rest] = idIn(values);
        if (twice.has(id)) throw refused('DUPLICATE_VALUE', `Duplicate id in the call: ${id}`);
        twice.add(id);
        changeRecord(transaction, writable(call, type), id, rest);
        return { id };
      });
    },
  },
  {
    ...{ method: 'PATCH', path: '/composite/sobjects/:type/:field' },
    answer: (call) => {
      const { records, allOrNone } = bodyOf(call, collection);
      const type = typeOf(call);
      return each(call, records, allOrNone, (transaction, record) => {
        if (record.type.toLowerCase() !== type.name.toLowerCase())
          throw refused('INVALID_TYPE', `The record is a ${record.type}, not a ${type.name}`);
        return upsertRecord(transaction, type, call.param('field'), record.values);
      });
    },
  },
  {
    ...{ method: 'DELETE', path: '/composite/sobjects' },
    answer: (call) => {
      const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
      return each(call, ids, call.query.get('allOrNone') === 'true', (transaction, given) => {
        const id = idOf(given);
        const type = call.view.context.book.byPrefix(prefixOf(given));
        if (id === undefined || type === undefined) throw refused('MALFORMED_ID', `bad id ${given}`);
        deleteRecord(transaction, type, id);
        return { id };
      });
    },
  },
  {
    method: 'POST',
    path: '/composite/sobjects/:type',
    answer: (call) => retrieve(call, bodyOf(call, retrieval)),
  },
  {
    ...{ method: 'GET', path: '/composite/sobjects/:type' },
    answer: (call) => {
      const list = (name: string) => (call.query.get(name) ?? '').split(',').filter((one) => one !== '');
      return retrieve(call, { ids: list('ids'), fields: list('fields') });
    },
  },
];

function retrieve(call: Call, asked: z.infer<typeof retrieval>): Answer {
  const type = typeOf(call);
  const { context } = call.view;
  if (asked.ids.length > 2_000)
    throw refused('EXCEEDED_ID_LIMIT', 'You can retrieve at most 2000 records in one call');
  const fields = [...new Set(asked.fields)].map((name) => {
    const field = visibleField(call.view, type, name);
    if (field === undefined) throw noColumn(asked.fields.join(', '), 0, name, type.name);
    return field;
  });
  const shared = shares(call.view, type);
  const body = asked.ids.map((given) => {
    const id = idOf(given);
    if (id === undefined) throw refused('MALFORMED_ID', `malformed id ${given}`);
    const record = findRecord(context, type.name, id);
    if (record === undefined || record.deleted || !shared(record)) return null;
    return plainJson(context, record, fields, call.base);
  });
  return { status: 200, body };
}
