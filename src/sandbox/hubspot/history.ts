// The history of property values: what it was, since when, and who set it.

import { numberOf, textOf } from '#sandbox/sqlite.ts';
import type { Source } from './change.ts';
import type { PortalContext } from './portal-context.ts';
import type { CrmRecord } from './record.ts';

type Shelf = Pick<PortalContext, 'database' | 'portalId'>;

export type HistoryEntry = {
  readonly value: string;
  readonly timestamp: string;
  readonly sourceType: string;
  readonly sourceId?: string;
};

export function remember(
  context: Shelf,
  type: string,
  id: number,
  entry: { property: string; value: string; at: number; source: Source },
): void {
  context.database.run(
    `insert into history (portal_id, type, id, property, value, at, source_type, source_id)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[context.portalId, type, id, entry.property, entry.value, entry.at],
    ...[entry.source.changeSource, entry.source.sourceId],
  );
}

/**
 * Keeps the value a seeded record began with before its first change is recorded: seeds write no history of
 * their own, so that a hundred thousand records stay cheap.
 */
export function rememberOrigin(context: Shelf, type: string, record: CrmRecord, property: string): void {
  const value = record.properties[property];
  if (value === undefined) return;
  const known = context.database.get(
    'select 1 from history where portal_id = ? and type = ? and id = ? and property = ? limit 1',
    ...[context.portalId, type, record.id, property],
  );
  if (known !== undefined) return;
  const source = { changeSource: 'IMPORT', sourceId: 'import' };
  remember(context, type, record.id, { property, value, at: record.created, source });
}

/** So many versions of a value HubSpot keeps. */
const versionsKept = { contacts: 45, others: 20 } as const;

/** Newest first, as HubSpot gives it. */
export function historyOf(context: Shelf, type: string, record: CrmRecord, property: string): HistoryEntry[] {
  const rows = context.database.all(
    `select value, at, source_type, source_id from history
     where portal_id = ? and type = ? and id = ? and property = ? order by at desc, seq desc limit ?`,
    ...[context.portalId, type, record.id, property],
    type === 'contacts' ? versionsKept.contacts : versionsKept.others,
  );
  if (rows.length > 0) {
    return rows.map((row) => ({
      value: textOf(row, 'value'),
      timestamp: new Date(numberOf(row, 'at')).toISOString(),
      sourceType: textOf(row, 'source_type'),
      sourceId: textOf(row, 'source_id'),
    }));
  }
  const value = record.properties[property];
  if (value === undefined) return [];
  return [{ value, timestamp: new Date(record.created).toISOString(), sourceType: 'IMPORT' }];
}
