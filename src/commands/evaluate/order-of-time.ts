// The column of a table that tells when each record began, found by its name where nobody named one.
import type { ReadColumn } from '#learn/columns/read-column.ts';

const begins = [
  /\b(creat(ed|ion)|inserted|added|registered|sign(ed)? ?up|received|entered|opened)\b|创建|新建|录入/iu,
  /\b(start|open|lead|enquiry|inquiry|order|contact(ed)?) ?(date|time|at|on)\b|日期|时间/iu,
  /^(date|time|timestamp|day)$/iu,
];
const ends =
  /\b(clos(e|ed|ing)|end(ed)?|renew(al)?|due|last|latest|birth|next|expected|modified|updated|won|lost|churn(ed)?|cancel(led)?|expir(y|es)?)\b|关闭|结束|到期|最后|最近|出生|更新/iu;
const nearlyAll = 0.95;

/** A column of dates that nearly every row has and whose name says that it is the beginning; null where there is none. */
export function beginningOf(columns: readonly ReadColumn[]): ReadColumn | null {
  const dates = columns.filter(({ source, values }) => {
    const known = values.reduce<number>((sum, value) => sum + (value === null ? 0 : 1), 0);
    return (
      source.type === 'datetime' && known >= nearlyAll * values.length && !ends.test(wordsOf(source.name))
    );
  });
  for (const name of begins) {
    const found = dates.find(({ source }) => name.test(wordsOf(source.name)));
    if (found !== undefined) return found;
  }
  return null;
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .trim();
}
