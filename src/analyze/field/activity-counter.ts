// The day counter of what a twin counts by name: its text is read once, however many moments are asked.
import { dayNumber, eachCount } from '#twin/day-counts.ts';
import type { Activity } from '#twin/twin.ts';
import { type DayCounter, nothingCounted, summedUp } from './day-counter.ts';

const read = new WeakMap<Activity, DayCounter>();

export function counterOf(activity: Activity): DayCounter {
  const known = read.get(activity);
  if (known !== undefined) return known;
  const counter = readCounter(activity.days);
  read.set(activity, counter);
  return counter;
}

function readCounter(text: string): DayCounter {
  if (text === '') return nothingCounted;
  const first = dayNumber(text);
  let days = 1;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) days += 1;
  const counts = new Int32Array(days);
  eachCount(text, (day, count) => {
    counts[day - first] = count;
  });
  return summedUp(first, counts);
}
