// Reads a CSV export of any dialect, in pieces: column by column, each different text kept once.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { fail } from '#errors.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { decodedPieces } from './decode.ts';
import { delimiterOf } from './delimiter.ts';

/** `columns[c][r]` is the text of column c in row r. `ragged`: rows with more or fewer cells than there are columns. */
export type TextTable = {
  readonly headers: readonly string[];
  readonly columns: readonly (readonly string[])[];
  readonly rows: number;
  readonly ragged: number;
  readonly delimiter: string;
  readonly encoding: string;
};

// Texts of a column that repeat are kept once; beyond so many different ones few repeat.
const mostKept = 50_000;
const mostTitles = 10;
/** No row of an export is that long: a quote was left open, or it is no table. */
const mostMegabytes = 16;
const row = z.array(z.string());

/** Errors: TABLE_INVALID, saying what is wrong and in which line. */
export async function readTable(file: string): Promise<TextTable> {
  const reading = startTable();
  const { encoding, pieces } = await decodedPieces(file, (bytes) => createReadStream(file, bytes));
  let delimiter = '';
  let parser: ReturnType<typeof parse> | undefined;
  let broken: Error | undefined;
  try {
    for await (const piece of pieces) {
      if (parser === undefined) {
        delimiter = delimiterOf(piece);
        parser = parse({
          ...{ delimiter, relax_column_count: true, skip_empty_lines: true, relax_quotes: true },
          max_record_size: mostMegabytes * 2 ** 20,
        });
        parser.on('data', (cells) => reading.add(row.parse(cells)));
        parser.on('error', (error) => {
          broken = error;
        });
      }
      if (broken !== undefined) throw broken;
      if (!parser.write(piece)) await Promise.race([once(parser, 'drain'), once(parser, 'error')]);
    }
    if (parser !== undefined) {
      const ended = once(parser, 'end');
      parser.end();
      await ended;
    }
    if (broken !== undefined) throw broken;
  } catch (cause) {
    const problem = problemOf(cause);
    return fail('TABLE_INVALID', { file, problem }, { cause });
  }
  const table = reading.end();
  if (table.headers.length === 0) return fail('TABLE_INVALID', { file, problem: inWords('table.empty') });
  if (table.rows === 0) return fail('TABLE_INVALID', { file, problem: inWords('table.noRows') });
  return { ...table, delimiter, encoding };
}

function problemOf(cause: unknown): string | InWords {
  if (!(cause instanceof CsvError && cause.code === 'CSV_MAX_RECORD_SIZE'))
    return cause instanceof Error ? cause.message : String(cause);
  const records = Number(cause['records']);
  return inWords('table.rowTooLong', { row: records + 1, megabytes: mostMegabytes });
}

function startTable() {
  let headers: string[] | undefined;
  let rows = 0;
  let ragged = 0;
  const columns: string[][] = [];
  const known: Map<string, string>[] = [];
  const keep = (column: number, text: string): string => {
    const texts = known[column];
    const before = texts?.get(text);
    if (before !== undefined) return before;
    if (texts !== undefined && texts.size < mostKept) texts.set(text, text);
    return text;
  };
  const add = (cells: readonly string[]): void => {
    if (headers === undefined) {
      headers = namesOf(cells);
      for (const _ of headers) {
        columns.push([]);
        known.push(new Map());
      }
      return;
    }
    if (cells.length !== headers.length) ragged++;
    for (let column = 0; column < headers.length; column++)
      columns[column]?.push(keep(column, cells[column] ?? ''));
    rows++;
  };
  // Reports of a CRM begin with their name and date; a table of one column has nothing but such lines.
  let titles: (readonly string[])[] | undefined = [];
  const keepTitles = () => {
    for (const one of titles ?? []) add(one);
    titles = undefined;
  };
  return {
    add(cells: readonly string[]) {
      if (titles === undefined) return add(cells);
      const isTitle = cells.filter((cell) => cell.trim() !== '').length <= 1;
      if (isTitle && titles.length < mostTitles) return void titles.push(cells);
      if (isTitle) keepTitles();
      titles = undefined;
      return add(cells);
    },
    end() {
      keepTitles();
      return { headers: headers ?? [], columns, rows, ragged };
    },
  };
}

/** Trimmed; a name that is there twice gets a number, and one without a name stays without. */
function namesOf(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell.replace(/^\ufeff/, '').trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return name === '' || times === 1 ? name : `${name} (${times})`;
  });
}
