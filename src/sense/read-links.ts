// Reads what records are linked to.

import type { Crm } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import type { KnownRecord } from '#ports/store-sense.ts';
import type { Platform } from './connection.ts';
import { linksOf } from './followed.ts';
import type { CrmRecord } from './record.ts';
import type { ObjectType, SubjectKind } from './signal.ts';

/** Records never seen before, and those that others were merged into since: a merge moves links, and its own event may come late. */
export function linkedAnew(
  known: ReadonlyMap<string, Pick<KnownRecord, 'mergedIds'>>,
  records: readonly CrmRecord[],
): Set<string> {
  const anew = records.filter(({ id, mergedIds = [] }) => {
    const before = known.get(id);
    return before === undefined || mergedIds.some((one) => before.mergedIds?.includes(one) !== true);
  });
  return new Set(anew.map(({ id }) => id));
}

/**
 * Links are read only where they may have changed, and did not come with the record: a request more for each type of which
 * the record itself says nothing.
 */
export async function withLinks(
  crm: Crm,
  platform: Platform,
  objectType: ObjectType,
  records: readonly CrmRecord[],
  wanted: ReadonlySet<string>,
): Promise<CrmRecord[]> {
  const read = new Map<SubjectKind, Map<string, readonly string[]>>();
  for (const to of linksOf(platform, objectType)) {
    const ids = records.flatMap(({ id, links }) => (wanted.has(id) && links?.[to] === undefined ? [id] : []));
    if (ids.length === 0) continue;
    try {
      read.set(to, await crm.links(objectType, ids, to));
    } catch (error) {
      if (crmTrouble(error)?.what !== 'scope') throw error;
    }
  }
  return records.map((record) => {
    if (!wanted.has(record.id)) return record;
    const links = Object.fromEntries([...read].map(([to, found]) => [to, found.get(record.id) ?? []]));
    return { ...record, links: { ...links, ...record.links } };
  });
}
