// The leak guard: leaves out what gives the outcome away, and what can tell nothing.
import type { Feature, Value } from '#analyze/feature.ts';
import type { Leak } from '#analyze/leak.ts';
import type { LeftOut } from '#analyze/weights.ts';
import type { ClosedTable } from './closed-records.ts';
import { findLeaks, leastRows } from './find-leaks.ts';

/** Names of features that are used whatever the finder says of them; `all`: nobody asks it. */
export type Kept = readonly string[] | 'all';

/**
 * `used`: the features that may be used, as places in the table. `leftOut`: the others, with the reason and its number.
 * `suspects`: those used that are worth a look, or that were kept although they give the outcome away.
 */
export type Guarded = {
  readonly used: number[];
  readonly leftOut: LeftOut[];
  readonly suspects: Leak[];
};

export function guardLeaks(table: ClosedTable, keep: Kept = []): Guarded {
  const leaks = new Map(keep === 'all' ? [] : findLeaks(table).map((leak) => [leak.name, leak]));
  const guarded: Guarded = { used: [], leftOut: [], suspects: [] };
  table.features.forEach((feature, place) => {
    const { name, label } = feature;
    const useless = uselessOf(feature, table.columns[place] ?? []);
    const leak = leaks.get(name);
    // What was filled in only when it was over is empty while it was open: that is the reason to tell.
    const isLate = leak?.why === 'filled_late' || leak?.why === 'rare_while_open';
    if (useless !== undefined && !(isLate && useless.why === 'empty')) {
      guarded.leftOut.push({ name, ...(label === undefined ? {} : { label }), ...useless });
    } else if (
      leak !== undefined &&
      leak.why !== 'doubtful' &&
      (useless !== undefined || !keep.includes(name))
    ) {
      guarded.leftOut.push({ ...leak, why: leak.why });
    } else {
      guarded.used.push(place);
      if (leak !== undefined) guarded.suspects.push(leak);
    }
  });
  return guarded;
}

function uselessOf(feature: Feature, column: readonly Value[]): Pick<LeftOut, 'why' | 'measure'> | undefined {
  const known = column.filter((value) => value !== null);
  if (known.length === 0) return { why: 'empty', measure: 0 };
  const distinct = new Set(known).size;
  if (distinct === 1 && known.length === column.length) return { why: 'constant', measure: 1 };
  return isKey(feature, known, distinct) ? { why: 'identifier', measure: distinct } : undefined;
}

const keyName =
  /(^|[^a-z])(id|ids|uuid|guid|key|no|nr|num|number|code|ref|reference|serial|row|index)([^a-z]|$)|id$|编号|序号/i;

/**
 * A key names the record and says nothing of the next one. Whole numbers that are never the same are keys where they lie
 * close together or are called so (an amount may never be the same either), and so are words without a space.
 */
function isKey(feature: Feature, known: readonly Value[], distinct: number): boolean {
  if (known.length < leastRows || distinct !== known.length) return false;
  if (feature.kind === 'text')
    return known.every((value) => typeof value === 'string' && value.length <= 80 && !/\s/.test(value));
  if (feature.kind !== 'number') return false;
  if (!known.every((value) => typeof value === 'number' && Number.isSafeInteger(value))) return false;
  const numbers = Float64Array.from(known, Number).sort();
  const range = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0);
  return range < 20 * known.length || keyName.test(feature.name);
}
