// The leak finder for tables that nobody described: columns too good to be true, or that give away when they were written.
import type { Feature, Value } from '#analyze/feature.ts';
import type { ClosedTable } from './closed-records.ts';
import { leastOfEach, leastRows, rankingOf } from './leak-guard.ts';
import { nameTells, tellsOfEdits, tellsTheEnd } from './leak-words.ts';
import { auc } from './metrics.ts';

/**
 * `tells_outcome`: alone it ranks the outcome with this area. `filled_with_outcome`: it is filled in for one outcome, by
 * this odds ratio. `names_outcome`: `value` is as good as the outcome, by this odds ratio. `judged`: somebody's or
 * something's verdict, there for only some; `written_after`, `rewritten`: what its name says, and this area. `dated_after`:
 * this share of its dates is later than the record. `doubtful` ones are kept, and worth a look.
 */
export type Leak = {
  readonly name: string;
  readonly why:
    | 'tells_outcome'
    | 'filled_with_outcome'
    | 'names_outcome'
    | 'judged'
    | 'written_after'
    | 'rewritten'
    | 'dated_after'
    | 'doubtful';
  readonly measure: number;
  readonly value?: string;
};

// Measured on three public sets: of honest columns the best alone ranks with .79; their purest value that covers a tenth
// of an outcome has odds of 18 to 1 against the rest, and of the columns that give the outcome away 30 and more.
const tooGood = 0.9;
const tooPure = 25;
const pureCover = 0.1;
const named = { odds: 8, surely: 2, rows: 20, area: 0.75, filled: 0.6 } as const;
const someMissing = 0.2;
const doubtful = { area: 0.8, filled: 0.63 } as const;

/** Leaks by their place in the table; fewer than 200 records, or 20 of one outcome, tell nothing. */
export function findLeaks(table: ClosedTable, dated: boolean): Leak[] {
  const { outcomes } = table;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (outcomes.length < leastRows || Math.min(won, outcomes.length - won) < leastOfEach) return [];
  return table.features.flatMap((feature, place) => {
    const leak = leakOf(feature, table.columns[place] ?? [], table, dated);
    return leak === null ? [] : [{ name: feature.name, ...leak }];
  });
}

type Found = Omit<Leak, 'name'>;

function leakOf(
  feature: Feature,
  column: readonly Value[],
  table: ClosedTable,
  dated: boolean,
): Found | null {
  const { outcomes } = table;
  const known = column.reduce<number>((sum, value) => sum + (value === null ? 0 : 1), 0);
  if (known === 0) return null;
  const presence = Uint8Array.from(column, (value) => (value === null ? 0 : 1));
  const filled = bothWays(auc(outcomes, presence));
  const filling = purityOf(presence, outcomes);
  if (filled > tooGood || (known < column.length && filling.odds >= tooPure && filling.cover >= pureCover))
    return { why: 'filled_with_outcome', measure: Math.round(filling.counted) };
  const area = rankingOf(feature, column, table);
  if (area > tooGood) return { why: 'tells_outcome', measure: thousandths(area) };
  const values = valuesOf(feature, column, outcomes);
  const pure = values.find(({ odds, cover }) => odds >= tooPure && cover >= pureCover);
  const ending = values.find(
    ({ value, odds, counted, rows }) =>
      odds >= named.surely && counted >= named.odds && rows >= named.rows && tellsTheEnd(value),
  );
  const naming = ending ?? pure;
  if (naming !== undefined)
    return { why: 'names_outcome', measure: Math.round(naming.counted), value: naming.value };
  const missing = 1 - known / column.length;
  const byName = nameTells(feature.name);
  if (byName === 'judged' && missing >= someMissing) return { why: 'judged', measure: thousandths(area) };
  if (byName === 'after' && (area >= named.area || filled >= named.filled))
    return { why: 'written_after', measure: thousandths(Math.max(area, filled)) };
  const edits = byName === 'rewritten' ? values.find(({ value }) => tellsOfEdits(value)) : undefined;
  if (edits !== undefined) return { why: 'rewritten', measure: thousandths(area), value: edits.value };
  const later = dated && feature.kind === 'date' ? shareLater(column, table) : 0;
  if (later >= 0.5 && area >= 0.6) return { why: 'dated_after', measure: thousandths(later) };
  if (area >= doubtful.area || filled >= doubtful.filled)
    return { why: 'doubtful', measure: thousandths(Math.max(area, filled)) };
  return null;
}

type Purity = { readonly odds: number; readonly counted: number; readonly cover: number };

/**
 * The odds of the outcome among the marked rows against all others, or the other way round, and the share of the rows
 * with that outcome that are marked. `odds` are cautious: two standard errors below what was `counted`.
 */
function purityOf(marked: Uint8Array, outcomes: Uint8Array): Purity {
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < outcomes.length; row++) {
    const cell = 2 * (marked[row] ?? 0) + (outcomes[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return purityFrom(counts[3] ?? 0, counts[2] ?? 0, counts[1] ?? 0, counts[0] ?? 0);
}

function purityFrom(won: number, lost: number, otherWon: number, otherLost: number): Purity {
  const [a, b, c, d] = [won + 0.5, lost + 0.5, otherWon + 0.5, otherLost + 0.5];
  const ratio = Math.log((a * d) / (b * c));
  const error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const cover = ratio > 0 ? won / Math.max(1, won + otherWon) : lost / Math.max(1, lost + otherLost);
  const counted = Math.exp(Math.abs(ratio));
  return { odds: Math.exp(Math.max(0, Math.abs(ratio) - 2 * error)), counted, cover };
}

type NamedValue = Purity & { readonly value: string; readonly rows: number };

/** The values of words, and of numbers whether they are other than 0; the purest first. */
function valuesOf(feature: Feature, column: readonly Value[], outcomes: Uint8Array): NamedValue[] {
  if (feature.kind === 'text' || feature.kind === 'date') return [];
  const counts = new Map<string, [number, number]>();
  const all: [number, number] = [0, 0];
  column.forEach((value, row) => {
    const outcome = outcomes[row] === 1 ? 1 : 0;
    all[outcome]++;
    if (value === null) return;
    const key = typeof value === 'number' ? (value === 0 ? '0' : '≠ 0') : value;
    const count = counts.get(key) ?? [0, 0];
    count[outcome]++;
    counts.set(key, count);
  });
  const found = [...counts].map(([value, [lost, won]]): NamedValue => {
    const purity = purityFrom(won, lost, all[1] - won, all[0] - lost);
    return { value, rows: won + lost, ...purity };
  });
  return found.sort((a, b) => b.odds - a.odds || (a.value < b.value ? -1 : 1));
}

function shareLater(column: readonly Value[], { at }: ClosedTable): number {
  let known = 0;
  let later = 0;
  column.forEach((value, row) => {
    if (typeof value !== 'number') return;
    known++;
    if (value > (at[row] ?? 0)) later++;
  });
  return known === 0 ? 0 : later / known;
}

function bothWays(area: number): number {
  return Math.max(area, 1 - area);
}

function thousandths(measure: number): number {
  return Math.round(measure * 1000) / 1000;
}
