// Usage: what the rollups say of a subject: how often it did what on which day, and who was seen.

/** Days are numbers since 1970; `counts` belong to `days` one by one. */
export type FeatureUse = {
  readonly name: string;
  readonly first: Date;
  readonly last: Date;
  readonly events: number;
  readonly days: readonly number[];
  readonly counts: readonly number[];
};

/** Everything a subject ever did in the product, whatever number of signals said so; `users` with their days. */
export type Usage = {
  readonly features: readonly FeatureUse[];
  /** When each feature was used for the first time. */
  readonly tried: readonly { readonly feature: string; readonly first: Date }[];
  readonly users: readonly (readonly [name: string, days: ReadonlySet<number>])[];
};
