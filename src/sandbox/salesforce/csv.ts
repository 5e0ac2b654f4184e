// CSV as Bulk API 2.0 writes it: every cell in quotes, empty where there is no value, times ending in Z.
import type { Field } from './field.ts';
import type { Value } from './record.ts';

export const delimiters = {
  ...{ COMMA: ',', SEMICOLON: ';', TAB: '\t', PIPE: '|', CARET: '^', BACKQUOTE: '`' },
} as const;
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

export type CsvStyle = {
  readonly delimiter: keyof typeof delimiters;
  readonly lineEnding: keyof typeof lineEndings;
};

export function csvLine(cells: readonly string[], style: CsvStyle): string {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return quoted.join(delimiters[style.delimiter]) + lineEndings[style.lineEnding];
}

export function csvCell(value: Value, field: Field): string {
  if (value === null) return '';
  if (field.type === 'datetime' && typeof value === 'string') return value.replace('+0000', 'Z');
  const fraction = field.type === 'double' || field.type === 'currency' || field.type === 'percent';
  if (fraction && Number.isInteger(value)) return `${value}.0`;
  return String(value);
}
