// How long one look at segments holds: a week, and less in the beginning, when most of what is known comes in.

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const first = 10 * minute;

/** 10 minutes after the first version, then six times as long each time, until it is a week. */
export function nextLookMs(version: number): number {
  return Math.min(week, first * 6 ** Math.max(0, version - 1));
}
