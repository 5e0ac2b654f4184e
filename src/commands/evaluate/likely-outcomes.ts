// The columns of a table that may say how each record ended, for whoever did not name one.
import { readTable } from './read-table.ts';
import { isUndecided } from './undecided.ts';

const telling =
  /\b(won|win|outcome|result|target|label|status|stage|converted|conversion|churn(ed)?|closed|success|y)\b|gewonnen|结果|成交|赢|流失|转化/iu;
const mostNamed = 8;
const mostShown = 30;

/** A sentence that names them with their values, most likely first. Errors: TABLE_INVALID. */
export async function likelyOutcomes(file: string): Promise<string> {
  const { headers, columns } = await readTable(file);
  const found = headers.flatMap((name, place) => {
    const values = valuesOf(columns[place] ?? []);
    if (name === '' || values === null) return [];
    const says = `"${name}" (${values.map((value) => `"${value}"`).join(', ')})`;
    return [{ says, likely: telling.test(name.replaceAll('_', ' ')) ? 0 : 1 }];
  });
  found.sort((a, b) => a.likely - b.likely);
  const named = found.slice(0, mostNamed).map(({ says }) => says);
  const shown = headers.slice(0, mostShown).map((name) => `"${name}"`);
  const rest = headers.length > mostShown ? ` and ${headers.length - mostShown} others` : '';
  return named.length > 0
    ? `say by --label which column tells how it ended; these hold two values: ${named.join('; ')}`
    : `say by --label which column tells how it ended; there are ${shown.join(', ')}${rest}`;
}

/** The two values that a column holds, beside blanks and what is undecided; null where it holds more or fewer. */
function valuesOf(column: readonly string[]): string[] | null {
  const values = new Set<string>();
  const open = new Set<string>();
  for (const text of column) {
    const value = text.trim();
    const into = isUndecided(value) ? open : values;
    if (value !== '') into.add(value.length > 40 ? `${value.slice(0, 39)}…` : value);
    if (values.size > 2) return null;
  }
  if (values.size === 2) return [...values];
  return values.size + open.size === 2 ? [...values, ...open] : null;
}
