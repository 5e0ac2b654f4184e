// Fills a portal with records in bulk and in silence: no events, no search lag, history only where given.
import { linkSilently } from './associations.ts';
import { checkedProperties } from './checked-properties.ts';
import { defaultsFor, derive } from './derived.ts';
import { remember } from './history.ts';
import { objectTypeOf } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';
import { idOf } from './record.ts';
import { claimUniques, withoutEmpty } from './record-write.ts';

type SeedAssociation = { readonly toType: string; readonly toId: string; readonly typeId?: number };

/** `id` and `toId` are digits; `history` holds earlier values, oldest or newest first. */
export type SeedObject = {
  readonly type: string;
  readonly id?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archived?: boolean;
  readonly history?: readonly { readonly property: string; readonly value: string; readonly at: Date }[];
  readonly associations?: readonly SeedAssociation[];
};

const imported = { changeSource: 'IMPORT', sourceId: 'import' };

/** Returns the ids in the order of `objects`. Values HubSpot derives are filled in where they are not given. */
export function seedObjects(
  context: PortalContext,
  objects: readonly SeedObject[],
  reserve: (id: number) => void,
): string[] {
  return context.database.transaction(() =>
    objects.map((object) => String(seedOne(context, object, reserve))),
  );
}

function seedOne(context: PortalContext, object: SeedObject, reserve: (id: number) => void): number {
  const type = objectTypeOf(object.type);
  const id = object.id === undefined ? context.nextId() : idOf(object.id);
  if (object.id !== undefined) reserve(id);
  const created = object.createdAt.getTime();
  const updated = object.updatedAt.getTime();
  const given = { ...defaultsFor(type, object.properties), ...object.properties };
  const settable = Object.entries(given).filter(
    ([name]) => context.book.get(type.name, name)?.calculated !== true,
  );
  const checked = checkedProperties(context, type, Object.fromEntries(settable), {}, 'portal');
  const at = object.updatedAt;
  const derived = derive({ portal: context, type, before: {}, after: checked, at, created });
  const properties = withoutEmpty({ ...derived, ...checked });
  const archived = object.archived === true;
  if (!archived) claimUniques(context, type, id, properties);
  context.database.run(
    `insert into records (portal_id, type, id, properties, created, updated, archived, archived_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[context.portalId, type.name, id, JSON.stringify(properties), created, updated],
    ...[archived ? 1 : 0, archived ? updated : null],
  );
  for (const { property, value, at: when } of object.history ?? []) {
    remember(context, type.name, id, { property, value, at: when.getTime(), source: imported });
  }
  // HubSpot's history ends with what is there now.
  for (const property of new Set((object.history ?? []).map((one) => one.property))) {
    const newest = (object.history ?? [])
      .filter((one) => one.property === property)
      .reduce((last, one) => (one.at >= last.at ? one : last));
    const value = properties[property] ?? '';
    if (newest.value !== value)
      remember(context, type.name, id, { property, value, at: updated, source: imported });
  }
  for (const { toType, toId, typeId } of object.associations ?? []) {
    const ends = { fromType: type.name, fromId: id, toType: objectTypeOf(toType).name, toId: idOf(toId) };
    linkSilently(context, ends, typeId);
  }
  return id;
}
