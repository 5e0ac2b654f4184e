// Scores a whole table column by column: the same numbers as row by row, many times faster.
import { type Bins, columnBinner, type LevelBins, levelsBinner } from './bins.ts';
import type { Value } from './feature.ts';
import { type Input, otherFeature, readInput } from './input.ts';
import { type Scorable, sheetOfTrees, sigmoid } from './score-row.ts';
import type { Table } from './table.ts';
import { mostTogether, treeAdder } from './tree-columns.ts';
import type { Pair, Term } from './weights.ts';

/** `contributions[part][row]`: terms first, then pairs, as in `ScoredRow`. */
export type ScoredColumns = {
  readonly intercept: number;
  readonly logOdds: Float64Array;
  readonly probabilities: Float64Array;
  readonly contributions: readonly Float64Array[];
};

// Rows whose values are sorted into bins together: measured, more of them drop out of the cache again.
const atOnce = 256;

type Columns = Pick<Table, 'columns' | 'at'>;

/** Scores rows whose columns are the features of the weights in their order. */
export function scoreColumns(weights: Pick<Scorable, 'model'>, table: Columns): ScoredColumns {
  return columnScorer(weights)(table);
}

/** Lays the weights out for speed, for more than one table; what is kept between tables changes no result. */
export function columnScorer({ model }: Pick<Scorable, 'model'>): (table: Columns) => ScoredColumns {
  const trees = sheetOfTrees(model);
  const addTrees = trees === null ? null : treeAdder(trees);
  const sorters = sortersOf(model.terms);
  const termPoints = model.terms.map(({ points }) => Float64Array.from(points));
  const pairs = model.pairs.map((pair) => ({ ...pair, points: Float64Array.from(pair.points) }));
  // The bins of a block of rows: kept, because garbage of this size sets off a collection of everything that is held.
  let drawers: readonly Uint8Array[] = [];
  return (table) => {
    const rows = table.at.length;
    const contributions = [...termPoints, ...pairs].map(() => new Float64Array(rows));
    const logOdds = new Float64Array(rows).fill(model.intercept);
    const longest = Math.min(rows, mostTogether);
    if ((drawers[0]?.length ?? 0) < longest) drawers = termPoints.map(() => new Uint8Array(longest));
    for (let from = 0; from < rows; from += mostTogether) {
      const to = Math.min(rows, from + mostTogether);
      const parts = contributions.map((part) => part.subarray(from, to));
      fillDrawers(drawers, sorters, table, from, to);
      termPoints.forEach((points, term) => {
        fill(parts[term], drawers[term], points);
      });
      pairs.forEach((pair, nr) => {
        fillPair(parts[termPoints.length + nr], drawers[pair.left], drawers[pair.right], pair);
      });
      addTrees?.(drawers, parts, to - from);
      addUp(logOdds.subarray(from, to), parts);
    }
    return { intercept: model.intercept, logOdds, probabilities: logOdds.map(sigmoid), contributions };
  };
}

/** Writes the bins of the rows from `from` up to `to` of a table into the drawers of its terms, from `place` on. */
type Sorter = (
  table: Columns,
  from: number,
  to: number,
  drawers: readonly Uint8Array[],
  place: number,
) => void;

/** One for each term, but only one for all terms that look up the same texts. */
function sortersOf(terms: readonly Term[]): Sorter[] {
  const levels = new Map<number, { readonly into: number[]; readonly bins: LevelBins[] }>();
  const sorters: Sorter[] = [];
  terms.forEach(({ input, bins }, term) => {
    if (input.read !== 'level' || bins.of === 'numbers') {
      sorters.push(sorterOf(input, bins, term));
      return;
    }
    const known = levels.get(input.feature) ?? { into: [], bins: [] };
    known.into.push(term);
    known.bins.push(bins);
    levels.set(input.feature, known);
  });
  for (const [feature, { into, bins }] of levels) {
    const sort = levelsBinner(bins);
    sorters.push(({ columns }, from, to, drawers, place) => {
      const own = into.map((term) => drawers[term] ?? none);
      sort(columns[feature] ?? [], from, to, own, place);
    });
  }
  return sorters;
}

const none = new Uint8Array(0);

function sorterOf(input: Input, bins: Bins, term: number): Sorter {
  const sort = columnBinner(bins);
  // Most inputs take the value as it is.
  if (input.read === 'level' || input.read === 'number')
    return ({ columns }, from, to, drawers, place) =>
      sort(columns[input.feature] ?? [], from, to, drawers[term] ?? none, place);
  const read: Value[] = [];
  return ({ columns, at }, from, to, drawers, place) => {
    const column = columns[input.feature] ?? [];
    const other = columns[otherFeature(input)] ?? [];
    for (let row = from; row < to; row++)
      read[row - from] = readInput(input, column[row] ?? null, at[row] ?? 0, other[row] ?? null);
    sort(read, 0, to - from, drawers[term] ?? none, place);
  };
}

/** The bin of every row in every term; a few rows at a time, because what is known of one row lies close together. */
function fillDrawers(
  drawers: readonly Uint8Array[],
  sorters: readonly Sorter[],
  table: Columns,
  first: number,
  end: number,
): void {
  for (let from = first; from < end; from += atOnce)
    for (const sort of sorters) sort(table, from, Math.min(end, from + atOnce), drawers, from - first);
}

/** What a term says of each bin; new arrays hold zeros already. */
function fill(into: Float64Array | undefined, bins: Uint8Array | undefined, points: Float64Array): void {
  if (into === undefined || bins === undefined || points.every((point) => Object.is(point, 0))) return;
  for (let row = 0; row < into.length; row++) into[row] = points[bins[row] ?? 0] ?? 0;
}

function fillPair(
  into: Float64Array | undefined,
  left: Uint8Array | undefined,
  right: Uint8Array | undefined,
  { leftGroups, rightGroups, rightCount, points }: Omit<Pair, 'points'> & { readonly points: Float64Array },
): void {
  if (into === undefined || left === undefined || right === undefined) return;
  for (let row = 0; row < into.length; row++) {
    const cell = (leftGroups[left[row] ?? 0] ?? 0) * rightCount + (rightGroups[right[row] ?? 0] ?? 0);
    into[row] = points[cell] ?? 0;
  }
}

function addUp(sums: Float64Array, parts: readonly Float64Array[]): void {
  for (const part of parts)
    for (let row = 0; row < sums.length; row++) sums[row] = (sums[row] ?? 0) + (part[row] ?? 0);
}
