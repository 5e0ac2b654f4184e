// A CSV as rows of text, and rows of text as a CSV.
import { parse as parseRows } from 'csv-parse/sync';
import { z } from 'zod';

export type Csv = { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] };

const cells = z.array(z.array(z.string()));

export function parse(text: string, delimiter = ','): Csv {
  const options = { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true };
  const [headers = [], ...rows] = cells.parse(parseRows(text, options));
  return { headers, rows };
}

export function stringify(rows: readonly (readonly (string | number)[])[]): string {
  const quoted = (cell: string | number) => {
    const text = String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}
