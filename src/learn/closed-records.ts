// Closed records: what is known of subjects whose outcome is known, in one fixed order, checked and hashed.
import { createHash } from 'node:crypto';
import type { FeatureSource } from '#analyze/feature.ts';
import { type RawValues, type Table, tableOf } from '#analyze/table.ts';
import { fail } from '#errors.ts';

/**
 * One closed record. `at`: the moment (ms since 1970) that `values` are a picture of, before or at the close;
 * `closedAt`: when the outcome came (default `at`). `id` is unique among the records.
 */
export type ClosedRecord = {
  readonly id: string;
  readonly at: number;
  readonly closedAt?: number;
  readonly won: boolean;
  readonly values: RawValues;
};

/** Closed records as a table, rows by id, so that the order they came in changes nothing. */
export type ClosedTable = Table & {
  readonly outcomes: Uint8Array;
  readonly closedAt: Float64Array;
  readonly dataHash: string;
  readonly schemaHash: string;
};

/** Orders, checks, types and hashes the records. TRAINING_DATA_INVALID names the record and the field. */
export function closedTable(
  sources: readonly FeatureSource[],
  records: readonly ClosedRecord[],
): ClosedTable {
  const ordered = [...records].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const fixed = [...sources].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const hash = createHash('sha256');
  ordered.forEach((record, place) => {
    if (record.id === ordered[place + 1]?.id) invalid(`the record ${record.id} is there twice`);
    for (const [name, moment] of [
      ['at', record.at],
      ['closedAt', record.closedAt ?? record.at],
    ] as const)
      if (!Number.isFinite(moment)) invalid(`${name} of the record ${record.id} is ${moment}`);
    const values = fixed.map(({ name }) => finite(record, name));
    hash.update(JSON.stringify([record.id, record.at, record.closedAt ?? record.at, record.won, values]));
  });
  const table = tableOf(fixed, ordered);
  return {
    ...table,
    outcomes: Uint8Array.from(ordered, (record) => (record.won ? 1 : 0)),
    closedAt: Float64Array.from(ordered, (record) => record.closedAt ?? record.at),
    dataHash: hash.digest('hex'),
    schemaHash: createHash('sha256')
      .update(JSON.stringify(table.features.map(({ labels: _, calculated: __, ...feature }) => feature)))
      .digest('hex'),
  };
}

/** The rows of the table that `keep` picks, in their order. */
export function pickRows(table: ClosedTable, keep: (row: number) => boolean): ClosedTable {
  const rows = Array.from(table.at.keys()).filter(keep);
  const of = <T>(column: ArrayLike<T>, none: T): T[] => rows.map((row) => column[row] ?? none);
  return {
    ...table,
    columns: table.columns.map((column) => of(column, null)),
    at: of(table.at, 0),
    outcomes: Uint8Array.from(of(table.outcomes, 0)),
    closedAt: Float64Array.from(of(table.closedAt, 0)),
  };
}

/** The same rows with only the features at `places`. */
export function pickFeatures(table: ClosedTable, places: readonly number[]): ClosedTable {
  return {
    ...table,
    features: table.features.filter((_, place) => places.includes(place)),
    columns: table.columns.filter((_, place) => places.includes(place)),
  };
}

function finite(record: ClosedRecord, name: string): string | number | null {
  const value = record.values[name] ?? null;
  if (typeof value === 'number' && !Number.isFinite(value))
    invalid(`${name} of the record ${record.id} is ${value}`);
  return value;
}

function invalid(problem: string): never {
  return fail('TRAINING_DATA_INVALID', { problem });
}
