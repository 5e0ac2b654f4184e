// How much of the product a customer uses at one moment: kinds of features in use, and features tried for the first time.
import { meaningOf } from '#analyze/field/meaning.ts';
import type { UsageNames } from '#sense/usage-names.ts';
import type { Twin } from '#twin/twin.ts';
import { countIn, day } from './activity.ts';

export type BreadthFacts = {
  /** Features used in the last 4 weeks, and in 4 weeks of the 12 before; null where events name no more than one. */
  readonly kindsNow: number | null;
  readonly kindsBefore: number | null;
  /** Features tried for the first time in the last 8 weeks, and in 8 weeks of the 24 before. */
  readonly triedNow: number;
  readonly triedBefore: number;
  readonly asOf: string | null;
};

const kindsDays = 28;
const kindsPast = 3;
const triedDays = 56;
const triedPast = 3;

/** Null where no event tells of a feature. */
export function breadthFacts(twins: readonly Twin[], names: UsageNames, at: number): BreadthFacts | null {
  const meaning = meaningOf(names);
  const features = new Map<string, Twin['events'][string][]>();
  for (const { events } of twins)
    for (const [name, activity] of Object.entries(events))
      if (meaning(name) === 'feature') features.set(name, [...(features.get(name) ?? []), activity]);
  const tried = firstTries(twins, (name) => meaning(name) === 'feature', at);
  if (tried.length < 2) return null;
  const kinds = (until: number) =>
    [...features.values()].filter((list) => countIn(list, until, kindsDays) > 0).length;
  const past = Array.from({ length: kindsPast }, (_, nr) => kinds(at - (nr + 1) * kindsDays * day));
  const told = features.size > 1;
  const between = (from: number, to: number) => tried.filter((one) => one > from && one <= to).length;
  return {
    kindsNow: told ? kinds(at) : null,
    kindsBefore: told ? past.reduce((sum, one) => sum + one, 0) / kindsPast : null,
    triedNow: between(at - triedDays * day, at),
    triedBefore: between(at - (1 + triedPast) * triedDays * day, at - triedDays * day) / triedPast,
    asOf: new Date(Math.max(...tried)).toISOString(),
  };
}

/** When each feature was used for the first time, whoever did, as far as that was before the moment. */
function firstTries(twins: readonly Twin[], isFeature: (name: string) => boolean, at: number): number[] {
  const first = new Map<string, number>();
  for (const { tried } of twins)
    for (const [feature, when] of Object.entries(tried)) {
      const time = Date.parse(when);
      if (isFeature(feature) && time <= at)
        first.set(feature, Math.min(time, first.get(feature) ?? Number.POSITIVE_INFINITY));
    }
  return [...first.values()];
}
