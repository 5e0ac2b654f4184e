// What the command line asked to evaluate, and the table turned into closed records accordingly.
import type { FeatureSource, Value } from '#analyze/feature.ts';
import { fail } from '#errors.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { type ReadColumn, readColumn } from '#learn/columns/read-column.ts';
import { lateNames, type OpenShares } from '#learn/open-shares.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { beginningOf } from './order-of-time.ts';
import type { TextTable } from './read-table.ts';
import { undecidedIn } from './undecided.ts';

export type Choices = {
  readonly file: string;
  readonly label: string;
  readonly positive: string | undefined;
  /** The values that mean that nothing is decided yet; where nobody names any, what is usually called so. */
  readonly open?: readonly string[] | undefined;
  readonly id: string | undefined;
  readonly drop: readonly string[];
  readonly time: string | undefined;
};

/** `row[n]`: 0-based row of the file of record n. `open`: rows that are not decided yet, which are left out. */
export type Known = {
  readonly sources: readonly FeatureSource[];
  readonly records: readonly ClosedRecord[];
  readonly row: Int32Array;
  readonly open: number;
  /** What stands in them instead of an outcome, most often first, blanks apart. */
  readonly undecided: readonly string[];
  readonly positive: string;
  /** What the records are put in order of time by; `found` by its name, because nobody named one. Null where nothing. */
  readonly orderedBy: { readonly column: string; readonly found: boolean } | null;
  readonly notes: readonly Note[];
};
export type Note = { readonly column: string; readonly unread: number };

/** A column with more values than this is hardly one of outcomes. */
const mostOutcomes = 50;

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
  // Exports come in more languages than we speak.
  ...[
    'ja',
    'gewonnen',
    'oui',
    'gagné',
    'gagnée',
    'sí',
    'ganado',
    'ganada',
    'sim',
    'ganho',
    'vinto',
    'はい',
    '예',
  ],
  ...['赢单', '已赢单', '成交', '已成交', '赢', '成功', '已转化', '已流失', '流失'],
];

/** Errors: TABLE_INVALID, naming the column or value that is not there and what is. */
export function recordsOf(table: TextTable, choices: Choices): Known {
  const { file } = choices;
  const named = (name: string) => headerOf(table.headers, name, file);
  const label = named(choices.label);
  const id = choices.id === undefined ? undefined : named(choices.id);
  const drop = choices.drop.map(named);
  const isRowOrder = choices.time === rowOrder && !table.headers.includes(rowOrder);
  const time = choices.time === undefined || isRowOrder ? choices.time : named(choices.time);
  const columnOf = (name: string): readonly string[] => table.columns[table.headers.indexOf(name)] ?? [];
  const outcome = columnOf(label).map((text) => text.trim());
  const undecided = undecidedOf({ ...choices, label }, outcome);
  const positive = positiveOf({ ...choices, label }, outcome, undecided);
  const moments = time === undefined ? undefined : momentsOf(table, time, columnOf, file);

  const left = new Set([label, id, time, ...drop]);
  const read = table.headers.flatMap((name, place): ReadColumn[] =>
    name === '' || left.has(name) ? [] : [readColumn(name, table.columns[place] ?? [])],
  );
  if (read.length === 0) fail('TABLE_INVALID', { file, problem: inWords('table.nothingBeside', { label }) });
  const rows: number[] = [];
  const open: number[] = [];
  for (let row = 0; row < table.rows; row++) (undecided.has(outcome[row] ?? '') ? open : rows).push(row);
  const late = lateNames(sharesOf(read, rows), sharesOf(read, open));
  const latest = latestOf(read);
  const beginning = moments === undefined ? beginningOf(read) : null;
  const found = beginning === null ? undefined : inOrder(beginning.values);
  const width = String(table.rows).length;
  const records = rows.map((row): ClosedRecord => {
    // A column may be called `__proto__`: what is assigned to that is no value of its own.
    const values = Object.fromEntries(
      read.map(({ source, values: column }): [string, Value] => [source.name, column[row] ?? null]),
    );
    const closedAt = (moments?.of ?? found)?.[row] ?? 0;
    const at = moments?.dated ? closedAt : latest;
    const won = outcome[row] === positive;
    const there = [...late].filter((name) => (values[name] ?? null) !== null);
    const more = there.length === 0 ? {} : { late: there };
    return { id: String(row).padStart(width, '0'), at, closedAt, won, values, ...more };
  });
  return {
    sources: read.map(({ source }) => source),
    records,
    row: Int32Array.from(rows),
    open: open.length,
    undecided: [...countsOf(open.map((row) => outcome[row] ?? ''))].map(([text]) => text),
    positive,
    orderedBy:
      time !== undefined
        ? { column: time, found: false }
        : beginning === null
          ? null
          : { column: beginning.source.name, found: true },
    notes: read
      .filter(({ unread }) => unread > 0)
      .map(({ source, unread }) => ({ column: source.name, unread })),
  };
}

/** How many of these rows have each column filled in: what rows without an outcome hardly have came with it. */
function sharesOf(read: readonly ReadColumn[], rows: readonly number[]): OpenShares {
  return new Map(
    read.map(({ source, values }) => {
      const filled = rows.reduce((sum, row) => sum + ((values[row] ?? null) === null ? 0 : 1), 0);
      return [source.name, { records: rows.length, filled }];
    }),
  );
}

/** The column of this name, in whatever case it is written. Errors: TABLE_INVALID. */
function headerOf(headers: readonly string[], name: string, file: string): string {
  if (headers.includes(name)) return name;
  const alike = headers.filter((header) => header.toLowerCase() === name.trim().toLowerCase());
  const [one, other] = alike;
  return one !== undefined && other === undefined
    ? one
    : fail('TABLE_INVALID', { file, problem: inWords('table.noColumn', { name, there: listed(headers) }) });
}

/** Errors: TABLE_INVALID where a value that was named as undecided is not there. */
function undecidedOf(choices: Choices, outcome: readonly string[]): ReadonlySet<string> {
  const { file, label, open = [] } = choices;
  const there = new Set(outcome.map((text) => text.toLowerCase()));
  const absent = open.find((text) => !there.has(text.toLowerCase()));
  if (absent === undefined) return undecidedIn(outcome, choices);
  const texts = listed([...countsOf(outcome)].map(([text]) => text));
  return fail('TABLE_INVALID', {
    file,
    problem: inWords('table.noValue', { value: absent, label, there: texts }),
  });
}

/** How often each text is there, blanks apart, the most frequent first. */
function countsOf(outcome: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of outcome) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

function positiveOf(
  { file, label, positive }: Choices,
  outcome: readonly string[],
  undecided: ReadonlySet<string>,
): string {
  const counts = countsOf(outcome.filter((text) => !undecided.has(text)));
  const there = listed([...counts.keys()]);
  const open = listed([...undecided]);
  const invalid = (problem: InWords): never =>
    fail('TABLE_INVALID', {
      file,
      problem: open === '' ? problem : inWords('table.alsoOpen', { problem, open }),
    });
  if (counts.size === 0)
    return invalid(inWords(open === '' ? 'table.noOutcome' : 'table.noneEnded', { label }));
  const only = counts.size === 1 && (positive === undefined || counts.has(positive.trim()));
  if (only) return invalid(inWords('table.oneOutcome', { there, label }));
  if (counts.size > mostOutcomes && (positive === undefined || !counts.has(positive)))
    return invalid(inWords('table.manyOutcomes', { label, count: counts.size, there }));
  const wanted =
    positive ??
    (counts.size === 2
      ? [...counts.keys()].find((text) => usualPositives.includes(text.toLowerCase()))
      : undefined);
  if (wanted === undefined) return invalid(inWords('table.whichIsGood', { label, there }));
  const found = counts.has(wanted)
    ? wanted
    : [...counts.keys()].find((text) => text.toLowerCase() === wanted.trim().toLowerCase());
  if (found === undefined) return invalid(inWords('table.noValue', { value: wanted, label, there }));
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
      problem: inWords('table.noOrder', { time }),
    });
  return { of: inOrder(values), dated: source.type === 'datetime' };
}

/** A row without a time is taken to be as old as the row before it. */
function inOrder(values: readonly Value[]): Float64Array {
  let last = 0;
  return Float64Array.from(values, (value) => {
    if (typeof value === 'number') last = value;
    return last;
  });
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
