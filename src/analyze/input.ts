// An input: what a model really looks at in a feature, such as the age of a date or the length of a text.
import { z } from 'zod';
import type { Value } from './feature.ts';
import { levelsOf } from './value.ts';

/**
 * `feature` is the place of the feature in its table. `number` and `level` take the value as it is, `ageDays`
 * the days from a date to the moment of scoring, `gapDays` those from the date in feature `from`, `weekday`, `month` and
 * `hour` the parts of a date (UTC; Sunday and January are 0), `length` the characters of a text, `word` whether `word` is
 * in it, `count` the number of
 * ticked boxes, `has` whether the box `level` is ticked.
 */
export const input = z.discriminatedUnion('read', [
  z.strictObject({
    feature: z.int().nonnegative(),
    read: z.enum(['number', 'level', 'ageDays', 'weekday', 'month', 'hour', 'length', 'count']),
  }),
  z.strictObject({ feature: z.int().nonnegative(), read: z.literal('gapDays'), from: z.int().nonnegative() }),
  z.strictObject({ feature: z.int().nonnegative(), read: z.literal('word'), word: z.string() }),
  z.strictObject({ feature: z.int().nonnegative(), read: z.literal('has'), level: z.string() }),
]);
export type Input = Readonly<z.infer<typeof input>>;

const day = 86_400_000;

/**
 * What `value` is to this input at the moment `at` (ms); null where the value is not known. `other` is the value of the
 * feature `from`, where the input has one.
 */
export function readInput(input: Input, value: Value, at: number, other: Value = null): Value {
  if (value === null) return null;
  switch (input.read) {
    case 'number':
    case 'ageDays':
    case 'gapDays':
    case 'weekday':
    case 'month':
    case 'hour':
      return typeof value === 'number' ? ofNumber(input.read, value, at, other) : null;
    case 'word':
      return wordsIn(String(value)).has(input.word) ? 'yes' : 'no';
    case 'has':
      return levelsOf(String(value)).includes(input.level) ? 'yes' : 'no';
    case 'level':
      return String(value);
    case 'length':
      return String(value).length;
    case 'count':
      return levelsOf(String(value)).length;
  }
}

/** The other feature that this input looks at; none for most. */
export function otherFeature(input: Input): number {
  return input.read === 'gapDays' ? input.from : -1;
}

function ofNumber(
  read: 'number' | 'ageDays' | 'gapDays' | 'weekday' | 'month' | 'hour',
  value: number,
  at: number,
  other: Value,
): Value {
  if (read === 'number') return value;
  if (read === 'ageDays') return (at - value) / day;
  if (read === 'gapDays') return typeof other === 'number' ? (value - other) / day : null;
  const date = new Date(value);
  if (read === 'weekday') return date.getUTCDay();
  return read === 'month' ? date.getUTCMonth() : date.getUTCHours();
}

/** The words of a text in small letters, each once; of Chinese, every two characters that stand together. */
export function wordsIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]{2,}/gu)) {
    if (!/\p{Script=Han}/u.test(word)) words.add(word);
    else for (let from = 0; from + 2 <= word.length; from++) words.add(word.slice(from, from + 2));
  }
  return words;
}
