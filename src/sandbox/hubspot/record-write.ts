// Creates, changes, archives and restores records, with history, uniqueness, search lag and events.

import { numberOf } from '#sandbox/sqlite.ts';
import type { Change, Source } from './change.ts';
import { checkedProperties, type Strictness } from './checked-properties.ts';
import { defaultsFor, derive } from './derived.ts';
import { remember, rememberOrigin } from './history.ts';
import { conflict, invalid, notFound } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';
import { type CrmRecord, type Properties, recordAt } from './record.ts';
import { keepUnindexed } from './search-index.ts';

export type Writing = { readonly source: Source; readonly strictness: Strictness };

// hubspot.md, section 7: a deleted record can be restored for 90 days.
const RESTORABLE_MS = 90 * 86_400_000;

/** Creates a record; throws 400 for bad values, 409 for a taken unique value. */
export function createRecord(
  context: PortalContext,
  type: ObjectType,
  given: Properties,
  { source, strictness }: Writing,
): CrmRecord {
  const at = context.now();
  const wanted = { ...defaultsFor(type, given), ...given };
  const checked = checkedProperties(context, type, wanted, {}, strictness);
  refuseErased(context, type, checked);
  const id = context.nextId();
  claimUniques(context, type, id, checked);
  const derived = derive({ portal: context, type, before: {}, after: checked, at, created: at.getTime() });
  const properties = withoutEmpty({ ...checked, ...derived });
  const { database, portalId } = context;
  database.run(
    'insert into records (portal_id, type, id, properties, created, updated) values (?, ?, ?, ?, ?, ?)',
    ...[portalId, type.name, id, JSON.stringify(properties), at.getTime(), at.getTime()],
  );
  keepUnindexed(context, type.name, id, undefined);
  const changes: Change[] = [{ kind: 'creation', type: type.name, id, at: at.getTime(), source }];
  for (const [property, value] of Object.entries(properties)) {
    remember(context, type.name, id, { property, value, at: at.getTime(), source });
    changes.push(toChange(type, id, { property, value, isNew: true }, at, source));
  }
  context.emit(changes);
  return { id, properties, created: at.getTime(), updated: at.getTime(), archived: false };
}

/** Changes a record; a write always touches the modified date, events come only for values that differ. */
export function changeRecord(
  context: PortalContext,
  type: ObjectType,
  record: CrmRecord,
  given: Properties,
  { source, strictness }: Writing,
): CrmRecord {
  const at = context.now();
  const before = record.properties;
  const checked = checkedProperties(context, type, given, before, strictness);
  claimUniques(context, type, record.id, checked, before);
  const after = { ...before, ...checked };
  const derived = derive({ portal: context, type, before, after, at, created: record.created });
  const properties = withoutEmpty({ ...after, ...derived });
  const names = new Set([...Object.keys(checked), ...Object.keys(derived)]);
  const differing = [...names].filter((name) => (properties[name] ?? '') !== (before[name] ?? ''));
  keepUnindexed(context, type.name, record.id, record);
  const { database, portalId } = context;
  database.run(
    'update records set properties = ?, updated = ? where portal_id = ? and type = ? and id = ?',
    ...[JSON.stringify(properties), at.getTime(), portalId, type.name, record.id],
  );
  const changes = differing.map((property) => {
    const value = properties[property] ?? '';
    rememberOrigin(context, type.name, record, property);
    remember(context, type.name, record.id, { property, value, at: at.getTime(), source });
    return toChange(type, record.id, { property, value, isNew: false }, at, source);
  });
  context.emit(changes);
  return { ...record, properties, updated: at.getTime() };
}

/** Moves the record to the recycling bin; does nothing where it already is. */
export function archiveRecord(
  context: PortalContext,
  type: ObjectType,
  record: CrmRecord,
  source: Source,
): void {
  if (record.archived) return;
  const at = context.now().getTime();
  keepUnindexed(context, type.name, record.id, record);
  context.database.run(
    'update records set archived = 1, archived_at = ?, updated = ? where portal_id = ? and type = ? and id = ?',
    ...[at, at, context.portalId, type.name, record.id],
  );
  releaseUniques(context, type, record.id);
  context.emit([{ kind: 'deletion', type: type.name, id: record.id, at, source }]);
}

/** Takes the record out of the recycling bin. */
export function restoreRecord(
  context: PortalContext,
  type: ObjectType,
  id: number,
  source: Source,
): CrmRecord {
  const record = recordAt(context, type, id);
  if (record === undefined || !record.archived) throw notFound(`There is no archived record ${id}`);
  const at = context.now().getTime();
  if (at - (record.archivedAt ?? at) > RESTORABLE_MS)
    throw invalid('The record was deleted over 90 days ago.');
  claimUniques(context, type, id, record.properties);
  for (const email of (record.properties['hs_additional_emails'] ?? '').split(';')) {
    if (email !== '') claimUniques(context, type, id, { email });
  }
  keepUnindexed(context, type.name, id, record);
  context.database.run(
    `update records set archived = 0, archived_at = null, updated = ?
     where portal_id = ? and type = ? and id = ?`,
    ...[at, context.portalId, type.name, id],
  );
  context.emit([{ kind: 'restore', type: type.name, id, at, source }]);
  const { archivedAt: _, ...rest } = record;
  return { ...rest, archived: false, updated: at };
}

/**
 * Reserves the values of unique properties for the record and lets go of those of `before`; the further addresses
 * of a merged contact stay its own. Throws 409 where another record has one.
 */
export function claimUniques(
  context: PortalContext,
  type: ObjectType,
  id: number,
  values: Properties,
  before: Properties = {},
): void {
  const { database, portalId } = context;
  for (const [name, value] of Object.entries(values)) {
    if (context.book.get(type.name, name)?.hasUniqueValue !== true) continue;
    const holder = database.get(
      'select id from unique_values where portal_id = ? and type = ? and property = ? and value = ?',
      ...[portalId, type.name, name, value.toLowerCase()],
    );
    if (value !== '' && holder !== undefined && numberOf(holder, 'id') !== id) {
      const kind = type.singular.charAt(0).toUpperCase() + type.singular.slice(1);
      throw conflict(`${kind} already exists. Existing ID: ${numberOf(holder, 'id')}`);
    }
    database.run(
      'delete from unique_values where portal_id = ? and type = ? and property = ? and value = ? and id = ?',
      ...[portalId, type.name, name, (before[name] ?? '').toLowerCase(), id],
    );
    if (value === '') continue;
    database.run(
      'insert or replace into unique_values (portal_id, type, property, value, id) values (?, ?, ?, ?, ?)',
      ...[portalId, type.name, name, value.toLowerCase(), id],
    );
  }
}

export function releaseUniques(context: PortalContext, type: ObjectType, id: number): void {
  context.database.run(
    'delete from unique_values where portal_id = ? and type = ? and id = ?',
    ...[context.portalId, type.name, id],
  );
}

export function withoutEmpty(properties: Properties): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
}

function refuseErased(context: PortalContext, type: ObjectType, properties: Properties): void {
  const email = properties['email'];
  if (type.name !== 'contacts' || !email) return;
  const erased = context.database.get(
    'select 1 from erased_emails where portal_id = ? and email = ?',
    ...[context.portalId, email],
  );
  if (erased !== undefined) {
    throw invalid(
      'This email address was permanently deleted for privacy reasons and cannot be added again.',
      [{ message: 'Email address is blocklisted by a GDPR delete', code: 'EMAIL_BLOCKLISTED' }],
    );
  }
}

function toChange(
  type: ObjectType,
  id: number,
  change: { property: string; value: string; isNew: boolean },
  at: Date,
  source: Source,
): Change {
  return { kind: 'propertyChange', type: type.name, id, ...change, at: at.getTime(), source };
}
