// Counts by UTC day, summed up beforehand, so that any window of days at any moment costs the same two look-ups.

export const dayMs = 86_400_000;

/** `sums[n]`: everything up to and including the day `first + n`. Empty where nothing was ever counted. */
export type DayCounter = { readonly first: number; readonly sums: Int32Array };

const none: DayCounter = { first: 0, sums: new Int32Array(0) };

export function dayCounter(counts: ReadonlyMap<number, number>): DayCounter {
  if (counts.size === 0) return none;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of counts.keys()) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const sums = new Int32Array(last - first + 1);
  for (const [day, count] of counts) sums[day - first] = count;
  for (let at = 1; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (sums[at - 1] ?? 0);
  return { first, sums };
}

/** All of them together. */
export function summed(counters: readonly DayCounter[]): DayCounter {
  const counts = new Map<number, number>();
  for (const { first, sums } of counters)
    for (const [place, sum] of sums.entries()) {
      const count = sum - (sums[place - 1] ?? 0);
      if (count > 0) counts.set(first + place, (counts.get(first + place) ?? 0) + count);
    }
  return dayCounter(counts);
}

/** Everything up to and including this day. */
export function countUntil({ first, sums }: DayCounter, day: number): number {
  if (day < first || sums.length === 0) return 0;
  return sums[Math.min(day - first, sums.length - 1)] ?? 0;
}

/** What was counted on the `days` days that end with `until`. */
export function countOver(counter: DayCounter, until: number, days: number): number {
  return countUntil(counter, until) - countUntil(counter, until - days);
}

/** The last day at or before this one on which anything was counted; null where there is none. */
export function lastDayAt(counter: DayCounter, day: number): number | null {
  const { first, sums } = counter;
  const whole = countUntil(counter, day);
  if (whole === 0) return null;
  // The first day by which everything was counted that had been counted on `day`.
  let low = 0;
  let high = Math.min(day - first, sums.length - 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) >= whole) high = middle;
    else low = middle + 1;
  }
  return first + low;
}
