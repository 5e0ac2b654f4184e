// Ranks the levels of a category by how often their records were won, without any record telling on itself.
import type { Bins } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';
import { cutBins } from './cut-bins.ts';

/** `column` is the bin of each row; `centres[bin]` the log-odds that the levels in it stand for. */
export type Ranked = { readonly bins: Bins; readonly column: Uint8Array; readonly centres: Float64Array };

// A level's share won starts from the share of all, which counts as so many records.
const priorRows = 10;
const mostBins = 48;
// Weights name so many levels at most, and none that was there only once.
const mostNamed = 5000;

/**
 * Ranks levels by their share won. Row r gets the share among the rows of the other folds, so that its own outcome, and
 * those it is judged with, say nothing; a level that only its own fold knows counts like one that was never seen.
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
  const own = values.map((value, row): Value => {
    if (value === null) return null;
    const [rows, won] = all.get(String(value)) ?? [0, 0];
    const [foldRows, foldWon] = byFold.get(`${folds[row]} ${value}`) ?? [0, 0];
    return logOdds(rows - foldRows, won - foldWon);
  });
  const cuts = cutBins(own, 'numbers', mostBins);
  const levels = [...all]
    .filter(([, [rows]]) => rows > 1)
    .sort(([a, [m]], [b, [n]]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostNamed)
    .map(([level, [rows, won]]) => ({ level, at: logOdds(rows, won) }));
  return laidIn(cuts, own, levels, logOdds(0, 0));
}

/** Ranks levels by how many records have them; one that was never seen has none. */
export function countLevels(values: readonly Value[]): Ranked {
  const all = new Map<string, number>();
  for (const value of values) if (value !== null) all.set(String(value), (all.get(String(value)) ?? 0) + 1);
  const log = (rows: number) => Math.log2(1 + rows);
  const own = values.map((value): Value => (value === null ? null : log(all.get(String(value)) ?? 0)));
  const levels = [...all]
    .filter(([, rows]) => rows > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostNamed)
    .map(([level, rows]) => ({ level, at: log(rows) }));
  return laidIn(cutBins(own, 'numbers', 16), own, levels, log(1));
}

function laidIn(
  cuts: Bins,
  own: readonly Value[],
  levels: readonly { readonly level: string; readonly at: number }[],
  unseen: number,
): Ranked {
  const borders = cuts.of === 'numbers' ? cuts.cuts : [];
  const binOf = (at: number) => 1 + borders.filter((border) => border <= at).length;
  const named: string[][] = Array.from({ length: borders.length + 1 }, () => []);
  for (const { level, at } of [...levels].sort((a, b) => (a.level < b.level ? -1 : 1)))
    named[binOf(at) - 1]?.push(level);
  const centres = new Float64Array(named.length + 1);
  const rows = new Float64Array(named.length + 1);
  const column = Uint8Array.from(own, (at) => {
    if (typeof at !== 'number') return 0;
    const bin = binOf(at);
    centres[bin] = (centres[bin] ?? 0) + at;
    rows[bin] = (rows[bin] ?? 0) + 1;
    return bin;
  });
  return {
    bins: { of: 'ranked', levels: named, unseen: binOf(unseen) },
    column,
    centres: centres.map((sum, bin) => sum / (rows[bin] ?? 0)),
  };
}
