// Needed fields: the properties without which Revloop would not know who is who, whose it is, and what became of it.
import { type FieldChoices, type FieldUse, fieldNameOf, fieldUses } from './field-permission.ts';
import { type SubjectKind, subjectKinds } from './signal.ts';
import type { TenantSettings } from './tenant.ts';
import { concepts, namesOf } from './vocabulary.ts';

/** What the loop itself looks at, by whatever name a CRM has for it, and what the tenant's own rules ask for. */
export function isNeeded(settings: TenantSettings, objectType: SubjectKind, property: string): boolean {
  if (concepts.some((concept) => namesOf(concept).includes(property)) || standing.has(property)) return true;
  if (settings.identity.ids.some((one) => one.objectType === objectType && one.property === property))
    return true;
  return Object.values(settings.outcomes).some(({ won, lost }) =>
    [...won, ...lost].some(
      (one) => 'property' in one && (one.property === property || one.and?.property === property),
    ),
  );
}

const standing = new Set([
  'lifecyclestage',
  'hs_lead_status',
  'Type',
  'IsConverted',
  'IsWon',
  'IsClosed',
  'Status',
]);

/** One change of what a field may be used for; null: as it would be by itself. */
export type FieldChange = { readonly field: string } & {
  readonly [Use in FieldUse]?: boolean | null | undefined;
};

/** The choices after the changes; what stands as it would by itself is not kept. */
export function withChanges(choices: FieldChoices, changes: readonly FieldChange[]): FieldChoices {
  const all = new Map(Object.entries(choices));
  for (const { field, ...uses } of changes) {
    const next = { ...all.get(field), ...uses };
    const kept = fieldUses.flatMap((use) =>
      typeof next[use] === 'boolean' ? [[use, next[use]] as const] : [],
    );
    if (kept.length === 0) all.delete(field);
    else all.set(field, Object.fromEntries(kept));
  }
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The type and the property of a field; null where it is not one. */
export function partsOfField(
  field: string,
): { readonly objectType: SubjectKind; readonly property: string } | null {
  const objectType = subjectKinds.find((kind) => field.startsWith(`${kind}.`));
  if (objectType === undefined || field === fieldNameOf(objectType, '')) return null;
  return { objectType, property: field.slice(objectType.length + 1) };
}
