// A table: rows of known values, kept column by column, each column of one kind.
import type { Feature, FeatureSource, Value } from './feature.ts';
import { inferFeature } from './infer-features.ts';
import { numberIn, withoutUnit } from './number-text.ts';
import { isBlank, toValue } from './value.ts';

/** Raw values of one subject by property name, as the CRM or the twin gives them. */
export type RawValues = Readonly<Record<string, Value | undefined>>;

/** `columns[f][r]` is the value of feature `f` in row `r`; `at[r]` the moment (ms) the row is a picture of. */
export type Table = {
  readonly features: readonly Feature[];
  readonly columns: readonly (readonly Value[])[];
  readonly at: readonly number[];
};

/** Types and reads raw rows into a table with one feature per source, in the order of the sources. */
export function tableOf(
  sources: readonly FeatureSource[],
  rows: readonly { readonly at: number; readonly values: RawValues }[],
): Table {
  const features: Feature[] = [];
  const columns: Value[][] = [];
  for (const source of sources) {
    const raw = rows.map((row) => row.values[source.name]);
    const feature = inferFeature(source, raw);
    features.push(feature);
    columns.push(readColumn(feature, raw));
  }
  return { features, columns, at: rows.map((row) => row.at) };
}

/** The values of one subject in the order of `features`, read as the kinds fixed when the weights were made. */
export function rowOf(features: readonly Feature[], values: RawValues): Value[] {
  return features.map((feature) => readValue(feature, values[feature.name]));
}

/** The same of many subjects, column by column. */
export function columnsOf(
  features: readonly Feature[],
  rows: readonly { readonly values: RawValues }[],
): Value[][] {
  return features.map((feature) =>
    readColumn(
      feature,
      rows.map(({ values }) => values[feature.name]),
    ),
  );
}

/** Equal texts of a column are one text: less is held, and what comes later looks at few places in memory. */
function readColumn(feature: Feature, raw: readonly (Value | undefined)[]): Value[] {
  const texts = new Map<string, string>();
  return raw.map((one) => {
    const value = readValue(feature, one);
    if (typeof value !== 'string') return value;
    const known = texts.get(value);
    if (known === undefined) texts.set(value, value);
    return known ?? value;
  });
}

function readValue({ kind, name, decimal, unit }: Feature, raw: Value | undefined): Value {
  if (decimal === undefined || typeof raw !== 'string' || isBlank(raw)) return toValue(kind, name, raw);
  return numberIn(withoutUnit(raw.trim(), unit ?? null), decimal);
}
