// Ranks the levels of a category by how often their records were won, without any record telling on itself.
import type { Bins } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';
import { cutBins } from './cut-bins.ts';

/**
 * `column` is the bin of each row, `byBag` the same as each bag may see it; `centres[bin]` the log-odds that the levels
 * in a bin stand for.
 */
export type Ranked = {
  readonly bins: Bins;
  readonly column: Uint8Array;
  readonly byBag: readonly Uint8Array[];
  readonly centres: Float64Array;
};

// A level's share won starts from the share of all, which counts as so many records.
const priorRows = 10;
const mostBins = 48;
// Weights name so many levels at most, and none that was there only once.
const mostNamed = 5000;

/**
 * Ranks levels by their share won. A row gets the share among the rows of the other folds, so that its own outcome, and
 * those it is judged with, say nothing; for the bag of a fold without that fold too, or the rows that judge the bag would
 * have told it their outcomes. A level that nobody else has counts like one that was never seen.
 */
export function rankLevels(values: readonly Value[], outcomes: Uint8Array, folds: Uint8Array): Ranked {
  const base = outcomes.reduce((sum, one) => sum + one, 0) / Math.max(1, outcomes.length);
  const all = new Map<string, [number, number]>();
  const byFold = new Map<string, [number, number]>();
  const count = (into: Map<string, [number, number]>, key: string, won: number) => {
    const known = into.get(key);
    if (known === undefined) into.set(key, [1, won]);
    else {
      known[0]++;
      known[1] += won;
    }
  };
  values.forEach((value, row) => {
    if (value === null) return;
    const won = outcomes[row] ?? 0;
    count(all, String(value), won);
    count(byFold, `${folds[row]} ${value}`, won);
  });
  const logOdds = (rows: number, won: number) => {
    const share = (won + priorRows * base) / (rows + priorRows);
    return Math.log((share + 1e-6) / (1 - share + 1e-6));
  };
  const ownFor = (bag: number) =>
    values.map((value, row): Value => {
      if (value === null) return null;
      const fold = folds[row] ?? 0;
      let [rows, won] = all.get(String(value)) ?? [0, 0];
      for (const left of fold === bag ? [fold] : [fold, bag]) {
        const [foldRows, foldWon] = byFold.get(`${left} ${value}`) ?? [0, 0];
        rows -= foldRows;
        won -= foldWon;
      }
      return logOdds(rows, won);
    });
  const own = ownFor(-1);
  const bagCount = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const cuts = cutBins(own, 'numbers', mostBins);
  const levels = [...all]
    .filter(([, [rows]]) => rows > 1)
    .sort(([a, [m]], [b, [n]]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostNamed)
    .map(([level, [rows, won]]) => ({ level, at: logOdds(rows, won) }));
  const binOf = binnedBy(cuts);
  const byBag = Array.from({ length: bagCount }, (_, bag) => Uint8Array.from(ownFor(bag), binOf));
  return { ...laidIn(cuts, own, levels, logOdds(0, 0)), byBag };
}

function binnedBy(cuts: Bins): (at: Value) => number {
  const borders = cuts.of === 'numbers' ? cuts.cuts : [];
  return (at) => (typeof at === 'number' ? 1 + borders.filter((border) => border <= at).length : 0);
}

function laidIn(
  cuts: Bins,
  own: readonly Value[],
  levels: readonly { readonly level: string; readonly at: number }[],
  unseen: number,
): Omit<Ranked, 'byBag'> {
  const binOf = binnedBy(cuts);
  const named: string[][] = Array.from({ length: binOf(Number.POSITIVE_INFINITY) }, () => []);
  for (const { level, at } of [...levels].sort((a, b) => (a.level < b.level ? -1 : 1)))
    named[binOf(at) - 1]?.push(level);
  const centres = new Float64Array(named.length + 1);
  const rows = new Float64Array(named.length + 1);
  const column = Uint8Array.from(own, binOf);
  column.forEach((bin, row) => {
    centres[bin] = (centres[bin] ?? 0) + Number(own[row] ?? Number.NaN);
    rows[bin] = (rows[bin] ?? 0) + 1;
  });
  return {
    bins: { of: 'ranked', levels: named, unseen: binOf(unseen) },
    column,
    centres: centres.map((sum, bin) => sum / (rows[bin] ?? 0)),
  };
}
