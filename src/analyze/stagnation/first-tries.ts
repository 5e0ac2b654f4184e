// First tries: what each person of a customer did for the first time and when, and on which days that person was seen.
import { type Circle, linked } from '#analyze/circle.ts';
import { counterOf } from '#analyze/field/activity-counter.ts';
import { summed } from '#analyze/field/day-counter.ts';
import type { Activity, Twin } from '#twin/twin.ts';

/** `at`: milliseconds since 1970. */
export type FirstTry = { readonly feature: string; readonly at: number };

/** `tries` and `days` (UTC days since 1970) in the order of time. */
export type Trier = { readonly tries: readonly FirstTry[]; readonly days: readonly number[] };

/**
 * The people of a company who were seen in the product. What was told of the company and of nobody whom we know is the
 * doing of one person more, so that nothing new is missed where people are not known.
 */
export function triersOf(circle: Circle): Trier[] {
  const twins = circle.twin.kind === 'company' ? linked(circle, 'contact').map(({ twin }) => twin) : [];
  const people = twins.flatMap((twin) => trierOf(twin, triesOf(twin)));
  const known = new Map<string, number>();
  for (const { feature, at } of people.flatMap(({ tries }) => tries))
    known.set(feature, Math.min(at, known.get(feature) ?? at));
  const unknown = triesOf(circle.twin).filter(
    ({ feature, at }) => (known.get(feature) ?? Number.POSITIVE_INFINITY) > at,
  );
  return unknown.length === 0 ? people : [...people, ...trierOf(circle.twin, unknown)];
}

function triesOf({ tried }: Twin): FirstTry[] {
  return Object.entries(tried)
    .map(([feature, at]) => ({ feature, at: Date.parse(at) }))
    .sort((one, other) => one.at - other.at || (one.feature < other.feature ? -1 : 1));
}

function trierOf(twin: Twin, tries: readonly FirstTry[]): Trier[] {
  const days = daysOf(Object.values(twin.events));
  return days.length === 0 ? [] : [{ tries, days }];
}

function daysOf(activities: readonly Activity[]): number[] {
  const { first, sums } = summed(activities.map(counterOf));
  const days: number[] = [];
  for (let place = 0; place < sums.length; place += 1)
    if ((sums[place] ?? 0) > (sums[place - 1] ?? 0)) days.push(first + place);
  return days;
}
