// Slices compared: how the same weights do for the records of each value of a field, and what of it is beyond chance.
import type { Slice, SliceFault, SliceLevel } from '#analyze/slice.ts';
import { twoSided } from './normal.ts';

/** A column of slice values beside the closed records, in their order. */
export type SliceColumn = { readonly field: string; readonly values: readonly (string | null)[] };

/**
 * Probabilities as unseeing weights gave them. `top`: the least of the best grade. `groups`: pictures of one subject are no
 * independent cases.
 */
export type Judged = {
  readonly outcomes: Uint8Array;
  readonly probabilities: Float64Array;
  readonly groups: Int32Array;
  readonly top: number;
};

/** Which CRM a record is of: told even where there is only one. */
export const crmSlice = 'crm';

export const mostLevels = 20;
/** Below these only a count is said: rows, and what could be expected of the rarer outcome. */
export const leastRows = 30;
export const leastOfEach = 5;
const z95 = 1.96;
/** In all comparisons of one report together a false word is to be said in at most one of twenty reports. */
const alpha = 0.05;

/** The name of rare levels counted together. */
export const restLevel = '…';

type Test = { readonly of: SliceLevel; readonly fault: SliceFault; readonly p: number };

/**
 * Faults are said only where they outlast Holm's correction over every test of every slice (Holm 1979): calibration by the
 * normal approximation of Spiegelhalter's test, ranking by the standard error of Hanley and McNeil (1982) against all
 * other records, and the share found among those won by the difference of two shares. A slice with one level says nothing.
 */
export function slicesOf(judged: Judged, columns: readonly SliceColumn[]): Slice[] {
  const tests: Test[] = [];
  const { probabilities } = judged;
  const rising = Array.from(judged.outcomes.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  );
  const slices = columns.flatMap((column): Slice[] => {
    const { rowsOf, merged } = levelled(column);
    if (rowsOf.size < 2 && column.field !== crmSlice) return [];
    const levels = [...rowsOf].map(([level, rows]) => {
      const inside = new Set(rows);
      // Rising, so that nothing is sorted again for each level.
      const own = rising.filter((row) => inside.has(row));
      const others = rising.filter((row) => !inside.has(row));
      const { told, asked } = lookAt(judged, level, own, others);
      tests.push(...asked.map((one) => ({ ...one, of: told })));
      return told;
    });
    return [{ field: column.field, merged, levels: levels.sort((a, b) => b.rows - a.rows) }];
  });
  for (const { of, fault } of beyondChance(tests)) of.faults.push(fault);
  return slices;
}

function levelled({ values }: SliceColumn): { rowsOf: Map<string | null, number[]>; merged: number } {
  const rowsOf = new Map<string | null, number[]>();
  values.forEach((value, row) => {
    const level = value === null || value.trim() === '' ? null : value.trim();
    const rows = rowsOf.get(level);
    if (rows === undefined) rowsOf.set(level, [row]);
    else rows.push(row);
  });
  const common = [...rowsOf].sort(
    ([a, x], [b, y]) => y.length - x.length || (String(a) < String(b) ? -1 : 1),
  );
  if (common.length <= mostLevels) return { rowsOf: new Map(common), merged: 0 };
  const rest = common.slice(mostLevels - 1);
  const kept = new Map(common.slice(0, mostLevels - 1));
  kept.set(
    restLevel,
    rest.flatMap(([, rows]) => rows).sort((a, b) => a - b),
  );
  return { rowsOf: kept, merged: rest.length };
}

type Asked = Omit<Test, 'of'>;

function lookAt(
  judged: Judged,
  level: string | null,
  rows: readonly number[],
  others: readonly number[],
): { told: SliceLevel; asked: Asked[] } {
  const own = statsOf(judged, rows);
  const rest = statsOf(judged, others);
  const tooFew = rows.length < leastRows || own.variance < leastOfEach;
  // What happened can be set against what was promised even where all were lost; ranking cannot be judged then.
  const oneSided = tooFew || Math.min(own.won, rows.length - own.won) < leastOfEach;
  const gapError = own.gapError * own.spread;
  const told: SliceLevel = {
    level,
    rows: rows.length,
    won: own.won,
    tooFew,
    baseRate: rounded(own.won / rows.length),
    predicted: rounded(own.predicted),
    gap: rounded(own.gap),
    gapRange: around(own.gap, gapError),
    auc: oneSided ? null : rounded(own.auc),
    aucRange: oneSided ? null : clipped(around(own.auc, own.aucError * own.spread)),
    top: rounded(own.top),
    found: oneSided ? null : rounded(own.found),
    foundRange: oneSided ? null : clipped(around(own.found, shareError(own.found, own.won) * own.spread)),
    faults: [],
  };
  if (tooFew) return { told, asked: [] };
  const asked: Asked[] = [
    { fault: own.gap < 0 ? 'promised_too_much' : 'promised_too_little', p: twoSided(own.gap / gapError) },
  ];
  if (oneSided || Math.min(rest.won, others.length - rest.won) < leastOfEach) return { told, asked };
  // Only what is worse is a fault; that it was looked for both ways stands in the two sides of the test.
  const worse = (own.auc - rest.auc) / Math.hypot(own.aucError * own.spread, rest.aucError * rest.spread);
  asked.push({ fault: 'ranked_worse', p: worse < 0 ? twoSided(worse) : 1 });
  const pooled = (own.found * own.won + rest.found * rest.won) / (own.won + rest.won);
  const error = Math.sqrt(pooled * (1 - pooled) * (own.spread ** 2 / own.won + rest.spread ** 2 / rest.won));
  const fewer = error === 0 ? 0 : (own.found - rest.found) / error;
  asked.push({ fault: 'found_less', p: fewer < 0 ? twoSided(fewer) : 1 });
  return { told, asked };
}

function statsOf({ outcomes, probabilities, groups, top }: Judged, rows: readonly number[]) {
  const y = rows.map((row) => outcomes[row] ?? 0);
  const p = rows.map((row) => probabilities[row] ?? 0);
  const won = y.reduce((sum, one) => sum + one, 0);
  const predicted = p.reduce((sum, one) => sum + one, 0) / Math.max(1, rows.length);
  const variance = p.reduce((sum, one) => sum + one * (1 - one), 0);
  const area = areaUnder(y, p);
  const best = p.filter((one) => one >= top).length;
  const found = p.filter((one, at) => one >= top && y[at] === 1).length;
  return {
    won,
    predicted,
    variance,
    gap: won / Math.max(1, rows.length) - predicted,
    gapError: Math.sqrt(variance) / Math.max(1, rows.length),
    auc: area,
    aucError: areaError(area, won, rows.length - won),
    top: best / Math.max(1, rows.length),
    found: won === 0 ? 0 : found / won,
    // Several pictures of one subject count as one case.
    spread: Math.sqrt(rows.length / Math.max(1, new Set(rows.map((row) => groups[row])).size)),
  };
}

/** Area under the curve of rows that lie by rising probability; ties count half. */
function areaUnder(y: readonly number[], p: readonly number[]): number {
  let [won, lost, above] = [0, 0, 0];
  for (let from = 0; from < p.length; ) {
    let [wonHere, lostHere, to] = [0, 0, from];
    for (; to < p.length && p[to] === p[from]; to++) {
      if (y[to] === 1) wonHere += 1;
      else lostHere += 1;
    }
    above += wonHere * (lost + lostHere / 2);
    won += wonHere;
    lost += lostHere;
    from = to;
  }
  return won === 0 || lost === 0 ? 0.5 : above / (won * lost);
}

/** Hanley and McNeil 1982: the standard error of an area under the curve. */
export function areaError(area: number, won: number, lost: number): number {
  if (won === 0 || lost === 0) return 0.5;
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const squared = area * (1 - area) + (won - 1) * (q1 - area * area) + (lost - 1) * (q2 - area * area);
  // An area of 1 among few is no certainty: as if one pair in twelve could stand the other way round.
  return Math.sqrt(Math.max(squared, 1 / 12) / (won * lost));
}

/** With half a case added to either side, so that none of few does not look certain. */
function shareError(share: number, count: number): number {
  const smoothed = (share * count + 0.5) / (count + 1);
  return Math.sqrt((smoothed * (1 - smoothed)) / Math.max(1, count));
}

/** Holm 1979: the smallest p against alpha over all, the next against alpha over those left, until one fails. */
export function beyondChance<One extends { readonly p: number }>(tests: readonly One[]): One[] {
  const rising = [...tests].sort((a, b) => a.p - b.p);
  const failed = rising.findIndex(({ p }, at) => p > alpha / (rising.length - at));
  return failed === -1 ? rising : rising.slice(0, failed);
}

function around(value: number, error: number): [number, number] {
  return [rounded(value - z95 * error), rounded(value + z95 * error)];
}

function clipped([low, high]: [number, number]): [number, number] {
  return [Math.max(0, low), Math.min(1, high)];
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
