// Counts by UTC day, summed up beforehand, so that any window of days at any moment costs the same two look-ups.

export const dayMs = 86_400_000;

/** `sums[n]`: everything up to and including the day `first + n`. Empty where nothing was ever counted. */
export type DayCounter = { readonly first: number; readonly sums: Int32Array };

export const nothingCounted: DayCounter = { first: 0, sums: new Int32Array(0) };

export function dayCounter(counts: ReadonlyMap<number, number>): DayCounter {
  if (counts.size === 0) return nothingCounted;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of counts.keys()) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const sums = new Int32Array(last - first + 1);
  for (const [day, count] of counts) sums[day - first] = count;
  return summedUp(first, sums);
}

/** `counts[n]`: of the day `first + n`. They become the sums: whoever gives them keeps them no longer. */
export function summedUp(first: number, counts: Int32Array): DayCounter {
  let [from, to] = [0, counts.length];
  while (from < to && counts[from] === 0) from += 1;
  while (to > from && counts[to - 1] === 0) to -= 1;
  if (from === to) return nothingCounted;
  const sums = from === 0 && to === counts.length ? counts : counts.slice(from, to);
  for (let at = 1; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (sums[at - 1] ?? 0);
  return { first: first + from, sums };
}

/** All of them together. */
export function summed(counters: readonly DayCounter[]): DayCounter {
  const [one, other] = counters;
  if (one === undefined) return nothingCounted;
  if (other === undefined) return one;
  return together(counters, (sum, count) => sum + count);
}

/** Of each day whichever is more. */
export function atLeast(counters: readonly DayCounter[]): DayCounter {
  return together(counters, Math.max);
}

/** 1 on each day on which anything was counted. */
export function daysCounted(counter: DayCounter): DayCounter {
  return together([counter], (_, count) => (count > 0 ? 1 : 0));
}

function together(counters: readonly DayCounter[], add: (sum: number, count: number) => number): DayCounter {
  const counted = counters.filter(({ sums }) => sums.length > 0);
  let first = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { first: from, sums } of counted) {
    first = Math.min(first, from);
    end = Math.max(end, from + sums.length);
  }
  if (counted.length === 0) return nothingCounted;
  const counts = new Int32Array(end - first);
  for (const { first: from, sums } of counted) {
    let before = 0;
    for (let place = 0; place < sums.length; place += 1) {
      const sum = sums[place] ?? 0;
      const at = from - first + place;
      counts[at] = add(counts[at] ?? 0, sum - before);
      before = sum;
    }
  }
  return summedUp(first, counts);
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
