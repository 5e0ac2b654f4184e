// A HubSpot record as it comes, read into the noun.
import { z } from 'zod';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import { hubspotObjects } from './paths.ts';

const linked = z.looseObject({
  results: z.array(z.looseObject({ id: z.coerce.string() })).default([]),
  paging: z.looseObject({}).optional(),
});

export const hubspotRecord = z.looseObject({
  id: z.coerce.string(),
  properties: z.record(z.string(), z.string().nullable()).default({}),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  archived: z.boolean().default(false),
  associations: z.record(z.string(), linked).optional(),
});
export type HubspotRecord = z.infer<typeof hubspotRecord>;

/** Properties in which HubSpot names the records that were merged into one; asked for with every reading. */
const mergeProperties = ['hs_merged_object_ids', 'hs_calculated_merged_vids'] as const;

/** The names to ask HubSpot for: the wanted ones, each once, and those that tell of merges. */
export function askedProperties(type: ObjectType, wanted: readonly string[]): string[] {
  const merges = type === 'contact' ? mergeProperties : mergeProperties.slice(0, 1);
  return [...new Set([...wanted, ...merges])];
}

/** Only the wanted properties, null where HubSpot has no value, so that a record reads the same by every way. */
export function toRecord(
  type: ObjectType,
  raw: HubspotRecord,
  wanted: readonly string[],
  links?: CrmRecord['links'],
): CrmRecord {
  const mergedIds = mergedIdsOf(raw);
  return {
    objectType: type,
    id: raw.id,
    properties: Object.fromEntries(wanted.map((name) => [name, raw.properties[name] || null])),
    createdAt: raw.createdAt,
    modifiedAt: raw.updatedAt,
    archived: raw.archived,
    ...(links === undefined ? {} : { links }),
    ...(mergedIds.length === 0 ? {} : { mergedIds }),
  };
}

/** `1;2`, or for contacts `1:1700000000000;2:1700000000001`: ids with the times of their merges. */
function mergedIdsOf(raw: HubspotRecord): string[] {
  const ids = mergeProperties.flatMap((name) => (raw.properties[name] ?? '').split(/[;,]/));
  const plain = ids.map((one) => one.split(':')[0]?.trim() ?? '');
  return [...new Set(plain)].filter((id) => id !== '' && id !== raw.id);
}

/** The ids a listed record is linked to, each once, and whether HubSpot has more of them than it showed. */
export function linksOf(raw: HubspotRecord, to: SubjectKind): { ids: string[]; more: boolean } {
  const found = raw.associations?.[hubspotObjects[to].name];
  const ids = [...new Set((found?.results ?? []).map((one) => one.id))];
  return { ids, more: found?.paging !== undefined };
}

/** A page of any listing. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.looseObject({
    results: z.array(item),
    total: z.number().optional(),
    paging: z
      .looseObject({ next: z.looseObject({ after: z.coerce.string() }).optional() })
      .optional()
      .nullable(),
  });
}
