// What the command line asked to evaluate, and the table turned into closed records accordingly.
import type { FeatureSource, Value } from '#analyze/feature.ts';
import { fail } from '#errors.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { type ReadColumn, readColumn } from '#learn/columns/read-column.ts';
import type { TextTable } from './read-table.ts';

export type Choices = {
  readonly file: string;
  readonly label: string;
  readonly positive: string | undefined;
  readonly id: string | undefined;
  readonly drop: readonly string[];
  readonly time: string | undefined;
};

/** `row[n]`: 0-based row of the file of record n. `open`: rows without an outcome, which are left out. */
export type Known = {
  readonly sources: readonly FeatureSource[];
  readonly records: readonly ClosedRecord[];
  readonly row: Int32Array;
  readonly open: number;
  readonly positive: string;
  readonly timed: boolean;
  readonly notes: readonly Note[];
};
export type Note = { readonly column: string; readonly unread: number };

/** Where a file is in order of time and has no column for it. */
const rowOrder = 'row';
const usualPositives = [
  '1',
  'yes',
  'true',
  'y',
  't',
  'won',
  'closed won',
  'converted',
  'churned',
  '是',
  '1.0',
  'positive',
];

/** Errors: TABLE_INVALID, naming the column or value that is not there and what is. */
export function recordsOf(table: TextTable, choices: Choices): Known {
  const { file, label, id, drop, time } = choices;
  const columnOf = (name: string): readonly string[] =>
    table.columns[table.headers.indexOf(name)] ??
    fail('TABLE_INVALID', {
      file,
      problem: `there is no column "${name}"; there are ${listed(table.headers)}`,
    });
  const outcome = columnOf(label).map((text) => text.trim());
  for (const name of [...drop, ...(id === undefined ? [] : [id])]) columnOf(name);
  const positive = positiveOf(choices, outcome);
  const moments = time === undefined ? undefined : momentsOf(table, time, columnOf, file);

  const left = new Set([label, id, time, ...drop]);
  const read = table.headers.flatMap((name, place): ReadColumn[] =>
    name === '' || left.has(name) ? [] : [readColumn(name, table.columns[place] ?? [])],
  );
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) if (outcome[row] !== '') rows.push(row);
  const latest = latestOf(read);
  const width = String(table.rows).length;
  const records = rows.map((row): ClosedRecord => {
    const values: Record<string, Value> = {};
    for (const { source, values: column } of read) values[source.name] = column[row] ?? null;
    const closedAt = moments?.of[row] ?? 0;
    const at = moments?.dated ? closedAt : latest;
    return { id: String(row).padStart(width, '0'), at, closedAt, won: outcome[row] === positive, values };
  });
  return {
    sources: read.map(({ source }) => source),
    records,
    row: Int32Array.from(rows),
    open: table.rows - rows.length,
    positive,
    timed: moments !== undefined,
    notes: read
      .filter(({ unread }) => unread > 0)
      .map(({ source, unread }) => ({ column: source.name, unread })),
  };
}

function positiveOf({ file, label, positive }: Choices, outcome: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of outcome) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  const there = listed([...counts].sort(([, a], [, b]) => b - a).map(([text]) => text));
  const invalid = (problem: string): never => fail('TABLE_INVALID', { file, problem });
  if (counts.size === 0) return invalid(`the column "${label}" is empty`);
  const wanted =
    positive ??
    (counts.size === 2
      ? [...counts.keys()].find((text) => usualPositives.includes(text.toLowerCase()))
      : undefined);
  if (wanted === undefined)
    return invalid(`say by --positive which value of "${label}" is the good one; there are ${there}`);
  const found = counts.has(wanted)
    ? wanted
    : [...counts.keys()].find((text) => text.toLowerCase() === wanted.trim().toLowerCase());
  if (found === undefined)
    return invalid(`no row has the value "${wanted}" in "${label}"; there are ${there}`);
  if (counts.size === 1)
    return invalid(`every row has the value "${found}" in "${label}": there is nothing to tell apart`);
  return found;
}

function momentsOf(
  table: TextTable,
  time: string,
  columnOf: (name: string) => readonly string[],
  file: string,
): { readonly of: Float64Array; readonly dated: boolean } {
  if (time === rowOrder && !table.headers.includes(rowOrder))
    return { of: Float64Array.from({ length: table.rows }, (_, row) => row), dated: false };
  const { source, values } = readColumn(time, columnOf(time));
  if (source.type !== 'number' && source.type !== 'datetime')
    return fail('TABLE_INVALID', {
      file,
      problem: `the column "${time}" holds neither dates nor numbers to order by`,
    });
  let last = 0;
  // A row without a time is taken to be as old as the row before it.
  const of = Float64Array.from(values, (value) => {
    if (typeof value === 'number') last = value;
    return last;
  });
  return { of, dated: source.type === 'datetime' };
}

/** The newest date of all: without a column of time, ages are counted back from it. */
function latestOf(columns: readonly ReadColumn[]): number {
  let latest = 0;
  for (const { source, values } of columns)
    if (source.type === 'datetime')
      for (const value of values) if (typeof value === 'number' && value > latest) latest = value;
  return latest;
}

function listed(names: readonly string[]): string {
  const shown = names
    .filter((name) => name !== '')
    .slice(0, 12)
    .map((name) => `"${name}"`);
  return names.length > 12 ? `${shown.join(', ')}, ...` : shown.join(', ');
}
