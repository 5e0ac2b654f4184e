// How fast weights score a large made table, in a process that holds no more than that table.
import { columnScorer } from '#analyze/score-columns.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { columnsOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { Row } from './bench.ts';
import { ownCost } from './cost.ts';
import { type MadeKind, makeTable } from './made-table.ts';
import { median, rounded } from './numbers.ts';

const passes = 9;
const mostRowByRow = 20_000;

export const passNotes = [
  `scored: medians of ${passes} passes over all rows after the first, each into new arrays, garbage collection included`,
  'the process that scores holds the table, not the records that the weights were learned from',
];

/** Rows a second by the clock and of CPU of all threads, and by how much contributions miss the log-odds at most. */
export function scoredPasses(weights: Weights, kind: MadeKind, count: number, seed: number): Row {
  const table = tableFor(weights, kind, count, seed);
  const score = columnScorer(weights);
  const first = timed(() => score(table));
  const { logOdds, contributions, intercept } = first.result;
  let largest = 0;
  for (let row = 0; row < count; row++) {
    const sum = contributions.reduce((all, part) => all + (part[row] ?? 0), intercept);
    largest = Math.max(largest, Math.abs(sum - (logOdds[row] ?? 0)));
  }
  const rest = Array.from({ length: passes }, () => {
    const { wall, cpu } = timed(() => score(table));
    return { wall, cpu };
  });
  const walls = rest.map(({ wall }) => wall);
  const perSecond = (seconds: number, rows = count) => rounded(rows / seconds);
  const some = Math.min(count, mostRowByRow);
  return {
    'rows/s by the clock': perSecond(median(walls)),
    'the slowest pass': perSecond(Math.max(...walls)),
    'of CPU': perSecond(median(rest.map(({ cpu }) => cpu))),
    'the very first pass': perSecond(first.wall),
    'row by row as in a turn, of CPU': perSecond(rowByRow(weights, table.columns, some), some),
    'largest error of the sum': largest,
  };
}

type Columns = ReturnType<typeof columnsOf>;

function tableFor(weights: Weights, kind: MadeKind, count: number, seed: number) {
  const { headers, rows } = makeTable(kind, count, seed);
  const places = new Map(headers.map((name, place) => [name, place]));
  const known = rows.map((row) => ({
    values: Object.fromEntries(weights.features.map(({ name }) => [name, row[places.get(name) ?? -1]])),
  }));
  return { columns: columnsOf(weights.features, known), at: known.map(() => 0) };
}

/** As a turn scores, with all that it needs to tell; the CPU seconds of the second pass. */
function rowByRow(weights: Weights, columns: Columns, count: number): number {
  const rows = Array.from({ length: count }, (_, row) => columns.map((column) => column[row] ?? null));
  const score = compileWeights(weights);
  const pass = () => {
    for (const row of rows) score(row, 0);
  };
  pass();
  return timed(pass).cpu;
}

function timed<T>(work: () => T): { readonly result: T; readonly wall: number; readonly cpu: number } {
  const before = ownCost().cpuSeconds;
  const began = performance.now();
  const result = work();
  return { result, wall: (performance.now() - began) / 1000, cpu: ownCost().cpuSeconds - before };
}
