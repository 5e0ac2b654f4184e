// Values of records as text, the same whether they came as JSON or in a bulk file.
import type { Field } from './describe.ts';
import { toId18 } from './salesforce-id.ts';

/** Null is empty: a bulk file cannot tell an empty text from none. */
export function toText({ type }: Pick<Field, 'type'>, raw: unknown): string | null {
  if (raw === null || raw === undefined || raw === '') return null;
  if (typeof raw === 'object') return null;
  switch (type) {
    case 'boolean':
      return String(raw).toLowerCase();
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return toNumber(String(raw));
    case 'datetime':
      return toInstant(String(raw)) ?? String(raw);
    case 'id':
    case 'reference':
      return toId18(String(raw));
    default:
      return String(raw).replaceAll('\r\n', '\n');
  }
}

/** JSON says 12 or 12.0 or 1.2E7 for what a bulk file writes as 12.0 or 12000000.0. */
function toNumber(raw: string): string {
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  const text = String(value);
  return text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}

/** `2026-11-22T10:00:00.000+0000`: without a colon, which Date does not promise to read. */
export function toInstant(raw: string): string | null {
  const date = new Date(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
