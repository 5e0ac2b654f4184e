// Closed records: what is known of subjects whose outcome is known, in one fixed order, checked and hashed.
import { createHash } from 'node:crypto';
import type { FeatureSource } from '#analyze/feature.ts';
import { type RawValues, type Table, tableOf } from '#analyze/table.ts';
import { fail } from '#errors.ts';
import type { SliceColumn } from './slices.ts';

/**
 * One closed record. `at`: the moment (ms since 1970) that `values` are a picture of, before or at the close;
 * `closedAt`: when the outcome came (default `at`). `id` is unique among the records. `group`: pictures of one and the same
 * subject have the same one (default `id`), and are never parted when some of the records judge what others taught.
 * `assumed`: names of the values that nobody says were so at the moment: they were read later, and the CRM tells no past.
 * `late`: names of the values that open records hardly have, whether they are still there or count as not known.
 * `filledAt`: when (ms) each value was first filled in, even if that was after `at`; null or absent where nobody knows.
 * `slices`: by field, what the record is compared by, whether or not it is learned from.
 */
export type ClosedRecord = {
  readonly id: string;
  readonly at: number;
  readonly closedAt?: number;
  readonly won: boolean;
  readonly values: RawValues;
  readonly group?: string;
  readonly filledAt?: Readonly<Record<string, number | null>>;
  readonly slices?: Readonly<Record<string, string | null>>;
  readonly assumed?: readonly string[];
  readonly late?: readonly string[];
};

/** Newest closed records that one training looks at: more cost time and memory, and tell of older days. */
const mostRecords = 50_000;

/** All of these records, or only the newest. */
export function newestRecords(closed: ClosedRecord[], most = mostRecords): ClosedRecord[] {
  if (closed.length <= most) return closed;
  return closed.sort((a, b) => (b.closedAt ?? b.at) - (a.closedAt ?? a.at)).slice(0, most);
}

/**
 * Closed records as a table, rows by id, so that the order they came in changes nothing. `filledAt`: by feature, NaN where
 * not known; absent where it is known of none. `late`: by name of the feature, the share of its values that open records
 * hardly have; those that are 0 are left out.
 */
export type ClosedTable = Table & {
  readonly filledAt?: readonly Float64Array[];
  readonly late?: Readonly<Record<string, number>>;
  readonly outcomes: Uint8Array;
  readonly closedAt: Float64Array;
  /** The number of each row's group. */
  readonly groups: Int32Array;
  readonly slices: readonly SliceColumn[];
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
    const { id, at, closedAt = at, won, group, filledAt, late = [] } = record;
    const filled = filledAt === undefined ? [] : [fixed.map(({ name }) => filledAt[name] ?? null)];
    const more = [...(group === undefined ? [] : [group]), ...filled, ...(late.length === 0 ? [] : [late])];
    hash.update(JSON.stringify([id, at, closedAt, won, values, ...more]));
  });
  const table = tableOf(fixed, ordered);
  const filledAt = ordered.some((record) => record.filledAt !== undefined)
    ? fixed.map(({ name }) => Float64Array.from(ordered, (record) => record.filledAt?.[name] ?? Number.NaN))
    : undefined;
  return {
    ...table,
    ...(filledAt === undefined ? {} : { filledAt }),
    ...lateShares(ordered),
    outcomes: Uint8Array.from(ordered, (record) => (record.won ? 1 : 0)),
    closedAt: Float64Array.from(ordered, (record) => record.closedAt ?? record.at),
    groups: groupsOf(ordered),
    slices: sliceColumns(ordered),
    dataHash: hash.digest('hex'),
    schemaHash: createHash('sha256')
      .update(JSON.stringify(table.features.map(({ labels: _, calculated: __, ...feature }) => feature)))
      .digest('hex'),
  };
}

function lateShares(records: readonly ClosedRecord[]): Pick<ClosedTable, 'late'> {
  const lateOnes = new Map<string, number>();
  for (const { late = [] } of records)
    for (const name of late) lateOnes.set(name, (lateOnes.get(name) ?? 0) + 1);
  if (lateOnes.size === 0) return {};
  const share = (name: string, count: number) => {
    const honest = records.filter(
      ({ values, late = [] }) => (values[name] ?? null) !== null && !late.includes(name),
    );
    return count / (count + honest.length);
  };
  return { late: Object.fromEntries([...lateOnes].map(([name, count]) => [name, share(name, count)])) };
}

function groupsOf(records: readonly ClosedRecord[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(records, ({ id, group = id }) => {
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
}

function sliceColumns(records: readonly ClosedRecord[]): SliceColumn[] {
  const fields = new Set(records.flatMap(({ slices = {} }) => Object.keys(slices)));
  return [...fields].sort().map((field) => ({
    field,
    values: records.map(({ slices }) => slices?.[field] ?? null),
  }));
}

/** The rows of the table that `keep` picks, in their order. */
export function pickRows(table: ClosedTable, keep: (row: number) => boolean): ClosedTable {
  const rows = Array.from(table.at.keys()).filter(keep);
  const of = <T>(column: ArrayLike<T>, none: T): T[] => rows.map((row) => column[row] ?? none);
  return {
    ...table,
    columns: table.columns.map((column) => of(column, null)),
    at: of(table.at, 0),
    ...(table.filledAt === undefined
      ? {}
      : { filledAt: table.filledAt.map((column) => Float64Array.from(of(column, Number.NaN))) }),
    outcomes: Uint8Array.from(of(table.outcomes, 0)),
    closedAt: Float64Array.from(of(table.closedAt, 0)),
    groups: Int32Array.from(of(table.groups, 0)),
    slices: table.slices.map(({ field, values }) => ({ field, values: of(values, null) })),
  };
}

/** The same rows with only the features at `places`. */
export function pickFeatures(table: ClosedTable, places: readonly number[]): ClosedTable {
  return {
    ...table,
    features: table.features.filter((_, place) => places.includes(place)),
    columns: table.columns.filter((_, place) => places.includes(place)),
    ...(table.filledAt === undefined
      ? {}
      : { filledAt: table.filledAt.filter((_, place) => places.includes(place)) }),
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
