// What one change event means: hints at records to be read again, an echo of our own write, or nothing to us.
import { hash } from 'node:crypto';
import type { Heard, Wanted } from '#sense/reading.ts';
import { isSubjectKind, type ObjectType, type SubjectKind } from '#sense/signal.ts';
import { changedFields, isOurs } from './changed-field.ts';
import type { ChangeEvent, ChangeHeader } from './event.ts';
import { typeOfTask, typesOf } from './object-type.ts';
import { recordId } from './record-id.ts';

export type Said = {
  readonly heard: readonly Heard[];
  readonly wanted: readonly Wanted[];
  /** Records of these types changed, and it is not told which. */
  readonly whole: readonly ObjectType[];
};
/** `unclear` is reported to the admin, the others are counted. */
export type Meaning = Said | 'echo' | 'unused' | { readonly unclear: string };

type Kind = 'created' | 'changed' | 'linked' | 'deleted' | 'restored';
/** A gap says that something was done to the record and not what: all of it is read again. */
const kinds: Readonly<Record<string, Kind>> = {
  CREATE: 'created',
  UPDATE: 'changed',
  DELETE: 'deleted',
  UNDELETE: 'restored',
  GAP_CREATE: 'created',
  GAP_UPDATE: 'linked',
  GAP_DELETE: 'deleted',
  GAP_UNDELETE: 'restored',
};
/** Salesforce keeps this one for itself. */
const unusedTypes = ['SNAPSHOT'];

const ownOrigin = /(?:^|;)client=Revloop(?:$|[;/])/;

/** Fields that hold links, with the type of record that they lead to. */
const linkFields: Readonly<Record<string, SubjectKind | null>> = {
  ConvertedAccountId: 'company',
  ConvertedContactId: 'contact',
  ConvertedOpportunityId: 'deal',
  AccountId: 'company',
  ContactId: 'contact',
  OpportunityId: 'deal',
  IsConverted: null,
  WhoId: null,
  WhatId: null,
};
/** Whose other side is to be read too: a conversion changes what the lead became, a contact role both. */
const bothSides = (entity: string, field: string) =>
  field.startsWith('Converted') || entity === 'OpportunityContactRole';

export function meaningOf({ header, values }: ChangeEvent, origin: string): Meaning {
  const { entityName, changeType, recordIds } = header;
  const types = typesOf(entityName);
  if (changeType === 'GAP_OVERFLOW') return types.length === 0 ? 'unused' : { ...nothing, whole: types };
  const kind = kinds[changeType];
  if (kind === undefined)
    return unusedTypes.includes(changeType) ? 'unused' : { unclear: `change ${changeType}` };
  const others = othersOf({ header, values }, origin);
  if (types.length === 0) return others.length === 0 ? 'unused' : { ...nothing, heard: others };
  if (recordIds.some((id) => id.endsWith('*'))) return { ...nothing, whole: types };
  const ids = recordIds.flatMap((id) => recordId(id) ?? []);
  if (ids.length < recordIds.length || ids.length === 0) return { unclear: 'record id' };
  const changed = kind === 'changed' ? changedOf(header) : null;
  if (isEcho(header, kind, types, changed)) return 'echo';
  // Nothing that we may see of it changed but the time.
  if (changed?.length === 0) return 'unused';
  const why =
    kind === 'changed' && (changed === null || changed.some((field) => field in linkFields))
      ? 'linked'
      : kind;
  const [only] = types;
  if (only === undefined || types.length > 1 || !isSubjectKind(only))
    return {
      ...nothing,
      heard: others,
      wanted: ids.map((externalId) => wantedOf(types, values, externalId, why)),
    };
  return {
    ...nothing,
    heard: [...ids.map((id) => heardOf(header, origin, only, id, why, changed, values)), ...others],
  };
}

const nothing: Said = { heard: [], wanted: [], whole: [] };

/** Null when it is not known what changed. */
function changedOf({ changedFields: changed, nulledFields, diffFields }: ChangeHeader): string[] | null {
  return changedFields([...new Set([...changed, ...nulledFields, ...diffFields])]);
}

/**
 * Our own write coming back: its origin names us, and it touched nothing but our fields; a task that we made says
 * nothing of what the customer does. A flow can write our fields again without our name: nobody follows them either.
 */
function isEcho(
  { changeOrigin }: ChangeHeader,
  kind: Kind,
  types: readonly ObjectType[],
  changed: readonly string[] | null,
): boolean {
  if (changed !== null) return changed.length > 0 && changed.every(isOurs);
  const own = ownOrigin.test(changeOrigin);
  return own && kind === 'created' && types.every((type) => !isSubjectKind(type) && type !== 'answer');
}

function wantedOf(
  types: readonly ObjectType[],
  values: ChangeEvent['values'],
  externalId: string,
  why: Kind,
): Wanted {
  const [only, ...more] = types;
  const { TaskSubtype: subtype, Type: type } = values;
  const links = why !== 'changed';
  if (only !== undefined && more.length === 0) return { objectType: only, externalId, links };
  if (typeof subtype === 'string')
    return { objectType: typeOfTask(subtype, typeof type === 'string' ? type : null), externalId, links };
  return { objectType: only ?? 'task', among: types, externalId, links };
}

function heardOf(
  header: ChangeHeader,
  origin: string,
  objectType: SubjectKind,
  externalId: string,
  kind: Kind,
  changed: readonly string[] | null,
  values: ChangeEvent['values'],
): Heard {
  const common = {
    ...{ key: keyOf(header, origin, externalId, kind), origin, objectType, externalId },
    occurredAt: new Date(header.commitTimestamp),
  };
  if (kind === 'deleted') return { signal: { ...common, kind: 'crm.deleted', data: {} } };
  if (kind === 'restored') return { signal: { ...common, kind: 'crm.restored', data: {} } };
  const [property, ...more] = changed ?? [];
  if (kind !== 'changed' || property === undefined || more.length > 0)
    return { signal: { ...common, kind: 'crm.changed', data: { why: kind } } };
  const value = values[property];
  const signal = { ...common, kind: 'crm.changed', data: { why: kind, property } } as const;
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? { signal, value: String(value) }
    : { signal };
}

/** Records that the event names besides its own: they changed with it, and have no event where they only were named. */
function othersOf({ header, values }: ChangeEvent, origin: string): Heard[] {
  return Object.entries(linkFields).flatMap(([field, objectType]) => {
    const id = values[field];
    const externalId = typeof id === 'string' ? recordId(id) : null;
    if (objectType === null || externalId === null || !bothSides(header.entityName, field)) return [];
    return [heardOf(header, origin, objectType, externalId, 'linked', null, {})];
  });
}

/** Equal for copies of one event: the transaction and its place in it tell events apart. */
function keyOf(header: ChangeHeader, origin: string, externalId: string, kind: Kind): string {
  const { entityName, changeType, transactionKey, sequenceNumber, commitNumber, commitTimestamp } = header;
  const parts = [entityName, changeType, transactionKey, sequenceNumber, commitNumber, commitTimestamp];
  const digest = hash('sha256', JSON.stringify([...parts, externalId, kind]), 'base64url');
  return `salesforce:${origin}:${digest.slice(0, 27)}`;
}
