// One portal: everything a person (or the demo company) can do in it, done at once and without HTTP.

import { numberOf } from '#sandbox/sqlite.ts';
import { defineLabel } from './association-type.ts';
import { type Linked, link, linkedWith, unlink } from './associations.ts';
import { byUser, type Source } from './change.ts';
import type { Strictness } from './checked-properties.ts';
import { notFound } from './hubspot-error.ts';
import { objectTypeOf } from './object-type.ts';
import type { Owners } from './owners.ts';
import type { Pipelines } from './pipelines.ts';
import type { PortalContext } from './portal-context.ts';
import type { Property, PropertyInput } from './property.ts';
import { allProperties, type CrmRecord, idOf, liveRecord, type Properties, recordBehind } from './record.ts';
import { eraseRecord, mergeRecords } from './record-merge.ts';
import { archiveRecord, changeRecord, createRecord, restoreRecord } from './record-write.ts';
import { type SeedObject, seedObjects } from './seed.ts';

export type PortalFacts = {
  readonly portalId: number;
  readonly name: string;
  readonly timeZone: string;
  readonly uiDomain: string;
  readonly currency: string;
};

/** A record with all its properties, as `read` gives it. */
export type PortalRecord = {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archived: boolean;
};

/** `typeId` chooses a kind of association; the pair's default where left out. */
type AssociationInput = {
  readonly fromType: string;
  readonly fromId: string;
  readonly toType: string;
  readonly toId: string;
  readonly typeId?: number;
};

export type Portal = PortalFacts & {
  readonly context: PortalContext;
  readonly owners: Owners;
  readonly pipelines: Pipelines;
  /** Bulk and silent: no events. Returns the ids in order. */
  seed(objects: readonly SeedObject[]): string[];
  create(type: string, properties: Properties, source?: Source, strictness?: Strictness): PortalRecord;
  update(
    type: string,
    id: string,
    properties: Properties,
    source?: Source,
    strictness?: Strictness,
  ): PortalRecord;
  archive(type: string, id: string, source?: Source): void;
  restore(type: string, id: string, source?: Source): PortalRecord;
  /** Merges `mergedId` into `primaryId`; with `newId` the result gets a new id. */
  merge(
    type: string,
    primaryId: string,
    mergedId: string,
    source?: Source,
    options?: { readonly newId?: boolean },
  ): PortalRecord;
  associate(input: AssociationInput, source?: Source): void;
  disassociate(input: AssociationInput, source?: Source): void;
  /** Deletes for privacy (GDPR): for good, with its e-mail addresses blocked. */
  erase(type: string, id: string, source?: Source): void;
  /** The record (the winner, where it was merged), archived ones included; undefined where it never was. */
  read(type: string, id: string): PortalRecord | undefined;
  associated(type: string, id: string, toType: string): Linked[];
  /** How many live records there are. */
  count(type: string): number;
  /** Creates the property, in the type's own group unless another one is named (made where missing). */
  defineProperty(type: string, input: Omit<PropertyInput, 'groupName'> & { groupName?: string }): Property;
  defineLabel(input: Parameters<typeof defineLabel>[2]): readonly [typeId: number, inverseId: number];
};

export function toPortal(context: PortalContext, facts: PortalFacts, reserve: (id: number) => void): Portal {
  const { database, book } = context;
  const live = (type: string, id: string) => liveRecord(context, objectTypeOf(type), id);

  function ends(input: AssociationInput) {
    const from = live(input.fromType, input.fromId);
    const to = live(input.toType, input.toId);
    const fromType = objectTypeOf(input.fromType).name;
    const toType = objectTypeOf(input.toType).name;
    return { fromType, fromId: from.id, toType, toId: to.id };
  }

  return {
    ...facts,
    context,
    owners: context.owners,
    pipelines: context.pipelines,
    seed: (objects) => seedObjects(context, objects, reserve),
    create: (type, properties, source = byUser, strictness = 'portal') => {
      const kind = objectTypeOf(type);
      const made = database.transaction(() =>
        createRecord(context, kind, properties, { source, strictness }),
      );
      return shown(type, made);
    },
    update: (type, id, properties, source = byUser, strictness = 'portal') => {
      const kind = objectTypeOf(type);
      const writing = { source, strictness };
      const made = database.transaction(() =>
        changeRecord(context, kind, live(type, id), properties, writing),
      );
      return shown(type, made);
    },
    archive: (type, id, source = byUser) =>
      database.transaction(() => archiveRecord(context, objectTypeOf(type), live(type, id), source)),
    restore: (type, id, source = byUser) => {
      const kind = objectTypeOf(type);
      const made = database.transaction(() => restoreRecord(context, kind, idOf(id), source));
      return shown(type, made);
    },
    merge: (type, primary, merged, source = byUser, options = {}) => {
      const kind = objectTypeOf(type);
      const made = database.transaction(() =>
        mergeRecords(context, kind, { primary, merged, newId: options.newId === true }, source),
      );
      return shown(type, made);
    },
    associate: (input, source = byUser) =>
      database.transaction(() => link(context, ends(input), input.typeId, source)),
    disassociate: (input, source = byUser) =>
      database.transaction(() => unlink(context, ends(input), input.typeId, source)),
    erase: (type, id, source = byUser) => {
      const kind = objectTypeOf(type);
      const record = recordBehind(context, kind, idOf(id));
      if (record === undefined) throw notFound('Object not found.', { objectId: [id] });
      database.transaction(() => eraseRecord(context, kind, record, source));
    },
    read: (type, id) => {
      const found = recordBehind(context, objectTypeOf(type), idOf(id));
      return found === undefined ? undefined : shown(type, found);
    },
    associated: (type, id, toType) =>
      linkedWith(context, {
        fromType: objectTypeOf(type).name,
        fromId: recordBehind(context, objectTypeOf(type), idOf(id))?.id ?? -1,
        toType: objectTypeOf(toType).name,
      }),
    count: (type) => {
      const row = database.get(
        `select count(*) as n from records where portal_id = ? and type = ? and archived = 0
         and merged_into is null`,
        ...[context.portalId, objectTypeOf(type).name],
      );
      return numberOf(row ?? {}, 'n');
    },
    defineProperty: (type, input) => {
      const kind = objectTypeOf(type);
      const groupName = input.groupName ?? kind.group;
      if (!book.groups(kind.name).some((group) => group.name === groupName)) {
        book.defineGroup(kind.name, groupName, groupName);
      }
      return book.define(kind.name, { ...input, groupName });
    },
    defineLabel: (input) => defineLabel(database, context.portalId, input),
  };
}

function shown(typeName: string, record: CrmRecord): PortalRecord {
  const type = objectTypeOf(typeName);
  return {
    id: String(record.id),
    type: type.name,
    properties: allProperties(type, record),
    createdAt: new Date(record.created),
    updatedAt: new Date(record.updated),
    archived: record.archived,
  };
}
