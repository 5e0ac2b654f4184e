// One CRM record of a portal: how it is kept, found and turned into what a reader sees.
import { maybeNumber, numberOf, type Row, textOf } from '#sandbox/sqlite.ts';
import { notFound } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';

export type Properties = Readonly<Record<string, string>>;

export type CrmRecord = {
  readonly id: number;
  readonly properties: Properties;
  readonly created: number;
  readonly updated: number;
  readonly archived: boolean;
  readonly archivedAt?: number;
  readonly mergedInto?: number;
};

export const recordColumns = 'id, properties, created, updated, archived, archived_at, merged_into';

/** Parses a row of `records`; the properties were written by us and are trusted. */
export function toRecord(row: Row): CrmRecord {
  const properties: Record<string, string> = JSON.parse(textOf(row, 'properties'));
  const archivedAt = maybeNumber(row, 'archived_at');
  const mergedInto = maybeNumber(row, 'merged_into');
  return {
    id: numberOf(row, 'id'),
    properties,
    created: numberOf(row, 'created'),
    updated: numberOf(row, 'updated'),
    archived: numberOf(row, 'archived') === 1,
    ...(archivedAt === undefined ? {} : { archivedAt }),
    ...(mergedInto === undefined ? {} : { mergedInto }),
  };
}

/** The number in an id; NaN where it is not one (such an id is never found). */
export function idOf(text: string | number): number {
  return /^\d{1,15}$/.test(String(text)) ? Number(text) : Number.NaN;
}

/** The record of exactly this id, even if archived or merged away. */
export function recordAt(context: PortalContext, type: ObjectType, id: number): CrmRecord | undefined {
  if (Number.isNaN(id)) return undefined;
  const row = context.database.get(
    `select ${recordColumns} from records where portal_id = ? and type = ? and id = ?`,
    ...[context.portalId, type.name, id],
  );
  return row === undefined ? undefined : toRecord(row);
}

/** The record the id leads to: the winner, where the id was merged away. */
export function recordBehind(context: PortalContext, type: ObjectType, id: number): CrmRecord | undefined {
  let found = recordAt(context, type, id);
  while (found?.mergedInto !== undefined) found = recordAt(context, type, found.mergedInto);
  return found;
}

/** Like `recordBehind`, and throws HubSpot's 404 where nothing live is found. */
export function liveRecord(context: PortalContext, type: ObjectType, id: string): CrmRecord {
  const found = recordBehind(context, type, idOf(id));
  if (found === undefined || found.archived) {
    throw notFound('Object not found.  objectId are usually numeric.', { objectId: [id] });
  }
  return found;
}

/** All properties of the record, the ones HubSpot keeps itself included. */
export function allProperties(type: ObjectType, record: CrmRecord): Properties {
  return {
    ...record.properties,
    hs_object_id: String(record.id),
    [type.created]: new Date(record.created).toISOString(),
    [type.modified]: new Date(record.updated).toISOString(),
  };
}
