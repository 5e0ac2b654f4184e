// Rows of a CSV of any dialect, one after another with their lines, however long the file is.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { decodedPieces } from '#commands/evaluate/decode.ts';
import { delimiterOf } from '#commands/evaluate/delimiter.ts';
import { fail } from '#errors.ts';
import { inWords } from '#texts/in-words.ts';

export type EventRow = { readonly line: number; readonly cells: readonly string[] };
export type EventRows = { readonly headers: readonly string[]; readonly rows: AsyncIterable<EventRow> };

const parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** Errors: TABLE_INVALID where the file is no table. */
export async function eventRows(file: string): Promise<EventRows> {
  const { pieces } = await decodedPieces(file, (bytes) => createReadStream(file, bytes));
  const source = pieces[Symbol.asyncIterator]();
  const first = await source.next();
  const start = first.done === true ? '' : first.value.replace(/^\ufeff/, '');
  if (start.trim() === '') return fail('TABLE_INVALID', { file, problem: inWords('table.empty') });
  // One mark for the end of a line: within quotes the parser takes two for two lines, and would name wrong ones.
  async function* all() {
    let held = '';
    for (let piece: string | null = start; piece !== null; ) {
      const text = held + piece;
      held = text.endsWith('\r') ? '\r' : '';
      yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
      const next = await source.next();
      piece = next.done === true ? null : next.value;
    }
    yield held;
  }
  const reading = parse({
    ...{ delimiter: delimiterOf(start), relax_column_count: true, relax_quotes: true, info: true },
    skip_empty_lines: true,
  });
  const bytes = Readable.from(all(), { objectMode: true });
  bytes.on('error', (error) => reading.destroy(error));
  const rows = linesOf(bytes.pipe(reading));
  const head = await rows.next();
  if (head.done === true) return fail('TABLE_INVALID', { file, problem: inWords('table.empty') });
  return { headers: head.value.cells.map((one) => one.trim()), rows };
}

async function* linesOf(reading: AsyncIterable<unknown>): AsyncGenerator<EventRow, undefined> {
  for await (const one of reading) {
    const { record, info } = parsed.parse(one);
    yield { line: info.lines, cells: record };
  }
  return undefined;
}
