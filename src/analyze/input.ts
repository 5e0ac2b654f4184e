// An input: what a model really looks at in a feature, such as the age of a date or the length of a text.
import { z } from 'zod';
import type { Value } from './feature.ts';
import { levelsOf } from './value.ts';

/**
 * `feature` is the place of the feature in its table. `number` and `level` take the value as it is, `ageDays`
 * the days from a date to the moment of scoring, `length` the characters of a text, `count` the number of
 * ticked boxes, `has` whether the box `level` is ticked.
 */
export const input = z.discriminatedUnion('read', [
  z.strictObject({
    feature: z.int().nonnegative(),
    read: z.enum(['number', 'level', 'ageDays', 'length', 'count']),
  }),
  z.strictObject({ feature: z.int().nonnegative(), read: z.literal('has'), level: z.string() }),
]);
export type Input = Readonly<z.infer<typeof input>>;

const day = 86_400_000;

/** What `value` is to this input at the moment `at` (ms); null where the value is not known. */
export function readInput(input: Input, value: Value, at: number): Value {
  if (value === null) return null;
  if (input.read === 'number') return typeof value === 'number' ? value : null;
  if (input.read === 'ageDays') return typeof value === 'number' ? (at - value) / day : null;
  const text = String(value);
  if (input.read === 'has') return levelsOf(text).includes(input.level) ? 'yes' : 'no';
  if (input.read === 'level') return text;
  return input.read === 'length' ? text.length : levelsOf(text).length;
}
