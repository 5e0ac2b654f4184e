// A record of an org as it is kept: all its values, and what they point at.
import { z } from 'zod';
import { type Row, textOf } from '#sandbox/sqlite.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';

export type Value = string | number | boolean | null;
/** What is empty is left out, or null. */
export type Values = Readonly<Record<string, Value>>;

export type SalesforceRecord = {
  readonly type: string;
  readonly id: string;
  readonly values: Values;
  readonly deleted: boolean;
};

/** Values as somebody outside hands them in. */
export const recordValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export function recordOf(row: Row): SalesforceRecord {
  return {
    type: textOf(row, 'type'),
    id: textOf(row, 'id'),
    values: JSON.parse(textOf(row, 'data')),
    deleted: row['deleted'] !== 0,
  };
}

/** The record, deleted ones included. */
export function findRecord(context: OrgContext, type: string, id: string): SalesforceRecord | undefined {
  const row = context.database.get(
    'select type, id, data, deleted from records where org = ? and type = ? and id = ? and deleted < 2',
    ...[context.orgId, type, id],
  );
  return row === undefined ? undefined : recordOf(row);
}

/** Keeps the record as it now is, with its links. */
export function saveRecord(context: OrgContext, type: ObjectType, record: SalesforceRecord): void {
  const { database, orgId } = context;
  const { id, deleted } = record;
  const values = withoutNull(record.values);
  database.run(
    `insert into records (org, type, id, data, created, modstamp, deleted, deleted_at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (org, type, id) do update set data = excluded.data, modstamp = excluded.modstamp,
       deleted = excluded.deleted, deleted_at = excluded.deleted_at`,
    ...[orgId, type.name, id, JSON.stringify(values)],
    ...[String(values['CreatedDate']), String(values['SystemModstamp']), deleted ? 1 : 0],
    deleted ? String(values['SystemModstamp']) : null,
  );
  database.run('delete from links where org = ? and id = ?', orgId, id);
  for (const field of type.fields) {
    const to = values[field.name];
    if (field.type !== 'reference' || typeof to !== 'string' || housekeeping.has(field.name)) continue;
    database.run(
      'insert or ignore into links (org, to_id, type, field, id) values (?, ?, ?, ?, ?)',
      ...[orgId, to, type.name, field.name, id],
    );
  }
}

// Whom a record was made by is no relation anybody asks for the other way round.
const housekeeping: ReadonlySet<string> = new Set(['CreatedById', 'LastModifiedById', 'OwnerId']);

/** Out of the recycle bin for good: only the list of deleted ids still knows it. */
export function purgeRecord(context: OrgContext, id: string): number {
  return context.database.run(
    'update records set deleted = 2 where org = ? and id = ? and deleted = 1',
    ...[context.orgId, id],
  );
}

/** Records that point at this one. */
export function pointingAt(
  context: OrgContext,
  id: string,
): { readonly type: string; readonly field: string; readonly id: string }[] {
  return context.database
    .all('select type, field, id from links where org = ? and to_id = ?', context.orgId, id)
    .map((row) => ({ type: textOf(row, 'type'), field: textOf(row, 'field'), id: textOf(row, 'id') }));
}

/** Claims the values of unique fields; returns the field and record where one is taken. */
export function claimUnique(
  context: OrgContext,
  type: ObjectType,
  record: SalesforceRecord,
): { readonly field: string; readonly id: string } | undefined {
  const { database, orgId } = context;
  const claims = type.fields
    .filter((field) => field.unique)
    .flatMap((field) => {
      const value = record.values[field.name];
      return value === undefined || value === null
        ? []
        : [[field.name, String(value).toLowerCase()] as const];
    });
  for (const [field, value] of claims) {
    const taken = database.get(
      'select id from unique_values where org = ? and type = ? and field = ? and value = ? and id <> ?',
      ...[orgId, type.name, field, value, record.id],
    );
    if (taken !== undefined) return { field, id: textOf(taken, 'id') };
  }
  releaseUnique(context, record.id);
  for (const [field, value] of claims) {
    database.run(
      'insert into unique_values (org, type, field, value, id) values (?, ?, ?, ?, ?)',
      ...[orgId, type.name, field, value, record.id],
    );
  }
  return undefined;
}

export function releaseUnique(context: OrgContext, id: string): void {
  context.database.run('delete from unique_values where org = ? and id = ?', context.orgId, id);
}

function withoutNull(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
