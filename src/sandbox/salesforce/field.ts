// A field of an object in a simulated org, as describe tells it.
import { z } from 'zod';

export const fieldTypes = [
  ...['id', 'string', 'textarea', 'email', 'phone', 'url', 'boolean', 'int', 'double', 'currency'],
  ...['percent', 'date', 'datetime', 'picklist', 'multipicklist', 'reference', 'address'],
] as const;

const option = z.strictObject({
  value: z.string(),
  label: z.string(),
  active: z.boolean().default(true),
  defaultValue: z.boolean().default(false),
});

/** Worked out when the record is read: nothing is stored, and no stamp moves when the result does. */
const formula = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), template: z.string() }),
  z.strictObject({ kind: z.literal('product'), fields: z.array(z.string()), factor: z.number().default(1) }),
  z.strictObject({ kind: z.literal('daysSince'), field: z.string() }),
  z.strictObject({ kind: z.literal('parent'), path: z.string() }),
]);

export const fieldShape = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/),
  label: z.string(),
  type: z.enum(fieldTypes),
  length: z.number().int().default(0),
  precision: z.number().int().default(0),
  scale: z.number().int().default(0),
  custom: z.boolean().default(false),
  nillable: z.boolean().default(true),
  createable: z.boolean().default(true),
  updateable: z.boolean().default(true),
  filterable: z.boolean().default(true),
  unique: z.boolean().default(false),
  externalId: z.boolean().default(false),
  nameField: z.boolean().default(false),
  calculated: z.boolean().default(false),
  autoNumber: z.boolean().default(false),
  defaultedOnCreate: z.boolean().default(false),
  restrictedPicklist: z.boolean().default(false),
  picklistValues: z.array(option).default([]),
  referenceTo: z.array(z.string()).default([]),
  relationshipName: z.string().nullable().default(null),
  compoundFieldName: z.string().nullable().default(null),
  formula: formula.optional(),
  /** `RF-{0000}` of a number that counts by itself. */
  numberFormat: z.string().optional(),
  /** The installed package this came with. */
  package: z.string().optional(),
});

export type Field = Readonly<z.infer<typeof fieldShape>>;
export type FieldInput = Omit<z.input<typeof fieldShape>, 'label'> & { readonly label?: string };
export type Formula = NonNullable<Field['formula']>;

/** A field with everything that was left out. */
export function fieldOf(input: FieldInput): Field {
  const readOnly = input.formula !== undefined || input.autoNumber === true;
  return fieldShape.parse({
    label: labelOf(input.name),
    ...(readOnly ? { createable: false, updateable: false } : {}),
    ...(input.formula === undefined ? {} : { calculated: true }),
    // Long text can be neither filtered nor sorted by.
    ...(input.type === 'textarea' && (input.length ?? 0) > 255 ? { filterable: false } : {}),
    ...(input.type === 'address' ? { createable: false, updateable: false, filterable: true } : {}),
    ...input,
  });
}

/** Many fields of one type. */
export function fields(
  type: Field['type'],
  names: readonly string[],
  extras: Partial<Omit<FieldInput, 'name' | 'type'>> = {},
): Field[] {
  return names.map((name) => fieldOf({ name, type, ...extras }));
}

/** Text fields by their lengths. */
export function texts(lengths: Readonly<Record<string, number>>, type: Field['type'] = 'string'): Field[] {
  return Object.entries(lengths).map(([name, length]) => fieldOf({ name, type, length }));
}

export function picklist(
  name: string,
  values: readonly string[],
  extras: Partial<Omit<FieldInput, 'name' | 'type'>> & { readonly usual?: string } = {},
): Field {
  const { usual, ...rest } = extras;
  return fieldOf({
    ...{ name, type: 'picklist', length: 255 },
    picklistValues: values.map((value) => ({ value, label: value, defaultValue: value === usual })),
    ...(usual === undefined ? {} : { defaultedOnCreate: true }),
    ...rest,
  });
}

export function reference(
  name: string,
  referenceTo: readonly string[],
  extras: Partial<Omit<FieldInput, 'name' | 'type'>> = {},
): Field {
  const relationshipName = name.endsWith('__c') ? name.replace(/c$/, 'r') : name.replace(/Id$/, '');
  return fieldOf({
    name,
    type: 'reference',
    length: 18,
    referenceTo: [...referenceTo],
    relationshipName,
    ...extras,
  });
}

export const readOnly = { createable: false, updateable: false } as const;

function labelOf(name: string): string {
  const bare = name
    .replace(/__c$/, '')
    .replace(/^[a-z0-9]+__/i, '')
    .replace(/(?<=[a-z])Id$/, ' ID');
  return bare.replaceAll('_', ' ').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
