// One part held out: what training reaches on it, and what was said of each of its rows.
import { confidenceOf, supportOf } from '#analyze/confidence.ts';
import { columnScorer } from '#analyze/score-columns.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { columnsOf, rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { Known } from '#commands/evaluate/choices.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import type { Part } from '#learn/cross-validate.ts';
import { measuresOf } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import type { Row } from './bench.ts';
import { measureCells } from './held-out.ts';
import { rounded } from './numbers.ts';
import type { SaidRow } from './said.ts';

export const seed = 1;

export function measurePart(
  { sources, records, row }: Pick<Known, 'sources' | 'records' | 'row'>,
  { name, known, held, inTime }: Part,
): { readonly measured: Row; readonly said: () => SaidRow[] } {
  const of = (places: Int32Array) =>
    Array.from(places, (place) => records[place]).filter((one) => one !== undefined);
  const learned = inTime ? of(known) : of(known).map((record) => ({ ...record, closedAt: 0 }));
  const trained = cpuOf(() => train({ target: 'lead', sources, records: learned, now: 0, seed }));
  const weights = trained.result;
  const judged = of(held);
  const table = { columns: columnsOf(weights.features, judged), at: judged.map(({ at }) => at) };
  const score = columnScorer(weights);
  score(table);
  const scored = cpuOf(() => score(table));
  const outcomes = judged.map(({ won }) => (won ? 1 : 0));
  const all = measuresOf(seededRandom(1), outcomes, scored.result.probabilities);
  const measured = {
    part: name,
    learner: weights.learner,
    ...measureCells(all),
    lift: rounded(all.lift, 2),
    'training s': rounded(trained.seconds, 2),
    'predictions/s': Math.round(judged.length / Math.max(1e-6, scored.seconds)),
  };
  return { measured, said: () => saidOf(weights, name, judged, (nr) => row[held[nr] ?? 0] ?? -1) };
}

/** The confidence as it would be shown where sources are fresh. */
function saidOf(
  weights: Weights,
  part: string,
  judged: readonly ClosedRecord[],
  rowAt: (nr: number) => number,
): SaidRow[] {
  const score = compileWeights(weights);
  return judged.map(({ values, at, won }, nr) => {
    const one = score(rowOf(weights.features, values), at);
    const { confidence } = confidenceOf({
      interval: one.interval,
      support: supportOf(one.contributions, one.support),
      missing: one.missing,
      staleHours: 0,
      closed: weights.history.closed,
      learned: weights.learner !== 'prior',
    });
    const [low, high] = one.interval;
    return {
      ...{ part, row: rowAt(nr), outcome: won ? 1 : 0, low, high, confidence },
      by: { Revloop: one.probability },
    };
  });
}

function cpuOf<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

export function meanOf(rows: readonly Row[]): Row {
  const [first = {}] = rows;
  const names = Object.keys(first).filter((name) => typeof first[name] === 'number');
  const mean = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0) / rows.length;
  const digits = (name: string) =>
    name === 'predictions/s' ? 0 : name === 'lift' || name === 'training s' ? 2 : 4;
  return Object.fromEntries(names.map((name) => [name, rounded(mean(name), digits(name))]));
}
