// A property of an object type: what a portal allows as its value.
import { z } from 'zod';

export const propertyOption = z.object({
  label: z.string(),
  value: z.string(),
  description: z.string().optional(),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
});

export const propertyTypes = [
  ...(['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string'] as const),
] as const;
export const fieldTypes = [
  ...(['booleancheckbox', 'calculation_equation', 'checkbox', 'date', 'file', 'html', 'number'] as const),
  ...(['phonenumber', 'radio', 'select', 'text', 'textarea'] as const),
] as const;

/** What a caller gives to create a property. Shape of POST /crm/properties. */
export const propertyInput = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'must start with a letter and hold a-z, 0-9 and _ only'),
  label: z.string().min(1),
  groupName: z.string().min(1),
  type: z.enum(propertyTypes),
  fieldType: z.enum(fieldTypes),
  description: z.string().optional(),
  displayOrder: z.number().int().optional(),
  formField: z.boolean().optional(),
  hasUniqueValue: z.boolean().optional(),
  hidden: z.boolean().optional(),
  options: z.array(propertyOption).optional(),
  externalOptions: z.boolean().optional(),
  referencedObjectType: z.string().optional(),
  calculationFormula: z.string().optional(),
  dataSensitivity: z.enum(['non_sensitive', 'sensitive', 'highly_sensitive']).optional(),
});

export type PropertyInput = z.input<typeof propertyInput>;

export const property = propertyInput.extend({
  description: z.string().default(''),
  displayOrder: z.number().int().default(-1),
  formField: z.boolean().default(false),
  hasUniqueValue: z.boolean().default(false),
  hidden: z.boolean().default(false),
  options: z.array(propertyOption).default([]),
  calculated: z.boolean().default(false),
  hubspotDefined: z.boolean().default(false),
  readOnlyValue: z.boolean().default(false),
  createdAt: z.string().default('2019-08-06T02:41:08.029Z'),
  updatedAt: z.string().default('2019-08-06T02:41:08.029Z'),
});

export type Property = Readonly<z.infer<typeof property>>;

/** The definition as HubSpot shows it. */
export function propertyBody(definition: Property, archived: boolean) {
  const { hubspotDefined, readOnlyValue, ...rest } = definition;
  return {
    ...rest,
    externalOptions: definition.externalOptions ?? false,
    dataSensitivity: definition.dataSensitivity ?? 'non_sensitive',
    archived,
    ...(hubspotDefined ? { hubspotDefined: true } : {}),
    modificationMetadata: {
      archivable: !hubspotDefined,
      readOnlyDefinition: hubspotDefined,
      readOnlyOptions: hubspotDefined,
      readOnlyValue,
    },
  };
}
