// A feature: one thing known of a subject that scoring may look at, with the kind of value it holds.
import { z } from 'zod';
import type { PropertyDefinition } from '#sense/record.ts';

/**
 * What a value means. `multi` is a multi-checkbox in the form `a;b`; `text` is free text of which only the
 * length and the presence count.
 */
const featureKinds = ['number', 'category', 'bool', 'date', 'text', 'multi'] as const;
export type FeatureKind = (typeof featureKinds)[number];

/** A number, a text, or null where nothing is known. Dates are milliseconds since 1970; booleans are texts. */
export type Value = number | string | null;

export const feature = z.strictObject({
  name: z.string(),
  kind: z.enum(featureKinds),
  label: z.string().optional(),
  /** What people in the CRM see for a value, where that is not the value itself. */
  labels: z.record(z.string(), z.string()).optional(),
  /** Of a number that people type into a text field, such as "1.234,50 €": the mark before its decimals, and the word behind. */
  decimal: z.enum(['.', ',']).optional(),
  unit: z.string().optional(),
  /** Kept by the CRM itself: nobody can type another value. */
  calculated: z.boolean().optional(),
});
export type Feature = Readonly<z.infer<typeof feature>>;

/** What the CRM says of a property, as far as a feature needs it; `string` and `other` are looked into. */
export type FeatureSource = Pick<PropertyDefinition, 'name' | 'type'> & {
  readonly label?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly calculated?: boolean;
};
