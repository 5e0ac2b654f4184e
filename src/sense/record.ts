// A record: one CRM object as the CRM shows it now, in words that fit every platform.
import { z } from 'zod';
import type { ObjectType } from './signal.ts';

export type CrmRecord = {
  readonly objectType: ObjectType;
  readonly id: string;
  /** Every value is a string, as the CRM sends it; null is empty. */
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly archived: boolean;
  /** Ids it is linked to, by type; a type that was not asked for is absent. */
  readonly links?: Readonly<Partial<Record<ObjectType, readonly string[]>>>;
  /** Ids of records that were merged into this one. */
  readonly mergedIds?: readonly string[];
};

/** What changed of a record at a moment before we knew it; the first of its states is of when it was made. */
export type PastState = {
  readonly at: Date;
  readonly properties: Readonly<Record<string, string | null>>;
};

export const propertyDefinition = z.strictObject({
  name: z.string(),
  label: z.string(),
  type: z.enum(['string', 'number', 'bool', 'date', 'datetime', 'enumeration', 'multi', 'other']),
  options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  /** Kept by the CRM itself; nobody types it. */
  calculated: z.boolean(),
  /** Defined by the CRM's vendor, not by the customer. */
  builtIn: z.boolean(),
});
export type PropertyDefinition = z.infer<typeof propertyDefinition>;

export type Owner = {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly archived: boolean;
  readonly userId: string | null;
};

export type Pipeline = {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly {
    readonly id: string;
    readonly label: string;
    readonly outcome: 'open' | 'won' | 'lost' | 'closed';
  }[];
};
