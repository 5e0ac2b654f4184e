// A kind of record in a simulated org: its name, its key prefix, what can be done with it, and its own fields.
import { z } from 'zod';
import { type Field, fieldOf, fieldShape, fields, readOnly, reference } from './field.ts';

export const objectShape = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/),
  label: z.string(),
  labelPlural: z.string(),
  keyPrefix: z.string().length(3),
  custom: z.boolean().default(false),
  createable: z.boolean().default(true),
  updateable: z.boolean().default(true),
  deletable: z.boolean().default(true),
  mergeable: z.boolean().default(false),
  /** Whether records have owners, who may be queues. */
  owned: z.boolean().default(true),
  /** Without the recycle bin: setup objects. */
  setup: z.boolean().default(false),
  fields: z.array(fieldShape),
  package: z.string().optional(),
});

export type ObjectType = Readonly<z.infer<typeof objectShape>>;
export type ObjectInput = Pick<ObjectType, 'name' | 'keyPrefix' | 'fields'> & Partial<ObjectType>;

/** The object with the fields every object has. */
export function objectOf(input: ObjectInput): ObjectType {
  const label = input.label ?? input.name.replace(/__c$/, '').replaceAll('_', ' ');
  const made = { labelPlural: `${label}s`, owned: true, setup: false, ...input };
  return objectShape.parse({
    ...made,
    label,
    fields: [...headFields, ...(made.owned ? [ownerField] : []), ...made.fields, ...auditFields],
  });
}

const headFields: readonly Field[] = [
  fieldOf({ name: 'Id', label: 'Record ID', type: 'id', length: 18, nillable: false, ...readOnly }),
  fieldOf({ name: 'IsDeleted', label: 'Deleted', type: 'boolean', nillable: false, ...readOnly }),
];

const ownerField = reference('OwnerId', ['Group', 'User'], { nillable: false, defaultedOnCreate: true });

const stamps = { ...readOnly, nillable: false, defaultedOnCreate: true } as const;
const auditFields: readonly Field[] = [
  ...fields('datetime', ['CreatedDate', 'LastModifiedDate', 'SystemModstamp'], stamps),
  reference('CreatedById', ['User'], stamps),
  reference('LastModifiedById', ['User'], stamps),
];

/** What is asked in the describe of the address behind these five columns. */
export function addressFields(prefix: string): Field[] {
  const compoundFieldName = `${prefix}Address`;
  const part = (name: string, length: number, type: Field['type'] = 'string') =>
    fieldOf({ name: `${prefix}${name}`, type, length, compoundFieldName });
  return [
    part('Street', 255, 'textarea'),
    part('City', 40),
    part('State', 80),
    part('PostalCode', 20),
    part('Country', 80),
    fieldOf({ name: compoundFieldName, type: 'address' }),
  ];
}

/** Salutation, first and last name and what is made of them. */
export function personNameFields(): Field[] {
  const compoundFieldName = 'Name';
  const part = (name: string, length: number, nillable: boolean) =>
    fieldOf({ name, type: 'string', length, nillable, compoundFieldName });
  return [
    part('LastName', 80, false),
    part('FirstName', 40, true),
    fieldOf({
      ...{ name: 'Salutation', type: 'picklist', length: 40, compoundFieldName },
      picklistValues: ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.'].map((value) => ({ value, label: value })),
    }),
    fieldOf({
      name: 'Name',
      label: 'Full Name',
      type: 'string',
      length: 121,
      nillable: false,
      nameField: true,
      ...readOnly,
    }),
  ];
}

export const industries = [
  ...['Agriculture', 'Apparel', 'Banking', 'Biotechnology', 'Chemicals', 'Communications', 'Construction'],
  ...['Consulting', 'Education', 'Electronics', 'Energy', 'Engineering', 'Entertainment', 'Environmental'],
  ...['Finance', 'Food & Beverage', 'Government', 'Healthcare', 'Hospitality', 'Insurance', 'Machinery'],
  ...['Manufacturing', 'Media', 'Not For Profit', 'Recreation', 'Retail', 'Shipping', 'Technology'],
  ...['Telecommunications', 'Transportation', 'Utilities', 'Other'],
] as const;
export const leadSources = [
  ...['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'],
] as const;
export const ratings = ['Hot', 'Warm', 'Cold'] as const;
