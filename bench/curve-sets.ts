// The closed records of learning curves: of a CSV, or of made tables of which the true chances are known.

import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { recordsOf } from '#commands/evaluate/choices.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import type { ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { readColumn } from '#learn/columns/read-column.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';
import { type madeKinds, makeTable } from './made-table.ts';

export type Known = {
  readonly name: string;
  readonly records: readonly ClosedRecord[];
  readonly sources: Parameters<typeof closedTable>[0];
  readonly positive: string;
  /** The row of the file of each record. */
  readonly row: ArrayLike<number>;
  readonly chances: Float64Array | null;
};

export function listed(names: string): string[] {
  return names.split(',').filter((name) => name !== '');
}

export async function recordsIn(
  csv: string,
  values: { label?: string; positive?: string; drop: string; as: string },
): Promise<Known> {
  const { records, sources, positive, row } = recordsOf(await readTable(csv), {
    file: csv,
    label: values.label ?? '',
    positive: values.positive,
    id: undefined,
    drop: listed(values.drop),
    time: undefined,
  });
  const names = new Map(listed(values.as).map((pair) => pair.split('=') as [string, string]));
  const named = (name: string) => names.get(name) ?? name;
  return {
    name: csv.split('/').at(-1) ?? csv,
    records: records.map((record) => ({
      ...record,
      values: Object.fromEntries(Object.entries(record.values).map(([name, value]) => [named(name), value])),
    })),
    sources: sources.map((source) => ({ ...source, name: named(source.name) })),
    positive,
    row,
    chances: null,
  };
}

/**
 * The same records with outcomes drawn anew from the chances that a model of all of them says, which are then known: real columns
 * and a truth that is not itself in doubt.
 */
export function redrawn(known: Known): Known {
  const { records, sources } = known;
  const weights = train({ target: 'lead', sources, records, now: 0, seed: 1, keep: 'all' });
  const score = compileWeights(weights);
  const chances = Float64Array.from(
    records,
    ({ values, at }) => score(rowOf(weights.features, values), at).probability,
  );
  const random = seededRandom(11);
  return {
    ...known,
    name: `${known.name}, outcomes drawn anew`,
    records: records.map((record, nr) => ({ ...record, won: random() < (chances[nr] ?? 0) })),
    chances,
  };
}

export function madeRecords(kind: (typeof madeKinds)[number]): Known {
  const made = makeTable(kind, 8000, 7);
  const read = made.headers.slice(1, -1).map((name, place) =>
    readColumn(
      name,
      made.rows.map((row) => row[place + 1] ?? ''),
    ),
  );
  const records = made.rows.map((row, nr) => ({
    id: String(nr).padStart(6, '0'),
    at: 0,
    won: row.at(-1) === 'yes',
    values: Object.fromEntries(read.map(({ source, values }) => [source.name, values[nr] ?? null])),
  }));
  const sources = read.map(({ source }) => source);
  return { name: kind, records, sources, positive: 'yes', row: [], chances: made.chances };
}
