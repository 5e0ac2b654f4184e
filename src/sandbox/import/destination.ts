// Where imported rows go: a portal of the simulated HubSpot, or an org of the simulated Salesforce.
import type { Column } from './column.ts';

/** A row as it is sent: values by property, and when the record was made. */
export type SeedObject = {
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: string;
};

export type Destination = {
  /** Id of the portal or org. */
  readonly account: string;
  /** What people call the platform. */
  readonly platform: 'HubSpot' | 'Salesforce';
  /** The property of addresses: a row whose address came before is left out. */
  readonly email: string;
  /** The property a column becomes that the map does not name. */
  propertyFor(header: string): string;
  /** Makes what is not there yet; the names of what it made. */
  define(columns: readonly Column[]): Promise<string[]>;
  /** The ids in the order of `objects`; or why all of them were refused. */
  seed(
    objects: readonly SeedObject[],
  ): Promise<{ readonly ids: readonly string[] } | { readonly refused: string }>;
};
