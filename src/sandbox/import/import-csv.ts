// Loads a CSV export into a portal of a running sandbox, over its control endpoint.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { fail } from '#errors.ts';
import { type Column, definition, propertyName, toColumn, valueIn } from './column.ts';
import type { ImportMap } from './import-map.ts';

export type ImportOptions = {
  /** The CSV's text; the first row names the columns. */
  readonly csv: string;
  readonly map: ImportMap;
  readonly object: 'contacts' | 'companies' | 'deals' | 'tickets';
  /** Base address of the sandbox's HubSpot. */
  readonly url: string;
  /** The first portal where left out. */
  readonly portal?: number | undefined;
  /** First and last row to take, the first data row being 1. */
  readonly rows?: readonly [first: number, last: number] | undefined;
  readonly onlyColumns?: readonly string[] | undefined;
  readonly now: Date;
  readonly progress?: (done: number, all: number) => void;
};
type Problem = { readonly line: number; readonly problem: string };
export type ImportReport = {
  readonly portal: number;
  readonly rows: number;
  /** Record ids by row number. */
  readonly ids: ReadonlyMap<number, string>;
  readonly properties: readonly string[];
  readonly problems: readonly Problem[];
};

type Row = { readonly line: number; readonly number: number; readonly cells: readonly string[] };
type SeedRow = {
  readonly row: Row;
  readonly object: {
    readonly type: string;
    readonly properties: Record<string, string>;
    readonly createdAt: string;
    readonly updatedAt: string;
  };
};

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

function columnsOf(options: ImportOptions, headers: readonly string[], rows: readonly Row[]): Column[] {
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
    const targets = mapped === undefined ? [{ property: propertyName(header) }] : [mapped].flat();
    return targets.map((target) => toColumn(map, header, index, target, cells));
  });
}

async function call(
  url: string,
  body?: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(url, init);
    const answer: unknown = await response.json();
    return { status: response.status, body: answer };
  } catch (cause) {
    return fail('SANDBOX_UNREACHABLE', { url }, { cause });
  }
}

const refusal = z.object({ message: z.string() });
const says = (body: unknown) => refusal.safeParse(body).data?.message ?? JSON.stringify(body);
const portalList = z.object({ portals: z.array(z.object({ portalId: z.number() })) });
const made = z.object({ ids: z.array(z.string()) });

async function portalOf(options: ImportOptions): Promise<number> {
  const { portals } = portalList.parse((await call(`${options.url}/sandbox/portals`)).body);
  const ids = portals.map((portal) => portal.portalId);
  const wanted = options.portal ?? ids[0];
  if (wanted === undefined || !ids.includes(wanted))
    fail('IMPORT_INVALID', {
      problem: `there is no portal ${options.portal ?? ''}; there are ${ids.join(', ')}`,
    });
  return wanted;
}

async function define(options: ImportOptions, portal: number, columns: readonly Column[]): Promise<string[]> {
  const names: string[] = [];
  for (const column of columns) {
    const property = definition(column, 'imported_information');
    const answer = await call(`${options.url}/sandbox/portals/${portal}/properties`, {
      type: options.object,
      property,
    });
    if (answer.status < 300) names.push(property.name);
    // 409: HubSpot or an earlier import has it already.
    else if (answer.status !== 409)
      fail('IMPORT_INVALID', {
        problem: `column "${column.header}" cannot become ${property.name}: ${says(answer.body)}`,
      });
  }
  return names;
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
  const columns = columnsOf(options, headers, rows);
  const portal = await portalOf(options);
  const properties = await define(options, portal, columns);
  const problems: Problem[] = [];
  const [first, last] = options.rows ?? [1, rows.length];
  const seen = new Map<string, number>();
  const seeds = rows
    .filter((row) => row.number >= first && row.number <= last)
    .flatMap((row): SeedRow[] => {
      const object = toObject(options, row, columns, problems);
      const created = createdAt(options, row, rows.length, headers);
      if (created === undefined)
        problems.push({ line: row.line, problem: 'the date of creation cannot be read; today was taken' });
      const email = object['email']?.toLowerCase();
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
      return [{ row, object: { type: options.object, properties: object, createdAt: at, updatedAt: at } }];
    });
  const ids = await seed(options, portal, seeds, problems);
  return { portal, rows: ids.size, ids, properties, problems };
}

function toObject(
  options: ImportOptions,
  row: Row,
  columns: readonly Column[],
  problems: Problem[],
): Record<string, string> {
  const properties: Record<string, string> = { ...options.map.constants };
  if (options.map.email)
    properties['email'] = options.map.email.template.replaceAll('{row}', String(row.number));
  for (const column of columns) {
    const value = valueIn(options.map, column, row.cells[column.index] ?? '');
    if (!value.ok) problems.push({ line: row.line, problem: `${value.problem}; the value is left out` });
    else if (value.value !== '') properties[column.target.property] = value.value;
  }
  return properties;
}

async function seed(options: ImportOptions, portal: number, seeds: readonly SeedRow[], problems: Problem[]) {
  const url = `${options.url}/sandbox/portals/${portal}/seed`;
  const ids = new Map<number, string>();
  const send = async (some: readonly SeedRow[]): Promise<void> => {
    const answer = await call(url, { objects: some.map((item) => item.object) });
    const [only] = some;
    if (answer.status < 300) {
      made.parse(answer.body).ids.forEach((id, index) => {
        ids.set(some[index]?.row.number ?? 0, id);
      });
    } else if (some.length === 1 && only) {
      problems.push({ line: only.row.line, problem: `HubSpot refuses the row: ${says(answer.body)}` });
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
