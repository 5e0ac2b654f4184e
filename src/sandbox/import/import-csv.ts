// Loads a CSV export into a portal or an org of a running sandbox, over its control endpoint.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { fail } from '#errors.ts';
import { type Column, toColumn, valueIn } from './column.ts';
import type { Destination, SeedObject } from './destination.ts';
import type { ImportMap } from './import-map.ts';
import { orgDestination } from './org-destination.ts';
import { portalDestination } from './portal-destination.ts';

export type ImportOptions = {
  /** The CSV's text; the first row names the columns. */
  readonly csv: string;
  readonly map: ImportMap;
  /** A kind of record of HubSpot, or of Salesforce. */
  readonly object: 'contacts' | 'companies' | 'deals' | 'tickets' | 'Lead' | 'Contact' | 'Account';
  /** Base address of the sandbox's HubSpot or Salesforce. */
  readonly url: string;
  /** The first portal or org where left out. */
  readonly portal?: number | undefined;
  readonly org?: string | undefined;
  /** First and last row to take, the first data row being 1. */
  readonly rows?: readonly [first: number, last: number] | undefined;
  readonly onlyColumns?: readonly string[] | undefined;
  readonly now: Date;
  readonly progress?: (done: number, all: number) => void;
};
type Problem = { readonly line: number; readonly problem: string };
export type ImportReport = {
  /** Id of the portal or org. */
  readonly account: string;
  readonly rows: number;
  /** Record ids by row number. */
  readonly ids: ReadonlyMap<number, string>;
  readonly properties: readonly string[];
  readonly problems: readonly Problem[];
};

type Row = { readonly line: number; readonly number: number; readonly cells: readonly string[] };
type SeedRow = { readonly row: Row; readonly object: SeedObject };

const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function readRows(csv: string): { readonly headers: readonly string[]; readonly rows: readonly Row[] } {
  try {
    const all = parsedRows.parse(
      parse(csv, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
    );
    const [head, ...body] = all;
    if (!head || body.length === 0) fail('IMPORT_INVALID', { problem: 'the CSV has no rows' });
    const headers = head.record.map((header) => header.trim());
    const rows = body.map(({ record, info }, index) => ({
      line: info.lines,
      number: index + 1,
      cells: record,
    }));
    return { headers, rows };
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'RevloopError') throw cause;
    fail(
      'IMPORT_INVALID',
      { problem: `the CSV cannot be read: ${cause instanceof Error ? cause.message : cause}` },
      { cause },
    );
  }
}

function columnsOf(
  options: ImportOptions,
  destination: Destination,
  headers: readonly string[],
  rows: readonly Row[],
): Column[] {
  const { map, onlyColumns } = options;
  const named = [...Object.keys(map.columns), ...map.skip, ...(onlyColumns ?? [])];
  const strange = named.find((name) => !headers.includes(name));
  if (strange !== undefined)
    fail('IMPORT_INVALID', {
      problem: `there is no column "${strange}"; the CSV has ${headers.filter(Boolean).join(', ')}`,
    });
  const cells = rows.map((row) => row.cells);
  return headers.flatMap((header, index) => {
    if (map.skip.includes(header) || (onlyColumns && !onlyColumns.includes(header))) return [];
    const mapped = map.columns[header];
    if (mapped === undefined && header === '') return [];
    const targets = mapped === undefined ? [{ property: destination.propertyFor(header) }] : [mapped].flat();
    return targets.map((target) => toColumn(map, header, index, target, cells));
  });
}

function destinationOf({ url, object, portal, org }: ImportOptions): Promise<Destination> {
  return object === 'Lead' || object === 'Contact' || object === 'Account'
    ? orgDestination(url, object, org)
    : portalDestination(url, object, portal);
}

function createdAt(
  options: ImportOptions,
  row: Row,
  all: number,
  headers: readonly string[],
): Date | undefined {
  const { created } = options.map;
  if (created === undefined) return options.now;
  if ('days' in created)
    return new Date(options.now.getTime() - ((all - row.number) / all) * created.days * 86_400_000);
  const time = Date.parse(row.cells[headers.indexOf(created.column)] ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

/**
 * Imports the rows. A value that does not fit is left out and reported with its line; a row whose e-mail address
 * came before, or that the portal refuses, is left out whole. Errors: IMPORT_INVALID, SANDBOX_UNREACHABLE.
 */
export async function importCsv(options: ImportOptions): Promise<ImportReport> {
  const { headers, rows } = readRows(options.csv);
  const destination = await destinationOf(options);
  const columns = columnsOf(options, destination, headers, rows);
  const properties = await destination.define(columns);
  const problems: Problem[] = [];
  const [first, last] = options.rows ?? [1, rows.length];
  const seen = new Map<string, number>();
  const seeds = rows
    .filter((row) => row.number >= first && row.number <= last)
    .flatMap((row): SeedRow[] => {
      const object = toObject(options, destination, row, columns, problems);
      const created = createdAt(options, row, rows.length, headers);
      if (created === undefined)
        problems.push({ line: row.line, problem: 'the date of creation cannot be read; today was taken' });
      const email = object[destination.email]?.toLowerCase();
      const before = email ? seen.get(email) : undefined;
      if (email && before !== undefined) {
        problems.push({
          line: row.line,
          problem: `${email} was in line ${before} already; the row is left out`,
        });
        return [];
      }
      if (email) seen.set(email, row.line);
      const at = (created ?? options.now).toISOString();
      return [{ row, object: { properties: object, createdAt: at } }];
    });
  const ids = await seed(options, destination, seeds, problems);
  return { account: destination.account, rows: ids.size, ids, properties, problems };
}

function toObject(
  options: ImportOptions,
  destination: Destination,
  row: Row,
  columns: readonly Column[],
  problems: Problem[],
): Record<string, string> {
  const numbered = (text: string) => text.replaceAll('{row}', String(row.number));
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.map.constants)) properties[name] = numbered(value);
  if (options.map.email) properties[destination.email] = numbered(options.map.email.template);
  for (const column of columns) {
    const value = valueIn(options.map, column, row.cells[column.index] ?? '');
    if (!value.ok) problems.push({ line: row.line, problem: `${value.problem}; the value is left out` });
    else if (value.value !== '') properties[column.target.property] = value.value;
  }
  return properties;
}

async function seed(
  options: ImportOptions,
  destination: Destination,
  seeds: readonly SeedRow[],
  problems: Problem[],
) {
  const ids = new Map<number, string>();
  const send = async (some: readonly SeedRow[]): Promise<void> => {
    const answer = await destination.seed(some.map((item) => item.object));
    const [only] = some;
    if ('ids' in answer) {
      answer.ids.forEach((id, index) => {
        ids.set(some[index]?.row.number ?? 0, id);
      });
    } else if (some.length === 1 && only) {
      const problem = `${destination.platform} refuses the row: ${answer.refused}`;
      problems.push({ line: only.row.line, problem });
    } else {
      // A chunk is taken whole or not at all, so halves are tried until the bad rows are found.
      const middle = Math.ceil(some.length / 2);
      await send(some.slice(0, middle));
      await send(some.slice(middle));
    }
  };
  for (let at = 0; at < seeds.length; at += 500) {
    await send(seeds.slice(at, at + 500));
    options.progress?.(Math.min(at + 500, seeds.length), seeds.length);
  }
  return ids;
}
