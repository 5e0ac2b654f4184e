// The leak finder: columns too good to be true, or that give away that they were written with or after the outcome.
import type { Feature, Value } from '#analyze/feature.ts';
import type { Leak, leakWhys } from '#analyze/leak.ts';
import { type ClosedTable, pickRows } from './closed-records.ts';
import { shareAfter, shareFilledLate } from './filled-late.ts';
import { isPlanned, nameTells, tellsOfEdits } from './leak-words.ts';
import { rankingOf, rankingOfPresence } from './own-ranking.ts';
import { purityOf, valuesOf } from './purity.ts';

// Measured on three public sets: of honest columns the best alone ranks with .79, a tag that sales put on after the
// outcome with .92; the purest honest value that covers a tenth of an outcome has odds of 18 to 1 against the rest, and
// of the columns that give the outcome away 30 and more.
const tooGood = 0.9;
const tooPure = 25;
const pureCover = 0.1;
const named = { odds: 8, surely: 2, rows: 20, area: 0.75, filled: 0.6 } as const;
const someMissing = 0.2;
const late = { share: 0.5, dates: 0.5, area: 0.6 } as const;
const doubtful = { area: 0.8, filled: 0.63, rewritten: 0.6 } as const;
// A company is described when it becomes a customer: of the leads that have a company at all, what is there for the won
// ones a quarter more often than for the lost ones was filled in because of the outcome. Fields of the lead itself may be missing for honest reasons.
const tooOften = 1.25;
const leastFilled = 20;
// Below these a high figure may be chance.
export const leastRows = 200;
export const leastOfEach = 20;
/** What so many records do not show, more would not either; they are taken evenly from all. */
const mostRows = 20_000;

/**
 * Leaks by their place in the table. Of fewer than 200 records, or 20 of one outcome, only when values came tells anything.
 */
export function findLeaks(all: ClosedTable): Leak[] {
  const every = Math.ceil(all.outcomes.length / mostRows);
  const table = every > 1 ? pickRows(all, (row) => row % every === 0) : all;
  const { outcomes } = table;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const enough = outcomes.length >= leastRows && Math.min(won, outcomes.length - won) >= leastOfEach;
  return table.features.flatMap((feature, place) => {
    const leak = byTime(feature, place, table) ?? (enough ? leakOf(feature, place, table) : null);
    const { name, label } = feature;
    return leak === null ? [] : [{ name, ...(label === undefined ? {} : { label }), ...leak }];
  });
}

type Found = Omit<Leak, 'name' | 'label'>;

function leakOf(feature: Feature, place: number, table: ClosedTable): Found | null {
  const { outcomes } = table;
  const column = table.columns[place] ?? [];
  const known = column.reduce<number>((sum, value) => sum + (value === null ? 0 : 1), 0);
  if (known === 0) return null;
  const presence = Uint8Array.from(column, (value) => (value === null ? 0 : 1));
  const filled = rankingOfPresence(column, table);
  const filling = purityOf(presence, outcomes);
  const one = known < column.length && filling.odds >= tooPure && filling.cover >= pureCover;
  if (filled > tooGood || one || (feature.name.startsWith('company.') && filledForWon(column, table)))
    return { why: 'filled_with_outcome', measure: Math.round(10 * filling.counted) / 10 };
  const area = rankingOf(feature, column, table);
  if (area > tooGood) return found('tells_outcome', area);
  return (
    byValue(feature, column, outcomes) ??
    byName(feature, column, { outcomes, area, filled, missing: 1 - known / column.length }) ??
    byDate(feature, column, table, area) ??
    (area >= doubtful.area || filled >= doubtful.filled ? found('doubtful', Math.max(area, filled)) : null)
  );
}

/** What came with the outcome is not known at the moments pictured: without this it would seem to be empty. */
function byTime({ name }: Feature, place: number, table: ClosedTable): Found | null {
  const after = shareFilledLate(table, place);
  if (after !== null && after >= late.share) return found('filled_late', after);
  const rare = table.late?.[name] ?? 0;
  return rare >= late.share ? found('rare_while_open', rare) : null;
}

function byValue(feature: Feature, column: readonly Value[], outcomes: Uint8Array): Found | null {
  const values = valuesOf(feature, column, outcomes);
  const ending = values.find(
    ({ ends, odds, counted, rows }) =>
      ends && odds >= named.surely && counted >= named.odds && rows >= named.rows,
  );
  const pure = ending ?? values.find(({ odds, cover }) => odds >= tooPure && cover >= pureCover);
  if (pure === undefined) return null;
  return { why: 'names_outcome', measure: Math.round(pure.counted), value: pure.value };
}

type Ground = {
  readonly outcomes: Uint8Array;
  readonly area: number;
  readonly filled: number;
  readonly missing: number;
};

/** What it is called, and that it bears it out: words alone condemn nothing. */
function byName(feature: Feature, column: readonly Value[], ground: Ground): Found | null {
  const { outcomes, area, filled, missing } = ground;
  const tells = nameTells(feature.name, feature.label);
  if (tells === 'judged' && missing >= someMissing) return found('judged', area);
  if (tells === 'after' && (area >= named.area || filled >= named.filled))
    return found('written_after', Math.max(area, filled));
  if (tells !== 'rewritten') return null;
  const edits = valuesOf(feature, column, outcomes).find(({ value }) => tellsOfEdits(value));
  if (edits !== undefined) return { ...found('rewritten', area), value: edits.value };
  return area >= doubtful.rewritten ? found('doubtful', area) : null;
}

function byDate(feature: Feature, column: readonly Value[], table: ClosedTable, area: number): Found | null {
  if (feature.kind !== 'date' || area < late.area) return null;
  const later = shareAfter(column, table);
  if (later < late.dates) return null;
  return isPlanned(feature.name, feature.label) ? found('doubtful', area) : found('dated_after', later);
}

function found(why: (typeof leakWhys)[number], measure: number): Found {
  return { why, measure: Math.round(measure * 1000) / 1000 };
}

function filledForWon(column: readonly Value[], { features, columns, outcomes }: ClosedTable): boolean {
  const ofCompany = columns.filter((_, place) => features[place]?.name.startsWith('company.'));
  const all = [0, 0];
  const filled = [0, 0];
  column.forEach((value, row) => {
    if (!ofCompany.some((one) => one[row] !== null)) return;
    const won = outcomes[row] ?? 0;
    all[won] = (all[won] ?? 0) + 1;
    if (value !== null) filled[won] = (filled[won] ?? 0) + 1;
  });
  const share = (won: number) => (filled[won] ?? 0) / Math.max(1, all[won] ?? 0);
  return (filled[1] ?? 0) >= leastFilled && share(1) >= tooOften * share(0);
}
