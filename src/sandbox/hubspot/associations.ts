// Links records with each other, always in both directions, keeping one primary company.

import { numberOf } from '#sandbox/sqlite.ts';
import {
  type AssociationType,
  associationTypes,
  defaultAssociation,
  primaryAssociation,
} from './association-type.ts';
import type { Change, Source } from './change.ts';
import { invalid } from './hubspot-error.ts';
import type { PortalContext } from './portal-context.ts';

export type Shelf = Pick<PortalContext, 'database' | 'portalId'>;

export type Ends = {
  readonly fromType: string;
  readonly fromId: number;
  readonly toType: string;
  readonly toId: number;
};

export type Linked = {
  readonly toId: number;
  readonly types: readonly AssociationType[];
};

/** The kind of association asked for: the default where no id is given; throws 400 for an unknown one. */
function kindOf(context: Shelf, fromType: string, toType: string, typeId?: number): AssociationType {
  const known =
    typeId === undefined
      ? defaultAssociation(fromType, toType)
      : associationTypes(context.database, context.portalId, fromType, toType).find(
          (one) => one.typeId === typeId,
        );
  if (known !== undefined) return known;
  throw invalid(
    typeId === undefined
      ? `${fromType} cannot be associated with ${toType}`
      : `${typeId} is not a valid association type between ${fromType} and ${toType}`,
    [{ message: 'invalid association type', code: 'INVALID_ASSOCIATION_TYPE' }],
  );
}

/** Links two records; the first company of a record becomes its primary one. */
export function link(context: PortalContext, ends: Ends, typeId: number | undefined, source: Source): void {
  const kind = kindOf(context, ends.fromType, ends.toType, typeId);
  const changes: Change[] = [];
  const at = context.now().getTime();
  const add = (one: AssociationType, way: Ends) => {
    if (addRow(context, one, way)) changes.push(...twoSided(one, way, false, at, source));
  };
  const primary = primaryWay(ends);
  if (kind.primary && primary !== undefined) {
    for (const other of primaryOf(context, primary.way)) {
      if (other === primary.way.toId) continue;
      const way = { ...primary.way, toId: other };
      if (dropRow(context, primary.kind, way)) changes.push(...twoSided(primary.kind, way, true, at, source));
    }
    add(kindOf(context, ends.fromType, ends.toType), ends);
  }
  add(kind, ends);
  if (primary !== undefined && !kind.primary && primaryOf(context, primary.way).length === 0) {
    add(primary.kind, primary.way);
  }
  context.emit(changes);
}

/** Unlinks two records: one kind, or every kind where none is named. */
export function unlink(context: PortalContext, ends: Ends, typeId: number | undefined, source: Source): void {
  const at = context.now().getTime();
  const kinds = associationTypes(context.database, context.portalId, ends.fromType, ends.toType);
  const changes = kinds
    .filter((kind) => typeId === undefined || kind.typeId === typeId)
    .filter((kind) => dropRow(context, kind, ends))
    .flatMap((kind) => twoSided(kind, ends, true, at, source));
  context.emit(changes);
}

/** Links silently, for seeds: no check that the other end is there, no events. */
export function linkSilently(context: Shelf, ends: Ends, typeId: number | undefined): void {
  const kind = kindOf(context, ends.fromType, ends.toType, typeId);
  const primary = primaryWay(ends);
  addRow(context, kind.primary ? kindOf(context, ends.fromType, ends.toType) : kind, ends);
  if (primary === undefined) return;
  if (kind.primary || primaryOf(context, primary.way).length === 0)
    addRow(context, primary.kind, primary.way);
}

/** Whom the record is linked with, by their ids in ascending order. */
export function linkedWith(context: Shelf, from: Omit<Ends, 'toId'>, afterId = 0, limit = 500): Linked[] {
  const { fromType, fromId, toType } = from;
  const ids = context.database.all(
    `select distinct to_id from associations
     where portal_id = ? and from_type = ? and from_id = ? and to_type = ? and to_id > ? order by to_id limit ?`,
    ...[context.portalId, fromType, fromId, toType, afterId, limit],
  );
  if (ids.length === 0) return [];
  const known = new Map(
    associationTypes(context.database, context.portalId, fromType, toType).map((one) => [one.typeId, one]),
  );
  return ids.map((row) => {
    const toId = numberOf(row, 'to_id');
    const types = context.database
      .all(
        `select type_id from associations where portal_id = ? and from_type = ? and from_id = ?
         and to_type = ? and to_id = ? order by type_id`,
        ...[context.portalId, fromType, fromId, toType, toId],
      )
      .flatMap((one) => known.get(numberOf(one, 'type_id')) ?? []);
    return { toId, types };
  });
}

// The primary company belongs to the contact, deal or ticket, whichever way the link is written.
function primaryWay(ends: Ends): { kind: AssociationType; way: Ends } | undefined {
  if (ends.toType === 'companies') {
    const kind = primaryAssociation(ends.fromType, 'companies');
    return kind === undefined ? undefined : { kind, way: ends };
  }
  if (ends.fromType !== 'companies') return undefined;
  const kind = primaryAssociation(ends.toType, 'companies');
  if (kind === undefined) return undefined;
  const way = { fromType: ends.toType, fromId: ends.toId, toType: 'companies', toId: ends.fromId };
  return { kind, way };
}

function primaryOf(context: Shelf, way: Ends): number[] {
  const kind = primaryAssociation(way.fromType, way.toType);
  return context.database
    .all(
      `select to_id from associations where portal_id = ? and from_type = ? and from_id = ?
       and to_type = ? and type_id = ?`,
      ...[context.portalId, way.fromType, way.fromId, way.toType, kind?.typeId ?? -1],
    )
    .map((row) => numberOf(row, 'to_id'));
}

function addRow(context: Shelf, kind: AssociationType, ends: Ends): boolean {
  const insert = `insert or ignore into associations
    (portal_id, from_type, from_id, to_type, to_id, type_id, category) values (?, ?, ?, ?, ?, ?, ?)`;
  const { fromType, fromId, toType, toId } = ends;
  const { portalId, database } = context;
  const added = database.run(insert, portalId, fromType, fromId, toType, toId, kind.typeId, kind.category);
  database.run(insert, portalId, toType, toId, fromType, fromId, kind.inverseId, kind.category);
  return added > 0;
}

function dropRow(context: Shelf, kind: AssociationType, ends: Ends): boolean {
  const remove = `delete from associations where portal_id = ? and from_type = ? and from_id = ?
    and to_type = ? and to_id = ? and type_id = ?`;
  const { fromType, fromId, toType, toId } = ends;
  const dropped = context.database.run(remove, context.portalId, fromType, fromId, toType, toId, kind.typeId);
  context.database.run(remove, context.portalId, toType, toId, fromType, fromId, kind.inverseId);
  return dropped > 0;
}

function twoSided(kind: AssociationType, ends: Ends, removed: boolean, at: number, source: Source): Change[] {
  const { primary, category } = kind;
  const base = { kind: 'associationChange' as const, category, removed, primary, at, source };
  const back = { fromType: ends.toType, fromId: ends.toId, toType: ends.fromType, toId: ends.fromId };
  return [
    { ...base, ...ends, typeId: kind.typeId },
    { ...base, ...back, typeId: kind.inverseId },
  ];
}
