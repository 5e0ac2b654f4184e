// The leak guard: leaves out what was written after the outcome, and what can tell nothing.
import type { Feature, Value } from '#analyze/feature.ts';
import type { LeftOut } from '#analyze/weights.ts';
import { inputsOf } from './choose-inputs.ts';
import type { ClosedTable } from './closed-records.ts';
import { binned } from './frame.ts';
import { auc } from './metrics.ts';

// In measured lead data the best honest field alone ranks with an area of .79, a tag that sales put on after the
// outcome with .92. What is below cannot be told from honest fields by its strength alone.
const tooGood = 0.9;
// A company is described when it becomes a customer: of the leads that have a company at all, what is there for the won
// ones a quarter more often than for the lost ones was filled in because of the outcome. Fields of the lead itself may be missing for honest reasons.
const tooOften = 1.25;
const leastFilled = 20;
// Below these a high figure may be chance.
export const leastRows = 200;
export const leastOfEach = 20;

/** The features that may be used, as places in the table, and those left out with the reason and its number. */
export function guardLeaks(
  table: ClosedTable,
  keep: readonly string[] = [],
): { readonly used: number[]; readonly leftOut: LeftOut[] } {
  const used: number[] = [];
  const leftOut: LeftOut[] = [];
  table.features.forEach((feature, place) => {
    const column = table.columns[place] ?? [];
    const kept = keep.includes(feature.name);
    const fault = emptyOf(feature, column) ?? (kept ? undefined : leakOf(feature, column, table));
    if (fault === undefined) used.push(place);
    else {
      const { name, label } = feature;
      leftOut.push(label === undefined ? { name, ...fault } : { name, label, ...fault });
    }
  });
  return { used, leftOut };
}

type Fault = Pick<LeftOut, 'why' | 'measure'>;

function emptyOf(feature: Feature, column: readonly Value[]): Fault | undefined {
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

function leakOf(feature: Feature, column: readonly Value[], table: ClosedTable): Fault | undefined {
  const { outcomes } = table;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (outcomes.length < leastRows || Math.min(won, outcomes.length - won) < leastOfEach) return undefined;
  const filled = bothWays(
    auc(
      outcomes,
      Uint8Array.from(column, (value) => (value === null ? 0 : 1)),
    ),
  );
  const ofCompany = feature.name.startsWith('company.');
  if (filled > tooGood || (ofCompany && filledForWon(column, table)))
    return { why: 'filled_with_outcome', measure: rounded(filled) };
  const alone = rankingOf(feature, column, table);
  return alone > tooGood ? { why: 'tells_outcome', measure: rounded(alone) } : undefined;
}

/** How well the feature alone ranks the outcome: an area, judged on the half of the records that it was not learned from. */
export function rankingOf(feature: Feature, column: readonly Value[], { outcomes, at }: ClosedTable): number {
  return Math.max(
    ...inputsOf(feature, 0, column).map((input) => {
      const { column: bins, count } = binned(input, column, at);
      return auc(outcomes, othersRate(bins, count, outcomes));
    }),
  );
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

/** The share won among the other half's rows in the same bin, so that rare bins cannot boast of themselves. */
function othersRate(bins: Uint8Array, count: number, outcomes: Uint8Array): Float64Array {
  const rate = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  const won = [new Float64Array(count), new Float64Array(count)] as const;
  const rows = [new Float64Array(count), new Float64Array(count)] as const;
  // Rows lie by id, so odd and even are as good as drawn.
  bins.forEach((bin, row) => {
    const half = row % 2 === 0 ? 0 : 1;
    won[half][bin] = (won[half][bin] ?? 0) + (outcomes[row] ?? 0);
    rows[half][bin] = (rows[half][bin] ?? 0) + 1;
  });
  return Float64Array.from(bins, (bin, row) => {
    const other = row % 2 === 0 ? 1 : 0;
    return ((won[other][bin] ?? 0) + 5 * rate) / ((rows[other][bin] ?? 0) + 5);
  });
}

function bothWays(area: number): number {
  return Math.max(area, 1 - area);
}

function rounded(measure: number): number {
  return Math.round(measure * 1e4) / 1e4;
}
