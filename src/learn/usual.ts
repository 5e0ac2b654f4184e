// What is usual of a feature among those that converted, or stayed.
import type { Feature, Value } from '#analyze/feature.ts';
import type { ClosedTable } from './closed-records.ts';

const day = 86_400_000;

/**
 * `usual` in the feature's own terms: median number, most frequent level, median age in days of a date, median
 * length of a text; null where at least half of them had none. `usualMissing` is the share without. `among`: of which outcome.
 */
export function usualOf(
  feature: Feature,
  column: readonly Value[],
  table: ClosedTable,
  among: 0 | 1 = 1,
): { readonly usual: Value; readonly usualMissing: number } {
  const known: (number | string)[] = [];
  let counted = 0;
  column.forEach((value, row) => {
    if (table.outcomes[row] !== among) return;
    counted++;
    if (value !== null) known.push(inTermsOf(feature, value, table.at[row] ?? 0));
  });
  const usualMissing = counted === 0 ? 0 : 1 - known.length / counted;
  return {
    usual: usualMissing >= 0.5 ? null : middle(known),
    usualMissing: Math.round(usualMissing * 1e4) / 1e4,
  };
}

function inTermsOf(feature: Feature, value: number | string, at: number): number | string {
  if (feature.kind === 'date' && typeof value === 'number') return Math.round((at - value) / day);
  return feature.kind === 'text' ? String(value).length : value;
}

function middle(values: readonly (number | string)[]): Value {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length > 0) return numbers[numbers.length >> 1] ?? null;
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}
