// Who was seen on which days: every user of a small company, and a fair sample of a large one's.
import { hash } from 'node:crypto';
import { dayDate, dayNumber, mostDays } from './day-counts.ts';

/**
 * Most users remembered by name. Beyond that those with the smallest hashes stay, which are the same whatever comes first,
 * and stand for all the others: a count is then right to a few in a hundred.
 */
export const mostUsers = 400;

/** The days of a user by its name: a date, and after it a bit for each day from then on, four to a letter. */
export type SeenUsers = Readonly<Record<string, string>>;

/** Days as marks; the newest ones stay. */
export function writeMarks(days: ReadonlySet<number>): string {
  const sorted = [...days].sort((a, b) => a - b);
  const last = sorted.at(-1);
  if (last === undefined) return '';
  const from = sorted.find((day) => day > last - mostDays) ?? last;
  const digits = new Uint8Array(((last - from) >> 2) + 1);
  for (const day of sorted)
    if (day >= from) digits[(day - from) >> 2] = (digits[(day - from) >> 2] ?? 0) | (1 << ((day - from) & 3));
  return `${dayDate(from)}:${[...digits].map((digit) => digit.toString(16)).join('')}`;
}

export function readMarks(text: string): Set<number> {
  const days = new Set<number>();
  if (text === '') return days;
  const from = dayNumber(text);
  const at = text.indexOf(':') + 1;
  for (let place = at; place < text.length; place += 1) {
    const digit = Number.parseInt(text.charAt(place), 16);
    for (let bit = 0; bit < 4; bit += 1)
      if ((digit & (1 << bit)) !== 0) days.add(from + (place - at) * 4 + bit);
  }
  return days;
}

/** Where a name stands among all names, from 0 to 1: evenly spread, and the same everywhere; the database orders alike. */
function rankOf(user: string): number {
  return Number.parseInt(hash('sha256', user).slice(0, 12), 16) / 2 ** 48;
}

/** Those that stay, in the order of their names. */
export function sampled(users: SeenUsers): Record<string, string> {
  const all = Object.entries(users);
  const kept =
    all.length <= mostUsers
      ? all
      : all
          .map((one) => ({ one, rank: rankOf(one[0]) }))
          .sort((a, b) => a.rank - b.rank)
          .slice(0, mostUsers)
          .map(({ one }) => one);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many different users were seen on the days after `after` up to `until`, by any of these. */
export function countUsers(lists: readonly SeenUsers[], after: number, until: number): number {
  const share = shareOf(lists);
  const seen = new Set<string>();
  for (const users of lists)
    for (const user in users) if (isSeen(users[user] ?? '', after, until)) seen.add(user);
  if (share === 1) return seen.size;
  const inSample = [...seen].filter((user) => rankOf(user) <= share).length;
  return Math.round((inSample * (mostUsers - 1)) / mostUsers / share);
}

/** Which share of all names is in the sample: up to the largest rank of the smallest sample that is full. */
function shareOf(lists: readonly SeenUsers[]): number {
  let share = 1;
  for (const users of lists) {
    const names = Object.keys(users);
    if (names.length >= mostUsers) share = Math.min(share, Math.max(...names.map(rankOf)));
  }
  return share;
}

function isSeen(text: string, after: number, until: number): boolean {
  if (text === '') return false;
  const from = dayNumber(text);
  const at = text.indexOf(':') + 1;
  const last = Math.min(until - from, (text.length - at) * 4 - 1);
  for (let place = Math.max(0, after + 1 - from); place <= last; place += 1)
    if ((Number.parseInt(text.charAt(at + (place >> 2)), 16) & (1 << (place & 3))) !== 0) return true;
  return false;
}
