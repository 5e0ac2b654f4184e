// Chooses what a model looks at in each feature.
import type { Feature, FeatureKind, Value } from '#analyze/feature.ts';
import type { Input } from '#analyze/input.ts';
import { levelsOf } from '#analyze/value.ts';

// Boxes ticked by fewer than 2 in 100 records, or beyond the ten most ticked, only count in the number of ticks.
const mostBoxes = 10;
const leastShare = 0.02;

const readOf = {
  number: 'number',
  category: 'level',
  bool: 'level',
  date: 'ageDays',
  text: 'length',
  multi: 'count',
} as const satisfies Record<FeatureKind, string>;

/** The inputs of the feature at place `place`, whose values are `column`. */
export function inputsOf(feature: Feature, place: number, column: readonly Value[]): Input[] {
  const inputs: Input[] = [{ feature: place, read: readOf[feature.kind] }];
  if (feature.kind !== 'multi') return inputs;
  const counts = new Map<string, number>();
  for (const value of column)
    for (const level of value === null ? [] : levelsOf(String(value)))
      counts.set(level, (counts.get(level) ?? 0) + 1);
  const boxes = [...counts]
    .filter(([, count]) => count >= leastShare * column.length)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostBoxes);
  for (const [level] of boxes) inputs.push({ feature: place, read: 'has', level });
  return inputs;
}
