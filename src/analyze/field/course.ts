// The course of a value: what it was from which moment on.

export type Course<T> = { readonly at: readonly number[]; readonly values: readonly T[] };

/** In the order of time; of two at the same moment the later one of the list counts. */
export function courseOf<T>(dated: readonly { readonly at: number; readonly value: T }[]): Course<T> {
  const ordered = [...dated].sort((one, other) => one.at - other.at);
  return { at: ordered.map(({ at }) => at), values: ordered.map(({ value }) => value) };
}

/** The place of what counted at `moment`; -1 where nothing was known yet. */
export function placeAt({ at }: Course<unknown>, moment: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function valueAt<T>(course: Course<T> | undefined, moment: number): T | undefined {
  if (course === undefined) return undefined;
  const place = placeAt(course, moment);
  return place < 0 ? undefined : course.values[place];
}

/** Since when the value has been what it was at `moment`; null where nothing was known. */
export function sinceAt<T>(course: Course<T> | undefined, moment: number): number | null {
  if (course === undefined) return null;
  let place = placeAt(course, moment);
  if (place < 0) return null;
  while (place > 0 && course.values[place - 1] === course.values[place]) place -= 1;
  return course.at[place] ?? null;
}
