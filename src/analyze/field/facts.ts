// Facts: what is known of a subject at one moment, by the reference of the field; what is not there is not known.

/** Dates are milliseconds since 1970, times of day minutes since midnight; null is not known, as is what is absent. */
export type FactValue = number | string | boolean | readonly string[] | null;

/** `now` is the moment that the facts are of, in milliseconds since 1970. */
export type Facts = { readonly now: number; readonly [reference: string]: FactValue };

/** Where a fact comes from and how old it is. */
export type FactOrigin = {
  readonly source: 'hubspot' | 'salesforce' | 'product' | 'support' | 'analysis' | 'clock';
  /** ISO time of the newest signal in it; null where nobody knows. */
  readonly asOf: string | null;
};
