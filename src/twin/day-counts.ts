// Counts by UTC day as one short text: `2026-11-01:3,,1` is three on the first of November and one on the third.

const dayMs = 86_400_000;
/** Days that something is counted for, up to its newest: two years, for comparing with the same time last year. */
export const mostDays = 750;

/** A text costs next to nothing to read, copy and store, however long something has been counted. */
export type DayCounts = string;

/** The number of a day since 1970. */
export function dayNumber(iso: string): number {
  return Math.floor(Date.parse(iso.slice(0, 10)) / dayMs);
}

export function dayDate(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The newest days of these; the same whatever was dropped before, so that the order of coming does not matter. */
export function writeCounts(counts: ReadonlyMap<number, number>): DayCounts {
  if (counts.size === 0) return '';
  const days = [...counts.keys()].sort((a, b) => a - b);
  const last = days.at(-1) ?? 0;
  const from = days.find((day) => day > last - mostDays) ?? last;
  const list = Array.from({ length: last - from + 1 }, (_, place) => counts.get(from + place) ?? '');
  return `${dayDate(from)}:${list.join(',')}`;
}

export function readCounts(text: DayCounts): Map<number, number> {
  const counts = new Map<number, number>();
  eachCount(text, (day, count) => counts.set(day, count));
  return counts;
}

/** Every day on which anything was counted, oldest first. */
export function eachCount(text: DayCounts, tell: (day: number, count: number) => void): void {
  if (text === '') return;
  let day = dayNumber(text);
  let count = 0;
  for (let at = text.indexOf(':') + 1; at <= text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      count = count * 10 + digit;
      continue;
    }
    if (count > 0) tell(day, count);
    day += 1;
    count = 0;
  }
}
