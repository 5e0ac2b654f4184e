// How the API shows a record: the asked properties as text or null, history and associations where asked for.
import { associationName } from './association-type.ts';
import { linkedWith } from './associations.ts';
import { historyOf } from './history.ts';
import { findObjectType, type ObjectType } from './object-type.ts';
import type { Portal } from './portal.ts';
import { allProperties, type CrmRecord } from './record.ts';

export type Shown = {
  readonly properties?: readonly string[] | undefined;
  readonly history?: readonly string[] | undefined;
  readonly associations?: readonly string[] | undefined;
};

const ASSOCIATIONS_SHOWN = 100;

export function recordBody(portal: Portal, type: ObjectType, record: CrmRecord, shown: Shown = {}) {
  const { uiDomain, portalId, context } = portal;
  return {
    id: String(record.id),
    properties: shownProperties(portal, type, record, shown.properties),
    ...(shown.history === undefined
      ? {}
      : {
          propertiesWithHistory: Object.fromEntries(
            shown.history
              .filter((name) => context.book.get(type.name, name) !== undefined)
              .map((name) => [name, historyOf(context, type.name, record, name)]),
          ),
        }),
    createdAt: new Date(record.created).toISOString(),
    updatedAt: new Date(record.updated).toISOString(),
    archived: record.archived,
    ...(record.archivedAt === undefined ? {} : { archivedAt: new Date(record.archivedAt).toISOString() }),
    ...(shown.associations === undefined
      ? {}
      : { associations: shownAssociations(portal, type, record, shown.associations) }),
    url: `https://${uiDomain}/contacts/${portalId}/record/${type.id}/${record.id}`,
  };
}

function shownProperties(
  portal: Portal,
  type: ObjectType,
  record: CrmRecord,
  asked: readonly string[] | undefined,
): Record<string, string | null> {
  const all = allProperties(type, record);
  const always = ['hs_object_id', type.created, type.modified];
  const names = asked === undefined ? type.shown : [...always, ...asked];
  // A name the portal does not know is left out without a word, as HubSpot does.
  const known = portal.context.book.all(type.name);
  return Object.fromEntries(names.filter((name) => known.has(name)).map((name) => [name, all[name] ?? null]));
}

function shownAssociations(portal: Portal, type: ObjectType, record: CrmRecord, asked: readonly string[]) {
  const blocks: Record<string, unknown> = {};
  for (const name of asked) {
    const to = findObjectType(name);
    if (to === undefined) continue;
    const from = { fromType: type.name, fromId: record.id, toType: to.name };
    const linked = linkedWith(portal.context, from, 0, ASSOCIATIONS_SHOWN + 1);
    const results = linked
      .slice(0, ASSOCIATIONS_SHOWN)
      .flatMap(({ toId, types }) => types.map((one) => ({ id: String(toId), type: associationName(one) })));
    const last = linked[ASSOCIATIONS_SHOWN - 1];
    const more = linked.length > ASSOCIATIONS_SHOWN && last !== undefined;
    if (results.length === 0) continue;
    blocks[to.name] = { results, ...(more ? { paging: { next: { after: String(last.toId) } } } : {}) };
  }
  return blocks;
}
