// Stillness: how long a customer has tried nothing new, against what is usual for it, as of any moment.
import { dayMs } from '#analyze/field/day-counter.ts';
import { dayNumber } from '#twin/day-counts.ts';
import type { FirstTry, Trier } from './first-tries.ts';
import { ageBands, type StagnationWeights } from './stagnation-weights.ts';

export type Stillness = {
  /** Since anybody there did something for the first time, and what that was. */
  readonly days: number;
  readonly last: FirstTry;
  /** Days between two new things, as is usual for this customer; null when they know everything. */
  readonly usual: number | null;
  /**
   * Days of people in the last `days` days, and how many are usual in as many days: of the last one, two, three and four
   * weeks those that stand out most. Null while there was too little before.
   */
  readonly use: { readonly days: number; readonly now: number; readonly usual: number } | null;
  /** New things and days of use that usually would have come and did not, as -log of the chance that it is chance. */
  readonly evidence: number;
  /** After so many days without anything new it counts as stagnation. */
  readonly threshold: number;
  readonly stagnant: boolean;
};

/** Everything is new at first: it says nothing of what is usual. */
const warmUpDays = 14;
/** Fewest days that a customer was seen before anything is said. */
const fewestDays = 14;
/** Own past that counts for what is usual. */
const pastDays = 84;
/** As much as so many new things of its own weighs what is usual for all customers of that age. */
const shrink = 1.5;
/** Who was last seen so long before the last new thing has left. */
const stillThereDays = 42;
const useWindows = [14, 7, 21, 28] as const;
/** Fewest days before the window that tell what is usual, and most. */
const fewestBefore = 14;

/** Null while nothing, or too little, was seen. */
export function stillnessAt(
  triers: readonly Trier[],
  weights: StagnationWeights,
  at: number,
): Stillness | null {
  const today = Math.floor(at / dayMs);
  const people = triers.flatMap((one) => knownAt(one, at, today));
  const first = Math.min(...people.map(({ days }) => days[0] ?? today));
  const last = people.flatMap(({ tries }) => tries).reduce<FirstTry | null>(later, null);
  if (last === null || today - first < fewestDays) return null;
  const lastDay = Math.floor(last.at / dayMs);
  const days = today - lastDay;
  const open = people.filter((one) => isOpen(one, lastDay, weights));
  const usual = open.length === 0 ? null : usualGap(people, open.length, first, lastDay, weights);
  const use = usageAt(people, first, today, weights);
  const missing = usual === null ? 0 : lively(weights, lastDay, today) / usual;
  const less = use === null ? 0 : surprise(use.now, use.usual);
  const evidence = missing + less;
  return {
    ...{ days, last, usual, use, evidence },
    ...(weights.learned
      ? { threshold: limitOf(usual, less, weights.least, days), stagnant: evidence >= weights.least }
      : { threshold: weights.presetDays, stagnant: usual !== null && days >= weights.presetDays }),
  };
}

/**
 * Whether `stillnessAt` says stagnant, or null where it says nothing. Where nothing was learned that takes no more than when
 * something was tried last, so that a year of days is asked at once.
 */
export function isStagnantAt(
  triers: readonly Trier[],
  weights: StagnationWeights,
  at: number,
): boolean | null {
  if (weights.learned) return stillnessAt(triers, weights, at)?.stagnant ?? null;
  const today = Math.floor(at / dayMs);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { tries, days } of triers) {
    const place = tries.findLastIndex((one) => one.at <= at);
    if (place < 0) continue;
    last = Math.max(last, tries[place]?.at ?? last);
    first = Math.min(first, days[0] ?? today, today);
  }
  if (last === Number.NEGATIVE_INFINITY || today - first < fewestDays) return null;
  const lastDay = Math.floor(last / dayMs);
  if (today - lastDay < weights.presetDays) return false;
  return triers.some((one) => knownAt(one, at, today).some((known) => isOpen(known, lastDay, weights)));
}

/** At today's use; when everything is known there only use can tell. */
function limitOf(usual: number | null, less: number, least: number, days: number): number {
  if (usual === null) return less >= least ? days : days + 1;
  return Math.max(1, Math.ceil((least - less) * usual));
}

function later(known: FirstTry | null, one: FirstTry): FirstTry {
  return known === null || one.at > known.at ? one : known;
}

/** What was known by then; nothing is made anew of who is looked at today. */
function knownAt(one: Trier, at: number, today: number): Trier[] {
  const { tries, days } = one;
  if (tries.length === 0 || (tries[0]?.at ?? 0) > at) return [];
  if ((tries.at(-1)?.at ?? 0) <= at && (days.at(-1) ?? 0) <= today) return [one];
  return [{ tries: tries.filter((two) => two.at <= at), days: days.slice(0, countUntil(days, today)) }];
}

/** Still there about the last new thing, and with something left to try. */
function isOpen({ tries, days }: Trier, lastDay: number, { features }: StagnationWeights): boolean {
  if ((days.at(-1) ?? 0) < lastDay - stillThereDays) return false;
  // Who tried fewer things than there are has something left; of others it must be looked up.
  if (features.length === 0 || tries.length < features.length) return true;
  const known = new Set(tries.map(({ feature }) => feature));
  return features.some((feature) => !known.has(feature));
}

/** By what its own people tried before the last new thing, shrunk towards what customers of that age try. */
function usualGap(
  people: readonly Trier[],
  open: number,
  first: number,
  lastDay: number,
  weights: StagnationWeights,
): number {
  let tried = 0;
  let looked = 0;
  for (const { tries, days } of people) {
    const from = Math.max((days[0] ?? lastDay) + warmUpDays, lastDay - pastDays);
    if (from >= lastDay) continue;
    looked += lively(weights, from, lastDay);
    for (const one of tries) {
      const day = Math.floor(one.at / dayMs);
      if (day > from && day <= lastDay) tried += 1;
    }
  }
  const usual = rateAt(weights, lastDay - first);
  const rate = (tried + shrink) / (looked + shrink / usual);
  return Math.max(1, 1 / (rate * open));
}

export function rateAt({ rates }: Pick<StagnationWeights, 'rates'>, ageDays: number): number {
  const band = ageBands.findLastIndex((from) => ageDays >= from);
  return rates[Math.max(0, band)] ?? 0.05;
}

function usageAt(
  people: readonly Trier[],
  first: number,
  today: number,
  weights: StagnationWeights,
): Stillness['use'] {
  const seen = (after: number, until: number) =>
    people.reduce((sum, { days }) => sum + countIn(days, after, until), 0);
  const windows = useWindows.flatMap((days) => {
    const from = Math.max(first, today - days - pastDays);
    const past = lively(weights, from, today - days);
    if (past < fewestBefore) return [];
    const usual = (seen(from, today - days) / past) * lively(weights, today - days, today);
    return [{ days, now: seen(today - days, today), usual }];
  });
  const [two] = windows;
  return two === undefined
    ? null
    : windows.reduce((a, b) => (surprise(b.now, b.usual) > surprise(a.now, a.usual) ? b : a), two);
}

/** Of days in the order of time: how many are in (after, until]. */
function countIn(days: readonly number[], after: number, until: number): number {
  return Math.max(0, countUntil(days, until) - countUntil(days, after));
}

function countUntil(days: readonly number[], until: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** -log of how likely it is to see so little, about, where so much is usual. */
function surprise(now: number, usual: number): number {
  if (now >= usual) return 0;
  return (now === 0 ? 0 : now * Math.log(now / usual)) + usual - now;
}

type Quiet = StagnationWeights['quiet'];
const numbered = new WeakMap<Quiet, readonly (readonly [day: number, share: number])[]>();

/** The dates as numbers, read once: days are counted very often. */
function quietDays(quiet: Quiet): readonly (readonly [day: number, share: number])[] {
  const known = numbered.get(quiet);
  if (known !== undefined) return known;
  const days = Object.entries(quiet).map(([date, share]) => [dayNumber(date), share] as const);
  numbered.set(quiet, days);
  return days;
}

/** Days in (from, to], a quiet one counted as little as it was. */
export function lively({ quiet }: Pick<StagnationWeights, 'quiet'>, from: number, to: number): number {
  let days = to - from;
  for (const [day, share] of quietDays(quiet)) if (day > from && day <= to) days -= 1 - share;
  return days;
}
