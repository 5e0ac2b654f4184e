// Into which parts the records are divided: by a file of folds, by chance, and by time.
import { fail } from '#errors.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import type { Part } from '#learn/cross-validate.ts';
import { foldsOf } from '#learn/folds.ts';
import { seededRandom } from '#learn/random.ts';
import { inWords } from '#texts/in-words.ts';
import { readTable } from './read-table.ts';

const usualFolds = 5;
// With so many records a third of them is judged as surely as a fifth, and it takes half the time.
const manyRecords = 20_000;
const foldsOfMany = 3;
const oldShare = 0.7;
const fewest = 20;
const fewestOfEach = 5;

/** The fold of each row of the file by a csv `row,fold`. Errors: TABLE_INVALID. */
export async function readFolds(file: string, rows: number): Promise<ReadonlyMap<number, string>> {
  const { headers, columns } = await readTable(file);
  const [row, fold] = [columns[headers.indexOf('row')], columns[headers.indexOf('fold')]];
  if (row === undefined || fold === undefined)
    return fail('TABLE_INVALID', { file, problem: inWords('table.foldColumns') });
  const foldOf = new Map<number, string>();
  row.forEach((text, place) => {
    const nr = Number(text);
    if (!/^\d+$/.test(text.trim()) || nr >= rows)
      fail('TABLE_INVALID', {
        file,
        problem: inWords('table.foldRow', { row: text, last: rows - 1 }),
      });
    if (foldOf.has(nr)) fail('TABLE_INVALID', { file, problem: inWords('table.foldTwice', { row: nr }) });
    foldOf.set(nr, (fold[place] ?? '').trim());
  });
  return foldOf;
}

/** One part for each fold; records that are in no fold are learned from and never judged. */
export function foldParts(
  file: string,
  records: readonly ClosedRecord[],
  row: Int32Array,
  foldOf: ReadonlyMap<number, string> | null,
  seed: number,
): Part[] {
  const won = records.filter((record) => record.won).length;
  if (records.length < fewest || Math.min(won, records.length - won) < fewestOfEach)
    fail('TABLE_INVALID', {
      file,
      problem: inWords('table.tooFew', { rows: records.length, won, fewest, each: fewestOfEach }),
    });
  const outcomes = Uint8Array.from(records, (record) => (record.won ? 1 : 0));
  const dealt =
    foldOf === null
      ? foldsOf(seededRandom(seed), outcomes, records.length < manyRecords ? usualFolds : foldsOfMany)
      : null;
  const names = records.map((_, place) =>
    dealt === null ? foldOf?.get(row[place] ?? -1) : String(dealt[place]),
  );
  const folds = [...new Set(names.filter((name) => name !== undefined))].sort();
  if (folds.length < 2) fail('TABLE_INVALID', { file, problem: inWords('table.twoFolds') });
  const places = Int32Array.from(records.keys());
  return folds.map((name) => ({
    name,
    known: places.filter((place) => names[place] !== name),
    held: places.filter((place) => names[place] === name),
  }));
}

/** The newest 30 % held out; null where their time does not part the records. */
export function timePart(records: readonly ClosedRecord[]): Part | null {
  const order = Int32Array.from(records.keys()).sort((a, b) => when(records[a]) - when(records[b]) || a - b);
  const border = Math.round(oldShare * order.length);
  const known = order.slice(0, border).sort();
  const held = order.slice(border).sort();
  const tooFew = (places: Int32Array) => {
    const won = places.reduce((sum, place) => sum + (records[place]?.won ? 1 : 0), 0);
    return Math.min(won, places.length - won) < fewestOfEach;
  };
  if (tooFew(known) || tooFew(held) || when(records[order[0] ?? 0]) === when(records[order.at(-1) ?? 0]))
    return null;
  return { name: 'newest', known, held, inTime: true };
}

function when(record: ClosedRecord | undefined): number {
  return record?.closedAt ?? record?.at ?? 0;
}
