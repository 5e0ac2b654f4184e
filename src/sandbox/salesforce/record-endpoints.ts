// One record at a time: read, made, changed, deleted, kept by external id; what changed and what was deleted between two times.
import { z } from 'zod';
import { textOf } from '#sandbox/sqlite.ts';
import { type Answer, bodyOf, type Call, type Endpoint, pathId, typeOf, writingOf } from './endpoint.ts';
import { findRecord, recordValues, type SalesforceRecord, type Values } from './record.ts';
import { deleteRecord } from './record-deletion.ts';
import { plainJson } from './record-json.ts';
import { idsBy, upsertRecord } from './record-upsert.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { notFound, refused, SalesforceError } from './salesforce-error.ts';
import { noColumn } from './soql-error.ts';
import { dateOfStamp, readStamp, stampOf } from './stamp.ts';
import { inTransaction } from './transaction.ts';
import { shares, visibleField, visibleFields } from './view.ts';

const valuesBody = z
  .looseObject({})
  .transform(({ attributes: _, ...values }) => values)
  .pipe(recordValues);

function live(call: Call): SalesforceRecord {
  const type = typeOf(call);
  const record = findRecord(call.view.context, type.name, pathId(call));
  if (record === undefined || !shares(call.view, type)(record)) throw notFound();
  if (record.deleted) throw new SalesforceError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  return record;
}

function shown(call: Call, record: SalesforceRecord): Answer {
  const type = typeOf(call);
  const asked = call.query.get('fields');
  const fields =
    asked === null
      ? visibleFields(call.view, type)
      : asked.split(',').map((name) => {
          const field = visibleField(call.view, type, name.trim());
          if (field === undefined) throw noColumn(asked, 0, name, type.name);
          return field;
        });
  return { status: 200, body: plainJson(call.view.context, record, fields, call.base) };
}

function byKey(call: Call): SalesforceRecord {
  const type = typeOf(call);
  const ids = idsBy(call.view.context, type, call.param('field'), call.param('value'));
  if (ids.length > 1) throw new SalesforceError(300, 'DUPLICATE_EXTERNAL_ID', 'more than one record found');
  const found = ids[0] === undefined ? undefined : findRecord(call.view.context, type.name, ids[0]);
  if (found === undefined || !shares(call.view, type)(found))
    throw notFound(`Provided external ID field does not exist or is not accessible: ${call.param('value')}`);
  return found;
}

const created = (id: string, isNew = true): Answer => ({
  status: isNew ? 201 : 200,
  body: { id, success: true, errors: [], created: isNew },
});

function write<T>(call: Call, work: (values: Values) => T): T {
  return work(bodyOf(call, valuesBody));
}

export const recordEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/sobjects/:type/updated', answer: updated },
  { method: 'GET', path: '/sobjects/:type/deleted', answer: deleted },
  {
    ...{ method: 'POST', path: '/sobjects/:type' },
    answer: (call) =>
      write(call, (values) => {
        const { context } = call.view;
        const id = inTransaction(context, writingOf(call), (transaction) =>
          createRecord(transaction, typeOf(call), values),
        );
        return { status: 201, body: { id, success: true, errors: [] } };
      }),
  },
  { method: 'GET', path: '/sobjects/:type/:id', answer: (call) => shown(call, live(call)) },
  {
    ...{ method: 'PATCH', path: '/sobjects/:type/:id' },
    answer: (call) =>
      write(call, (values) => {
        const { id } = live(call);
        inTransaction(call.view.context, writingOf(call), (transaction) =>
          changeRecord(transaction, typeOf(call), id, values),
        );
        return { status: 204 };
      }),
  },
  {
    ...{ method: 'DELETE', path: '/sobjects/:type/:id' },
    answer: (call) => {
      const { id } = live(call);
      inTransaction(call.view.context, writingOf(call), (transaction) =>
        deleteRecord(transaction, typeOf(call), id),
      );
      return { status: 204 };
    },
  },
  { method: 'GET', path: '/sobjects/:type/:field/:value', answer: (call) => shown(call, byKey(call)) },
  {
    ...{ method: 'PATCH', path: '/sobjects/:type/:field/:value' },
    answer: (call) =>
      write(call, (values) => {
        const field = call.param('field');
        if (Object.keys(values).some((name) => name.toLowerCase() === field.toLowerCase())) {
          throw refused('INVALID_FIELD', `The ${field} field should not be specified in the sobject data.`, [
            field,
          ]);
        }
        const keyed = { ...values, [field]: call.param('value') };
        const result = inTransaction(call.view.context, writingOf(call), (transaction) =>
          upsertRecord(transaction, typeOf(call), field, keyed),
        );
        return created(result.id, result.created);
      }),
  },
];

const MINUTE_MS = 60_000;
const MONTH_MS = 30 * 86_400_000;

// Seconds are ignored: both ends are whole minutes.
function window(call: Call): readonly [start: string, end: string] {
  const [start, end] = (['start', 'end'] as const).map((name) => {
    const stamp = readStamp(call.query.get(name) ?? '');
    if (stamp === undefined) throw refused('INVALID_REPLICATION_DATE', `${name} is missing or no datetime`);
    return Math.floor(dateOfStamp(stamp).getTime() / MINUTE_MS) * MINUTE_MS;
  });
  const now = call.view.context.now().getTime();
  if (start === undefined || end === undefined || end - start < MINUTE_MS) {
    throw refused('INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than startDate');
  }
  if (now - start > MONTH_MS)
    throw refused('INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  return [stampOf(new Date(start)), stampOf(new Date(end))];
}

function updated(call: Call): Answer {
  const type = typeOf(call);
  const { context } = call.view;
  const [start, end] = window(call);
  const ids = context.database
    .all(
      'select id from records where org = ? and type = ? and modstamp >= ? and modstamp < ? and deleted = 0 order by modstamp, id',
      ...[context.orgId, type.name, start, end],
    )
    .map((row) => textOf(row, 'id'));
  return { status: 200, body: { ids, latestDateCovered: covered(call, end) } };
}

function deleted(call: Call): Answer {
  const type = typeOf(call);
  const { context } = call.view;
  const [start, end] = window(call);
  const deletedRecords = context.database
    .all(
      'select id, deleted_at from records where org = ? and type = ? and deleted_at >= ? and deleted_at < ? and deleted > 0 order by deleted_at, id',
      ...[context.orgId, type.name, start, end],
    )
    .map((row) => ({ id: textOf(row, 'id'), deletedDate: textOf(row, 'deleted_at') }));
  const earliest = new Date(context.now().getTime() - MONTH_MS / 2);
  return {
    status: 200,
    body: { deletedRecords, earliestDateAvailable: stampOf(earliest), latestDateCovered: covered(call, end) },
  };
}

// Not later than now, nor than the beginning of a transaction that is still under way.
function covered(call: Call, end: string): string {
  const { context } = call.view;
  const row = context.database.get(
    'select min(stamp) as stamp from late_writes where org = ?',
    context.orgId,
  );
  const begun = textOf(row ?? {}, 'stamp');
  const until = begun === '' ? context.now() : dateOfStamp(begun);
  const safe = stampOf(new Date(Math.floor(until.getTime() / MINUTE_MS) * MINUTE_MS));
  return end < safe ? end : safe;
}
