// Chooses what a model looks at in each feature.
import type { Feature, FeatureKind, Value } from '#analyze/feature.ts';
import { type Input, wordsIn } from '#analyze/input.ts';
import { levelsOf } from '#analyze/value.ts';
import { tellingWords } from './telling-words.ts';

// Boxes ticked by fewer than 2 in 100 records, or beyond the ten most ticked, only count in the number of ticks.
const mostBoxes = 10;
const leastShare = 0.02;
const mostGaps = 4;
// On a short history parts of dates and words of texts are more noise than news.
const leastForParts = 500;

const readOf = {
  number: 'number',
  category: 'level',
  bool: 'level',
  date: 'ageDays',
  text: 'length',
  multi: 'count',
} as const satisfies Record<FeatureKind, string>;

/** The inputs of the feature at place `place`, whose values are `column`; `outcomes` choose the words of a text. */
export function inputsOf(
  feature: Feature,
  place: number,
  column: readonly Value[],
  outcomes: Uint8Array = new Uint8Array(0),
): Input[] {
  const first: Input = { feature: place, read: readOf[feature.kind] };
  if (column.length < leastForParts && feature.kind !== 'multi') return [first];
  if (feature.kind === 'date') return [first, ...dateParts(place, column)];
  if (feature.kind === 'text')
    return [
      first,
      ...tellingWords(column, outcomes, wordsIn).map(
        (word): Input => ({ feature: place, read: 'word', word }),
      ),
    ];
  return feature.kind === 'multi' ? [first, ...boxesOf(place, column)] : [first];
}

/** Days from each date to each that comes after it in the table; of the first dates only, if there are many. */
export function gapsOf(features: readonly Feature[], rows: number): Input[] {
  if (rows < leastForParts) return [];
  const dates = features.flatMap(({ kind }, place) => (kind === 'date' ? [place] : [])).slice(0, mostGaps);
  return dates.flatMap((from, nr) =>
    dates.slice(nr + 1).map((feature): Input => ({ feature, read: 'gapDays', from })),
  );
}

const day = 86_400_000;
// In less than two years a month comes up only once, and would be the date itself.
const twoYears = 700 * day;

/** Parts of a date that can come again: the weekday, the hour where there is one, the month where two years are known. */
function dateParts(place: number, column: readonly Value[]): Input[] {
  const known = column.filter((value) => typeof value === 'number');
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of known) {
    first = Math.min(first, value);
    last = Math.max(last, value);
  }
  const timed = known.filter((value) => value % day !== 0).length * 2 > known.length;
  return [
    ...(last - first > 14 * day ? [{ feature: place, read: 'weekday' } as const] : []),
    ...(timed ? [{ feature: place, read: 'hour' } as const] : []),
    ...(last - first >= twoYears ? [{ feature: place, read: 'month' } as const] : []),
  ];
}

function boxesOf(place: number, column: readonly Value[]): Input[] {
  const counts = new Map<string, number>();
  for (const value of column)
    for (const level of value === null ? [] : levelsOf(String(value)))
      counts.set(level, (counts.get(level) ?? 0) + 1);
  const boxes = [...counts]
    .filter(([, count]) => count >= leastShare * column.length)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostBoxes);
  return boxes.map(([level]) => ({ feature: place, read: 'has', level }));
}
