// Merges two records into one, and erases a record for privacy: the two ways an id stops existing.

import { numberOf } from '#sandbox/sqlite.ts';
import type { Change, Source } from './change.ts';
import { remember, rememberOrigin } from './history.ts';
import { HubspotError, invalid } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';
import { type CrmRecord, liveRecord } from './record.ts';
import { releaseUniques, withoutEmpty } from './record-write.ts';
import { keepUnindexed } from './search-index.ts';

// hubspot.md 2.4: 414 when a merge would gather more than 250 identities.
const MOST_IDENTITIES = 250;

/**
 * The primary record keeps its values and takes what it lacks from the other one.
 * With `newId` the result gets an id of its own and both old ids lead to it.
 */
export function mergeRecords(
  context: PortalContext,
  type: ObjectType,
  ids: { primary: string; merged: string; newId?: boolean },
  source: Source,
): CrmRecord {
  const primary = liveRecord(context, type, ids.primary);
  const merged = liveRecord(context, type, ids.merged);
  if (primary.id === merged.id) throw invalid('A record cannot be merged with itself.');
  const at = context.now();
  const olds = ids.newId === true ? [primary, merged] : [merged];
  const gathered = [...mergedIds(primary), ...mergedIds(merged), ...olds.map((one) => String(one.id))];
  if (gathered.length > MOST_IDENTITIES) throw new HubspotError(414, 'Too many identities to merge.');
  const winnerId = ids.newId === true ? context.nextId() : primary.id;
  const taken = Object.entries(merged.properties).filter(([name]) => !primary.properties[name]);
  const properties = withoutEmpty({
    ...Object.fromEntries(taken),
    ...primary.properties,
    ...bookkeeping(type, primary, merged, { gathered, at }),
  });
  const winner = { ...primary, id: winnerId, properties, updated: at.getTime() };
  for (const old of [primary, merged]) keepUnindexed(context, type.name, old.id, old);
  keepWinner(context, type, winner, ids.newId === true);
  for (const old of olds) point(context, type, old.id, winnerId);
  const changes: Change[] = [
    {
      kind: 'merge',
      type: type.name,
      primaryId: primary.id,
      mergedIds: [merged.id],
      newId: winnerId,
      moved: taken.length,
      at: at.getTime(),
      source,
    },
  ];
  for (const [property, value] of Object.entries(properties)) {
    if (primary.properties[property] === value) continue;
    if (winnerId === primary.id) rememberOrigin(context, type.name, primary, property);
    const by = { changeSource: 'MERGE', sourceId: source.sourceId };
    remember(context, type.name, winnerId, { property, value, at: at.getTime(), source: by });
    const change = { property, value, isNew: false, at: at.getTime(), source: by };
    changes.push({ kind: 'propertyChange', type: type.name, id: winnerId, ...change });
  }
  context.emit(changes);
  return winner;
}

/** Removes the record and everything about it for good; its address can never be added again. */
export function eraseRecord(
  context: PortalContext,
  type: ObjectType,
  record: CrmRecord,
  source: Source,
): void {
  const { database, portalId } = context;
  const at = context.now().getTime();
  const emails = [record.properties['email'] ?? '', ...listOf(record.properties['hs_additional_emails'])];
  for (const email of emails.filter((one) => one !== '')) {
    database.run('insert or ignore into erased_emails (portal_id, email) values (?, ?)', portalId, email);
  }
  releaseUniques(context, type, record.id);
  const gone = [record.id, ...mergedIds(record).map(Number)];
  for (const id of gone) {
    for (const table of ['records', 'history', 'unindexed']) {
      database.run(
        `delete from ${table} where portal_id = ? and type = ? and id = ?`,
        ...[portalId, type.name, id],
      );
    }
    for (const side of ['from', 'to']) {
      database.run(
        `delete from associations where portal_id = ? and ${side}_type = ? and ${side}_id = ?`,
        ...[portalId, type.name, id],
      );
    }
  }
  const changes: Change[] = [{ kind: 'privacyDeletion', type: type.name, id: record.id, at, source }];
  if (!record.archived) changes.push({ kind: 'deletion', type: type.name, id: record.id, at, source });
  context.emit(changes);
}

function bookkeeping(
  type: ObjectType,
  primary: CrmRecord,
  merged: CrmRecord,
  done: { gathered: readonly string[]; at: Date },
): Record<string, string> {
  const common = { hs_merged_object_ids: done.gathered.join(';') };
  if (type.name !== 'contacts') return common;
  const emails = [
    ...listOf(primary.properties['hs_additional_emails']),
    ...listOf(merged.properties['hs_additional_emails']),
    merged.properties['email'] ?? '',
  ].filter((email) => email !== '' && email !== primary.properties['email']);
  const mark = `${merged.id}:${done.at.getTime()}`;
  return {
    ...common,
    hs_additional_emails: [...new Set(emails)].join(';'),
    hs_calculated_merged_vids: [...listOf(primary.properties['hs_calculated_merged_vids']), mark].join(';'),
  };
}

function keepWinner(context: PortalContext, type: ObjectType, winner: CrmRecord, isNew: boolean): void {
  const { database, portalId } = context;
  const text = JSON.stringify(winner.properties);
  if (isNew) {
    keepUnindexed(context, type.name, winner.id, undefined);
    database.run(
      'insert into records (portal_id, type, id, properties, created, updated) values (?, ?, ?, ?, ?, ?)',
      ...[portalId, type.name, winner.id, text, winner.created, winner.updated],
    );
    return;
  }
  database.run(
    'update records set properties = ?, updated = ? where portal_id = ? and type = ? and id = ?',
    ...[text, winner.updated, portalId, type.name, winner.id],
  );
}

// From now on the old id leads to the winner, and so do its links and unique values.
function point(context: PortalContext, type: ObjectType, oldId: number, winnerId: number): void {
  const { database, portalId } = context;
  database.run(
    'update records set merged_into = ? where portal_id = ? and type = ? and id = ?',
    ...[winnerId, portalId, type.name, oldId],
  );
  database.run(
    'update unique_values set id = ? where portal_id = ? and type = ? and id = ?',
    ...[winnerId, portalId, type.name, oldId],
  );
  movePrimaries(context, type, oldId, winnerId);
  for (const side of ['from', 'to']) {
    database.run(
      `update or ignore associations set ${side}_id = ? where portal_id = ? and ${side}_type = ? and ${side}_id = ?`,
      ...[winnerId, portalId, type.name, oldId],
    );
    database.run(
      `delete from associations where portal_id = ? and ${side}_type = ? and ${side}_id = ?`,
      ...[portalId, type.name, oldId],
    );
  }
}

// A record has one primary company: the winner's own stays, the loser's becomes an ordinary link.
function movePrimaries(context: PortalContext, type: ObjectType, oldId: number, winnerId: number): void {
  for (const [primary, inverse] of [
    [1, 2],
    [5, 6],
    [26, 25],
  ] as const) {
    const own = context.database.get(
      'select 1 as one from associations where portal_id = ? and from_type = ? and from_id = ? and type_id = ?',
      ...[context.portalId, type.name, winnerId, primary],
    );
    if (own === undefined || numberOf(own, 'one') !== 1) continue;
    context.database.run(
      `delete from associations where portal_id = ? and ((from_type = ? and from_id = ? and type_id = ?)
       or (to_type = ? and to_id = ? and type_id = ?))`,
      ...[context.portalId, type.name, oldId, primary, type.name, oldId, inverse],
    );
  }
}

function mergedIds(record: CrmRecord): string[] {
  return listOf(record.properties['hs_merged_object_ids']);
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(';').filter((part) => part !== '');
}
