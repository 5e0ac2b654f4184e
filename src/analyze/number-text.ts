// Reads the numbers of one column as people write them: money, percent, thousands marked by comma, dot, space or 万.

/** Which mark stands before the decimals. */
export type DecimalMark = '.' | ',';

const currencies =
  /(?:us\$|r\$|hk\$|a\$|c\$|[$€£¥￥₹₩₽₺₪฿]|\b(?:usd|eur|gbp|cny|rmb|jpy|inr|chf|cad|aud|sek|nok|dkk|pln|brl|kr|zł)\b|元|円)/giu;
const spaces = /[\s\u00a0\u2007\u2009\u202f'’_]/gu;
const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  b: 1e9,
  bn: 1e9,
  万: 1e4,
  亿: 1e8,
};
// "<10" is taken for 10 and "~500" for 500: nearer than not known.
const shape = /^[<>≤≥~≈]?([+-]?)([\d.,]*\d[\d.,]*)(e[+-]?\d{1,3})?(k|mn|mio|m|bn|b|万|亿)?(\+?)(%?)(-?)$/iu;

/**
 * The mark that most of the texts use; a dot where they do not tell. "1,234" alone does not: it may be a thousand or
 * a little more than one, so it counts for neither.
 */
export function decimalMarkOf(texts: Iterable<string>): DecimalMark {
  let comma = 0;
  let dot = 0;
  for (const text of texts) {
    const lastComma = text.lastIndexOf(',');
    const lastDot = text.lastIndexOf('.');
    if (lastComma < 0 && lastDot < 0) continue;
    if (lastComma >= 0 && lastDot >= 0) {
      if (lastComma > lastDot) comma++;
      else dot++;
      continue;
    }
    const mark = lastComma >= 0 ? ',' : '.';
    const groups = text.split(mark);
    const thousands = groups.length > 2;
    const unclear =
      groups.length === 2 &&
      /^\D*[1-9]\d{0,2}$/.test(groups[0] ?? '') &&
      /^\d{3}(?!\d)/.test(groups[1] ?? '');
    if (unclear) continue;
    if ((mark === ',') !== thousands) comma++;
    else dot++;
  }
  return comma > dot ? ',' : '.';
}

const withUnit = /^[^\p{L}]*\d[^\p{L}]*\s+(\p{L}{2,15})\.?$/u;
const shareOfUnit = 0.97;

/** The word behind every number, such as "employees" or "days", one or many of it; null where they do not all have the same. */
export function unitOf(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const unit = withUnit.exec(text)?.[1]?.toLowerCase().replace(/s$/, '');
    if (unit !== undefined) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  const [unit, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return count > 0 && count >= shareOfUnit * texts.length ? unit : null;
}

/** The text without the word behind the number, where that is the unit. */
export function withoutUnit(text: string, unit: string | null): string {
  const word = unit === null ? undefined : withUnit.exec(text)?.[1];
  return word?.toLowerCase().replace(/s$/, '') === unit && word !== undefined
    ? text.slice(0, text.lastIndexOf(word)).trim()
    : text;
}

/** Whether the text shows that it means an amount: a currency, a share, a scale, or a mark for thousands or decimals. */
export function showsAmount(text: string): boolean {
  return text.search(currencies) >= 0 || /[.,]\d|%|\d ?(k|mn|mio|m|bn|b|万|亿)\b|[万亿]/iu.test(text);
}

/** The number that `text` spells, or null. Percent stays as it is written: 12 % is 12. */
export function numberIn(text: string, mark: DecimalMark): number | null {
  let bare = text.replace(currencies, '').replace(spaces, '');
  const negative = /^\(.*\)$/.test(bare);
  if (negative) bare = bare.slice(1, -1);
  const [, sign = '', digits = '', exponent = '', scale = '', , , behind = ''] = shape.exec(bare) ?? [];
  if (digits === '') return null;
  const thousands = mark === '.' ? ',' : '.';
  const [whole = '', fraction, ...more] = digits.split(mark);
  if (more.length > 0 || fraction?.includes(thousands)) return null;
  if (!isGrouped(whole, thousands)) return null;
  const read = Number(`${whole.replaceAll(thousands, '')}.${fraction ?? '0'}${exponent}`);
  if (!Number.isFinite(read)) return null;
  const scaled = read * (scales[scale.toLowerCase()] ?? 1);
  return sign === '-' || behind === '-' || negative ? -scaled : scaled;
}

/** Thousands in threes, or in twos before the last three as in India; no mark at all is fine too. */
function isGrouped(whole: string, thousands: string): boolean {
  const groups = whole.split(thousands);
  if (groups.length === 1) return true;
  return (
    /^\d{1,3}$/.test(groups[0] ?? '') &&
    groups.at(-1)?.length === 3 &&
    groups.slice(1).every((one) => /^\d{2,3}$/.test(one))
  );
}
