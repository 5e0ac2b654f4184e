// Reads the dates of one column as people write them: year first, day first or month first, with or without a time.

/** What stands first where the year does not. */
export type DayOrder = 'day' | 'month';

const time = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm|上午|下午)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${time}$`, 'iu');
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${time}$`, 'iu');
const dayName = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})${time}$`,
  'iu',
);
const nameDay = new RegExp(String.raw`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${time}$`, 'iu');
const compact = /^(19|20)(\d{2})(\d{2})(\d{2})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Day first where some text can only be that and none more can only be the other; where nothing tells, month first. */
export function dayOrderOf(texts: Iterable<string>): DayOrder {
  let day = 0;
  let month = 0;
  for (const text of texts) {
    const [, first, second] = yearLast.exec(text) ?? [];
    if (first === undefined) continue;
    if (Number(first) > 12) day++;
    else if (Number(second) > 12) month++;
    // Who writes dots writes the day first.
    else if (text.includes('.')) day += 0.01;
  }
  return day > month ? 'day' : 'month';
}

/** Milliseconds since 1970 (UTC where no zone is given), or null where it is no date. */
export function dateIn(text: string, order: DayOrder): number | null {
  const ymd = yearFirst.exec(text);
  if (ymd) return moment([ymd[1], ymd[2], ymd[3]], ymd.slice(4));
  const short = yearLast.exec(text);
  if (short) {
    const [, one, two, year] = short;
    return moment(order === 'day' ? [year, two, one] : [year, one, two], short.slice(4));
  }
  const byName = dayName.exec(text);
  if (byName) return moment([byName[3], monthNamed(byName[2]), byName[1]], byName.slice(4));
  const named = nameDay.exec(text);
  if (named) return moment([named[3], monthNamed(named[1]), named[2]], named.slice(4));
  const bare = compact.exec(text);
  return bare ? moment([`${bare[1]}${bare[2]}`, bare[3], bare[4]], []) : null;
}

function monthNamed(name: string | undefined): string | undefined {
  const place = months.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return place < 0 ? undefined : String(place + 1);
}

function moment(
  date: readonly (string | undefined)[],
  clock: readonly (string | undefined)[],
): number | null {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = date.map((part) => Number(part));
  const full = year < 100 ? year + (year < 70 ? 2000 : 1900) : year;
  const [hour = '0', minute = '0', second = '0', half = '', zone = ''] = clock.map((part) => part ?? '');
  const turned = hourOf(Number(hour || 0), half.toLowerCase());
  const read = Date.UTC(full, month - 1, day, turned, Number(minute || 0), Number(second || 0));
  const back = new Date(read);
  // February 31 is no date, and neither is a month 13.
  if (Number.isNaN(read) || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || turned > 23)
    return null;
  return read - offsetOf(zone);
}

function hourOf(hour: number, half: string): number {
  if (half === 'pm' || half === '下午') return hour < 12 ? hour + 12 : hour;
  return (half === 'am' || half === '上午') && hour === 12 ? 0 : hour;
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
