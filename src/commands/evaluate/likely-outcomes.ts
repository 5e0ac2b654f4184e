// The columns of a table that may say how each record ended, for whoever did not name one.
import { type InWords, inWords } from '#texts/in-words.ts';
import { readTable } from './read-table.ts';
import { isUndecided } from './undecided.ts';

const telling =
  /\b(won|win|outcome|result|target|label|status|stage|converted|conversion|churn(ed)?|closed|success|y)\b|gewonnen|结果|成交|赢|流失|转化/iu;
const mostNamed = 8;
const mostShown = 30;

/** A sentence that names them with their values, most likely first. Errors: TABLE_INVALID. */
export async function likelyOutcomes(file: string): Promise<InWords> {
  const { headers, columns } = await readTable(file);
  const found = headers.flatMap((name, place) => {
    const values = valuesOf(columns[place] ?? []);
    if (name === '' || values === null) return [];
    const says = `"${name}" (${values.map((value) => `"${value}"`).join(', ')})`;
    return [{ says, likely: telling.test(name.replaceAll('_', ' ')) ? 0 : 1 }];
  });
  found.sort((a, b) => a.likely - b.likely);
  const named = found.slice(0, mostNamed).map(({ says }) => says);
  if (named.length > 0) return inWords('table.whichLabel.two', { columns: named.join('; ') });
  const shown = headers.slice(0, mostShown).map((name) => `"${name}"`);
  const [all, more] = [shown.join(', '), headers.length - mostShown];
  return more > 0
    ? inWords('table.whichLabel.rest', { columns: all, more })
    : inWords('table.whichLabel', { columns: all });
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
