// Reads one column of a table that nobody described: what it holds, and each text as a value of that.
import type { FeatureSource, Value } from '#analyze/feature.ts';
import { decimalMarkOf, numberIn, unitOf, withoutUnit } from '#analyze/number-text.ts';
import { isBlank } from '#analyze/value.ts';
import { type DayOrder, dateIn, dayOrderOf } from './date-text.ts';

/** `source` is of type `string` where words or free text are held: the values tell which. */
export type ReadColumn = {
  readonly source: FeatureSource;
  readonly values: readonly Value[];
  /** How many texts did not read as what the column holds and count as not known. */
  readonly unread: number;
  readonly dayOrder: DayOrder | null;
};

const nothing = new Set(
  ['na', '<na>', 'nan', 'blank', 'nil', '.'].concat(['not available', 'not provided', 'not set', '无', '空']),
);
// Among numbers and dates these say no more than a blank; as a level of its own each may mean something.
const nothingOfNumbers = new Set([
  'none',
  'unknown',
  'unspecified',
  'tbd',
  'other',
  'missing',
  '未知',
  '不详',
  '没有',
]);
const enough = 0.97;

/** True where the text says that nothing is known. */
export function saysNothing(text: string): boolean {
  return isBlank(text) || nothing.has(text.trim().toLowerCase());
}

export function readColumn(name: string, texts: readonly string[]): ReadColumn {
  const distinct = new Map<string, number>();
  for (const text of texts) if (!saysNothing(text)) distinct.set(text, (distinct.get(text) ?? 0) + 1);
  const telling = [...distinct].filter(([text]) => !nothingOfNumbers.has(text.trim().toLowerCase()));
  const rows = telling.reduce((sum, [, count]) => sum + count, 0);
  const share = (values: ReadonlyMap<string, number | null>) =>
    rows === 0
      ? 0
      : telling.reduce((sum, [text, count]) => (values.get(text) === null ? sum : sum + count), 0) / rows;

  const mark = decimalMarkOf(telling.map(([text]) => text));
  const unit = unitOf(telling.map(([text]) => text.trim()));
  const numbers = new Map(telling.map(([text]) => [text, numberIn(withoutUnit(text.trim(), unit), mark)]));
  if (share(numbers) >= enough && !areCodes(telling.map(([text]) => text)) && !areDays(name, numbers))
    return columnOf({ name, type: 'number' }, texts, numbers, null);
  const dayOrder = dayOrderOf(telling.map(([text]) => text.trim()));
  const dates = new Map(telling.map(([text]) => [text, dateIn(text.trim(), dayOrder)]));
  if (share(dates) >= enough) return columnOf({ name, type: 'datetime' }, texts, dates, dayOrder);
  const values = texts.map((text) => (saysNothing(text) ? null : text));
  return { source: { name, type: 'string' }, values, unread: 0, dayOrder: null };
}

/** 007 is no 7: where numbers are written with zeros in front they name something. */
function areCodes(texts: readonly string[]): boolean {
  const padded = texts.filter((text) => /^0\d+$/.test(text.trim())).length;
  return padded * 20 > texts.length;
}

/** 20260131 in a column that is called a date. */
function areDays(name: string, numbers: ReadonlyMap<string, number | null>): boolean {
  if (!/date|day|time|日期|时间/i.test(name)) return false;
  return [...numbers.keys()].every((text) => dateIn(text.trim(), 'day') !== null);
}

function columnOf(
  source: FeatureSource,
  texts: readonly string[],
  read: ReadonlyMap<string, number | null>,
  dayOrder: DayOrder | null,
): ReadColumn {
  let unread = 0;
  const values = texts.map((text): Value => {
    const value = read.get(text) ?? null;
    if (value === null && !saysNothing(text) && !nothingOfNumbers.has(text.trim().toLowerCase())) unread++;
    return value;
  });
  return { source, values, unread, dayOrder };
}
