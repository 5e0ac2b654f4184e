// Field permission: what one property of the CRM may be used for, and why it may not.
import { z } from 'zod';
import { type Protection, protectionOf } from './protection.ts';
import type { PropertyDefinition } from './record.ts';
import { type SubjectKind, subjectKinds } from './signal.ts';

/**
 * `score`: it may be a feature, in training and live. `show`: it may stand among the reasons and facts that people see,
 * in the CRM and in the console. `chat`: it may be told in Slack. `keep`: its values are read and kept at all.
 */
export const fieldUses = ['score', 'show', 'chat', 'keep'] as const;
export type FieldUse = (typeof fieldUses)[number];

/** What the admin decided, where it differs from what holds by itself. */
export const fieldChoice = z.strictObject({
  score: z.boolean().optional(),
  show: z.boolean().optional(),
  chat: z.boolean().optional(),
  keep: z.boolean().optional(),
});
/** By `contact.jobtitle`, `company.industry`, `lead.LeadSource`. */
export const fieldChoices = z.record(z.string(), fieldChoice);
export type FieldChoices = Readonly<z.infer<typeof fieldChoices>>;

/** What decides over the fields of a tenant. `guarded`: fields that the CRM's own label gives away, by the same names. */
export type FieldGate = {
  readonly choices: FieldChoices;
  readonly leftOut: ReadonlySet<string>;
  readonly guarded: ReadonlyMap<string, Protection>;
};

export const fieldNameOf = (objectType: SubjectKind, property: string): string => `${objectType}.${property}`;

const prefixes = subjectKinds.map((kind) => `${kind}.`);

/** The field behind the name of a feature: those of a contact stand without their type. */
export function fieldOfFeature(feature: string): string {
  return prefixes.some((prefix) => feature.startsWith(prefix)) ? feature : `contact.${feature}`;
}

export type FieldPermission = {
  readonly uses: Readonly<Record<FieldUse, boolean>>;
  readonly protection: Protection | null;
};

/**
 * What a field may be used for. What tells who somebody is, or what nobody should be judged by, is kept and nothing else,
 * until the admin decides otherwise; what is not kept is used for nothing.
 */
export function permissionOf(
  gate: FieldGate,
  objectType: SubjectKind,
  definition: Pick<PropertyDefinition, 'name' | 'label' | 'type'>,
): FieldPermission {
  const field = fieldNameOf(objectType, definition.name);
  const protection = gate.guarded.get(field) ?? protectionOf(objectType, definition);
  return { uses: usesOf(gate, field, protection), protection };
}

function usesOf(gate: FieldGate, field: string, protection: Protection | null): FieldPermission['uses'] {
  const choice = gate.choices[field] ?? {};
  const keep = choice.keep ?? true;
  const open = protection === null;
  const left = gate.leftOut.has(field) || gate.leftOut.has(field.replace(/^contact\./, ''));
  const show = keep && (choice.show ?? open);
  return {
    score: keep && !left && (choice.score ?? open),
    show,
    // Whoever may not be shown something in the console must not read it in a channel.
    chat: show && (choice.chat ?? open),
    keep,
  };
}

/** A field is kept until the admin says otherwise, whatever it tells. */
export function isKept({ choices }: FieldGate, objectType: SubjectKind, property: string): boolean {
  return choices[fieldNameOf(objectType, property)]?.keep ?? true;
}

/** The same for a field by its own name. Facts that are no property of the CRM are open. */
export function permissionOfField(
  gate: FieldGate,
  field: string,
  definition: Pick<PropertyDefinition, 'label' | 'type'>,
): FieldPermission {
  const objectType = subjectKinds.find((kind) => field.startsWith(`${kind}.`));
  if (objectType === undefined) return { uses: usesOf(gate, field, null), protection: null };
  return permissionOf(gate, objectType, { ...definition, name: field.slice(objectType.length + 1) });
}

/** For a field of which nothing but a name, and perhaps a label, is known. */
export function allows(gate: FieldGate, use: FieldUse, field: string, label = ''): boolean {
  return permissionOfField(gate, field, { label, type: 'string' }).uses[use];
}
