// Reads what records are linked to.

import type { Crm } from '#ports/crm.ts';
import { crmTrouble } from '#ports/crm-trouble.ts';
import { linksOf } from './followed.ts';
import type { CrmRecord } from './record.ts';
import type { ObjectType, SubjectKind } from './signal.ts';

/** Links are read only where they may have changed: a request more for each type that it may be linked to. */
export async function withLinks(
  crm: Crm,
  objectType: ObjectType,
  records: readonly CrmRecord[],
  wanted: ReadonlySet<string>,
): Promise<CrmRecord[]> {
  const ids = records.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
  if (ids.length === 0) return [...records];
  const read = new Map<SubjectKind, Map<string, readonly string[]>>();
  for (const to of linksOf[objectType]) {
    try {
      read.set(to, await crm.links(objectType, ids, to));
    } catch (error) {
      if (crmTrouble(error)?.what !== 'scope') throw error;
    }
  }
  return records.map((record) => {
    if (!wanted.has(record.id)) return record;
    const links = Object.fromEntries([...read].map(([to, found]) => [to, found.get(record.id) ?? []]));
    return { ...record, links: { ...record.links, ...links } };
  });
}
