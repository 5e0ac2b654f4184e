// Reads one raw CRM value into a value of its feature's kind; what was never filled in is null.
import { fail } from '#errors.ts';
import type { FeatureKind, Value } from './feature.ts';

// What a drop-down holds when nobody has touched it, and what people type where a form wants something. Not among them:
// "NA", which is Namibia too, and words such as "none" and "unknown", which may be an answer.
const nothing = new Set([
  'select',
  'select one',
  'please select',
  '--none--',
  '-none-',
  '请选择',
  '未选择',
  ...[
    'n/a',
    '#n/a',
    '-',
    '--',
    '---',
    '—',
    '?',
    'null',
    '(null)',
    'undefined',
    '(blank)',
    'not specified',
    '暂无',
  ],
]);

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const groupedNumber = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/;
// Milliseconds since 1970 between 1973 and 2286, the other form HubSpot sends dates in.
const epochMillis = /^\d{12,13}$/;

/** True where the raw value says nothing: null, blank, an untouched drop-down such as "Select", or "n/a" and "-". */
export function isBlank(raw: Value | undefined): boolean {
  if (raw === null || raw === undefined) return true;
  if (typeof raw === 'number') return false;
  const trimmed = raw.trim();
  return trimmed === '' || nothing.has(trimmed.toLowerCase());
}

/** The number a text spells (`12`, `1,234.5`, `1e3`), or null. Never NaN or infinite. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim();
  const read = plainNumber.test(trimmed)
    ? Number(trimmed)
    : groupedNumber.test(trimmed)
      ? Number(trimmed.replaceAll(',', ''))
      : Number.NaN;
  return Number.isFinite(read) ? read : null;
}

/** Milliseconds since 1970 of an ISO date or date-time (UTC where no zone is given), or null. */
export function dateOf(text: string): number | null {
  const trimmed = text.trim();
  if (epochMillis.test(trimmed)) return Number(trimmed);
  if (!isoDate.test(trimmed)) return null;
  const zoned = /([zZ]|[+-]\d{2}:?\d{2})$/.test(trimmed.slice(10)) || trimmed.length === 10;
  const read = Date.parse(zoned ? trimmed : `${trimmed.replace(' ', 'T')}Z`);
  return Number.isNaN(read) ? null : read;
}

/**
 * The value of `kind` that `raw` stands for; null where it is blank or does not read as that kind. Texts are
 * trimmed and brought to one Unicode form (NFC). A number that is NaN or infinite is an error of the caller
 * (SCORE_VALUE_INVALID): it would otherwise turn into a wrong probability in silence.
 */
export function toValue(kind: FeatureKind, name: string, raw: Value | undefined): Value {
  if (typeof raw === 'number' && !Number.isFinite(raw))
    return fail('SCORE_VALUE_INVALID', { name, value: String(raw) });
  if (raw === null || raw === undefined || isBlank(raw)) return null;
  if (kind === 'number') return typeof raw === 'number' ? raw : numberOf(raw);
  if (kind === 'date') return typeof raw === 'number' ? raw : dateOf(raw);
  const text = String(raw).trim().normalize('NFC');
  return kind === 'bool' ? text.toLowerCase() : text;
}

/** The levels ticked in a multi-checkbox value `a;b`, each once. */
export function levelsOf(value: string): readonly string[] {
  const levels = value.split(';').map((level) => level.trim());
  return [...new Set(levels.filter((level) => level !== ''))];
}
