// Finds what kind of value each property holds, from the CRM's definition where there is one, else from the values.
import type { Feature, FeatureKind, FeatureSource, Value } from './feature.ts';
import { decimalMarkOf, numberIn, showsAmount, unitOf, withoutUnit } from './number-text.ts';
import { dateOf, isBlank, levelsOf, numberOf } from './value.ts';

const kindOfType: Readonly<Partial<Record<FeatureSource['type'], FeatureKind>>> = {
  number: 'number',
  date: 'date',
  datetime: 'date',
  bool: 'bool',
  enumeration: 'category',
  multi: 'multi',
};

// A free text repeats itself little: past this many levels, the commonest of them must cover half of the rows, or the
// levels must be short and half of the rows have one that others have too.
const manyLevels = 50;
const shortLevel = 40;

/**
 * The feature a property is. A CRM hands out every value as text, so a `string` property is looked into:
 * it is a number or a date where 99 in 100 of its values read as one.
 */
export function inferFeature(source: FeatureSource, values: readonly (Value | undefined)[]): Feature {
  const { name, label, labels, calculated } = source;
  const found = kindOfType[source.type] ?? kindFromValues(values);
  const { kind, ...typed } = typeof found === 'string' ? { kind: found } : found;
  return {
    name,
    kind,
    ...typed,
    ...(label === undefined ? {} : { label }),
    ...(labels === undefined ? {} : { labels }),
    ...(calculated === undefined ? {} : { calculated }),
  };
}

type Typed = Pick<Feature, 'kind' | 'decimal' | 'unit'>;

function kindFromValues(values: readonly (Value | undefined)[]): FeatureKind | Typed {
  const texts: string[] = [];
  for (const value of values)
    if (value !== null && value !== undefined && !isBlank(value)) texts.push(String(value));
  if (texts.length === 0) return 'category';
  const share = (test: (text: string) => boolean) => texts.filter(test).length / texts.length;
  if (share((text) => /^(true|false)$/i.test(text.trim())) === 1) return 'bool';
  if (share((text) => numberOf(text) !== null) >= 0.99) return 'number';
  if (share((text) => dateOf(text) !== null) >= 0.99) return 'date';
  const typed = typedNumber(texts);
  if (typed !== null) return typed;
  if (share((text) => text.includes(';')) >= 0.1 && fewLevels(texts.flatMap((text) => [...levelsOf(text)])))
    return 'multi';
  return fewLevels(texts) ? 'category' : 'text';
}

// As a table that nobody described is read (learn/columns/read-column.ts), but only where it looks like an amount: a CRM's
// text fields hold telephone numbers and keys as well.
const mostlyTyped = 0.97;

function typedNumber(texts: readonly string[]): Typed | null {
  const bare = texts.map((text) => text.trim());
  const unit = unitOf(bare);
  const amounts = bare.filter((text) => unit !== null || showsAmount(text)).length;
  if (amounts * 2 < texts.length) return null;
  const decimal = decimalMarkOf(bare);
  const read = bare.filter((text) => numberIn(withoutUnit(text, unit), decimal) !== null).length;
  if (read < mostlyTyped * texts.length) return null;
  return { kind: 'number', decimal, ...(unit === null ? {} : { unit }) };
}

function fewLevels(texts: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size <= 20 && counts.size * 2 <= texts.length) return true;
  const commonest = [...counts.values()].sort((a, b) => b - a).slice(0, manyLevels);
  const covered = commonest.filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
  if (covered * 2 >= texts.length) return true;
  const letters = texts.reduce((sum, text) => sum + text.length, 0);
  const alone = [...counts.values()].filter((count) => count === 1).length;
  return alone * 2 <= texts.length && letters <= shortLevel * texts.length;
}
