// An evaluation: how well scoring would do on one table, measured by holding parts of it out.
import { availableParallelism } from 'node:os';
import type { Leak } from '#analyze/leak.ts';
import type { Measures } from '#analyze/report.ts';
import type { Weights } from '#analyze/weights.ts';
import { fail } from '#errors.ts';
import { closedTable } from '#learn/closed-records.ts';
import { type HeldOut, holdOut, type Part } from '#learn/cross-validate.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import { makeTrainer } from '#learn/train-in-worker.ts';
import { inWords } from '#texts/in-words.ts';
import { type Choices, type Known, recordsOf } from './choices.ts';
import { foldParts, readFolds, timePart } from './parts.ts';
import { readTable, type TextTable } from './read-table.ts';
import { type Speed, scoringSpeed } from './speed.ts';

export type Asked = Choices & { readonly keep: readonly string[]; readonly folds: string | undefined };

export type Evaluation = {
  readonly table: Omit<TextTable, 'columns'>;
  readonly known: Known;
  readonly leaks: readonly Leak[];
  /** Leaks that were left out of training. */
  readonly leftOut: readonly string[];
  readonly folds: readonly HeldOut[];
  readonly newest: HeldOut | null;
  /** Trained on every record. */
  readonly whole: Weights;
  readonly wholeSeconds: number;
  readonly speed: Speed;
  readonly mean: Measures;
  readonly spread: Measures;
};

/** What is going on, for whoever waits. */
export type Progress =
  | { readonly step: 'read'; readonly rows: number; readonly columns: number }
  | { readonly step: 'leaks'; readonly leaks: readonly Leak[] }
  | {
      readonly step: 'part';
      readonly name: string;
      readonly done: number;
      readonly of: number;
      readonly auc: number;
      /** Seconds since the trainings began. */
      readonly seconds: number;
    };

const seed = 20_261_122;
const everything = 'everything';

/** Errors: TABLE_INVALID and those of training. */
export async function evaluate(asked: Asked, tell: (progress: Progress) => void): Promise<Evaluation> {
  const table = await readTable(asked.file);
  tell({ step: 'read', rows: table.rows, columns: table.headers.length });
  const known = recordsOf(table, asked);
  const foldOf = asked.folds === undefined ? null : await readFolds(asked.folds, table.rows);
  const folds = foldParts(asked.file, known.records, known.row, foldOf, seed);
  const timed = known.orderedBy === null ? null : timePart(known.records);

  const leaks = findLeaks(closedTable(known.sources, leakRecords(known)));
  const leftOut = leaks
    .filter(({ name, why }) => why !== 'doubtful' && !asked.keep.includes(name))
    .map(({ name }) => name);
  tell({ step: 'leaks', leaks });
  if (known.sources.length === leftOut.length)
    fail('TABLE_INVALID', {
      file: asked.file,
      problem: inWords('table.onlyLeaks'),
    });

  const places = Int32Array.from(known.records.keys());
  // The longest first, so that no thread waits for the other at the end.
  const parts: Part[] = [
    { name: everything, known: places, held: new Int32Array(0), inTime: known.orderedBy !== null },
    ...(timed === null ? [] : [timed]),
    ...folds,
  ];
  const request = {
    target: 'lead' as const,
    sources: known.sources.filter(({ name }) => !leftOut.includes(name)),
    records: known.records,
    now: 0,
    seed,
    // What leaks was decided once, on all records, so that every part has the same columns.
    keep: 'all' as const,
  };
  const limits = { megabytes: 4096, seconds: 3600 };
  const trainers = Array.from({ length: Math.min(2, availableParallelism()) }, () => makeTrainer(limits));
  let done = 0;
  const began = performance.now();
  tell({ step: 'part', name: '', done, of: parts.length, auc: 0, seconds: 0 });
  const judged = await holdOut(trainers, request, parts, ({ name, measures }) => {
    done += 1;
    const seconds = (performance.now() - began) / 1000;
    tell({ step: 'part', name, done, of: parts.length, auc: measures.auc, seconds });
  });
  const held = judged.slice(parts.length - folds.length);
  const [last] = judged;
  if (last === undefined) throw new Error('nothing was trained');
  const { columns: _, ...about } = table;
  return {
    table: about,
    known,
    leaks,
    leftOut,
    folds: held,
    newest: timed === null ? null : (judged[1] ?? null),
    whole: last.weights,
    wholeSeconds: last.seconds,
    speed: scoringSpeed(last.weights, request.records),
    mean: over(held, (values) => values.reduce((sum, one) => sum + one, 0) / values.length),
    spread: over(held, deviation),
  };
}

/** When a record began says nothing of which dates came after its outcome. */
function leakRecords({ records, orderedBy }: Known): Known['records'] {
  return orderedBy?.found ? records.map((record) => ({ ...record, closedAt: 0 })) : records;
}

function over(held: readonly HeldOut[], of: (values: readonly number[]) => number): Measures {
  const pick = (name: keyof Measures) => of(held.map(({ measures }) => measures[name]));
  return {
    rows: held.reduce((sum, { measures }) => sum + measures.rows, 0),
    positives: held.reduce((sum, { measures }) => sum + measures.positives, 0),
    auc: pick('auc'),
    prAuc: pick('prAuc'),
    logLoss: pick('logLoss'),
    brier: pick('brier'),
    ece: pick('ece'),
    eceFloor: pick('eceFloor'),
    lift: pick('lift'),
    baseLogLoss: pick('baseLogLoss'),
    baseBrier: pick('baseBrier'),
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1));
}
