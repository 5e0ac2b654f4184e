// What past customers teach of stagnation: usual rates, holidays, how many like that left, and the threshold.
import { dayMs } from '#analyze/field/day-counter.ts';
import type { Trier } from '#analyze/stagnation/first-tries.ts';
import { quietDays, type UsualPeople, usualDays } from '#analyze/stagnation/quiet-days.ts';
import {
  ageBands,
  presetStagnation,
  type StagnationWeights,
} from '#analyze/stagnation/stagnation-weights.ts';
import { lively, rateAt, stillnessAt } from '#analyze/stagnation/stillness.ts';

/** `until`: the last moment at which it was a customer and heard of, in milliseconds since 1970. */
export type PastCustomer = {
  readonly triers: readonly Trier[];
  readonly until: number;
  readonly left: number | null;
};

/** Fewest who left, and who stayed, with enough of their past seen. */
const fewest = { left: 10, stayed: 30 } as const;
/** A customer teaches when it was seen for so long. */
const leastSeenDays = 45;
/** An alert counts when it comes so many days before the customer leaves, and not more than that horizon. */
const earlyDays = 14;
const horizonDays = 90;
/** Before it leaves a customer no longer does what is usual. */
const declineDays = 75;
const stepDays = 3;
const thresholds = Array.from({ length: 29 }, (_, nr) => 2 + nr / 2);

/** `usual`: how many are seen on a usual day, to tell quiet days sooner than the next learning does. */
export function stagnationFrom(
  customers: readonly PastCustomer[],
  usual: UsualPeople | null = null,
): StagnationWeights {
  const seen = customers.filter(
    ({ triers, until }) => until - firstOf(triers) * dayMs >= leastSeenDays * dayMs,
  );
  const left = seen.filter((one) => one.left !== null).length;
  const stayed = seen.length - left;
  const plain: StagnationWeights = {
    ...presetStagnation,
    features: featuresOf(customers),
    quiet: quietOf(customers),
    usual,
    history: { left, stayed, needed: Math.max(0, fewest.left - left) },
  };
  const weights = { ...plain, rates: ratesOf(seen, plain) };
  if (left < fewest.left || stayed < fewest.stayed) return weights;
  const courses = seen.map((one) => courseOf(one, { ...weights, learned: true }));
  const judged = thresholds.map((least) => ({ least, ...judge(courses, least) }));
  const { early, caught, inVain, least } = chosenOf(judged, left);
  if (caught === 0) return weights;
  return { ...weights, learned: true, least, likes: likesOf(courses), report: { caught, early, inVain } };
}

const firstOf = (triers: readonly Trier[]): number =>
  Math.min(...triers.map(({ days }) => days[0] ?? Number.POSITIVE_INFINITY));

/** Known to several customers: something that one customer alone does is nothing that another misses. */
function featuresOf(customers: readonly PastCustomer[]): string[] {
  const count = new Map<string, number>();
  for (const { triers } of customers)
    for (const feature of new Set(triers.flatMap(({ tries }) => tries.map((one) => one.feature))))
      count.set(feature, (count.get(feature) ?? 0) + 1);
  const least = Math.max(3, customers.length * 0.02);
  return [...count].flatMap(([feature, times]) => (times >= least ? [feature] : [])).sort();
}

/** By all customers together; the newest day is not over yet. */
function quietOf(customers: readonly PastCustomer[]): Record<string, number> {
  const people = new Map<number, number>();
  for (const { triers } of customers)
    for (const { days } of triers) for (const day of days) people.set(day, (people.get(day) ?? 0) + 1);
  const days = [...people.keys()].sort((a, b) => a - b);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  return quietDays(people, first + usualDays, last);
}

/** New things a person tries in a day, by the age of the customer; shrunk towards the preset where little was seen. */
function ratesOf(customers: readonly PastCustomer[], weights: StagnationWeights): number[] {
  const tried = ageBands.map(() => 5);
  const days = ageBands.map((from) => 5 / rateAt(presetStagnation, from));
  for (const one of customers) {
    const first = firstOf(one.triers);
    const last = Math.floor(one.until / dayMs) - (one.left === null ? 0 : declineDays);
    for (const trier of one.triers)
      for (const [band, begins] of ageBands.entries()) {
        const until = Math.min(last, exhausted(trier, weights), first + (ageBands[band + 1] ?? mostDays));
        const from = Math.max((trier.days[0] ?? last) + warmUpDays, first + begins);
        if (until <= from) continue;
        days[band] = (days[band] ?? 0) + lively(weights, from, until);
        tried[band] = (tried[band] ?? 0) + trier.tries.filter(({ at }) => isIn(at, from, until)).length;
      }
  }
  return tried.map((count, band) => Math.round((count / (days[band] ?? 1)) * 10_000) / 10_000);
}

const warmUpDays = 14;
const mostDays = 100_000;

function isIn(at: number, from: number, until: number): boolean {
  const day = Math.floor(at / dayMs);
  return day > from && day <= until;
}

/** From this day on there was nothing left to try. */
function exhausted({ tries }: Trier, { features }: StagnationWeights): number {
  const last = tries.at(-1);
  return last === undefined || tries.length < features.length ? mostDays : Math.floor(last.at / dayMs);
}

type Course = {
  readonly left: number | null;
  readonly until: number;
  readonly moments: readonly { readonly day: number; readonly evidence: number }[];
};

/** Only moments of which it is known how they ended: the customer left, or stayed for the whole horizon. */
function courseOf({ triers, until, left }: PastCustomer, weights: StagnationWeights): Course {
  const last = Math.floor(until / dayMs);
  const moments: { day: number; evidence: number }[] = [];
  for (let day = firstOf(triers) + 28; day <= last; day += stepDays) {
    const still = stillnessAt(triers, weights, (day + 1) * dayMs - 1);
    if (still !== null) moments.push({ day, evidence: still.evidence });
  }
  return { left: left === null ? null : Math.floor(left / dayMs), until: last, moments };
}

/** One story is one alert; after the horizon it would be told again. `early`: how many days before the customer left. */
function alertsOf({ left, until, moments }: Course, least: number) {
  let [told, early, inVain] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const { day, evidence } of moments) {
    if (evidence < least || day - told < horizonDays) continue;
    told = day;
    if (left !== null && left - day <= horizonDays) early = left - day;
    else if (left !== null || until - day >= horizonDays / 2) inVain += 1;
  }
  return { early, inVain };
}

/** `worth`: the F2 measure: a customer missed weighs as much as four calls in vain. */
function judge(courses: readonly Course[], least: number) {
  let [caught, early, missed, inVain] = [0, 0, 0, 0];
  for (const course of courses) {
    const told = alertsOf(course, least);
    inVain += told.inVain;
    if (course.left === null) continue;
    if (told.early > 0) caught += 1;
    if (told.early >= earlyDays) early += 1;
    else missed += 1;
  }
  return { caught, early, inVain, worth: (5 * early) / Math.max(1, 5 * early + inVain + 4 * missed) };
}

type Judged = { readonly least: number; readonly worth: number };
/** What limits nearby are worth counts too, the less the farther off they are. */
const nearby = 2.5;
/** A limit that is worth so much of the best one is as good, as far as anybody can tell. */
const asGood = 0.97;
/** The preset weighs as much as so many customers who left. */
const presetWeight = 40;

/**
 * The worth is about the same over a wide span of limits: the best one of all would be chosen by chance, and another one
 * every night. It is smoothed; of limits as good as the best the lowest counts, because who is missed is gone; and while
 * few have left it is drawn to the preset.
 */
function chosenOf<J extends Judged>(judged: readonly J[], left: number): J {
  const smooth = judged.map(({ least }) => {
    const weights = judged.map((one) => Math.max(0, 1 - Math.abs(one.least - least) / nearby));
    const sum = judged.reduce((all, { worth }, nr) => all + worth * (weights[nr] ?? 0), 0);
    return sum / weights.reduce((all, one) => all + one, 0);
  });
  const good = smooth.findIndex((worth) => worth >= asGood * Math.max(...smooth));
  const own = judged[good]?.least ?? presetStagnation.least;
  const wanted = (left * own + presetWeight * presetStagnation.least) / (left + presetWeight);
  return judged.reduce((a, b) => (Math.abs(b.least - wanted) < Math.abs(a.least - wanted) ? b : a));
}

const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15] as const;

/** Of customers at moments with at least so much evidence: how many left within 90 days. A customer counts once a step. */
function likesOf(courses: readonly Course[]): StagnationWeights['likes'] {
  return steps.map((evidence, nr) => {
    const above = steps[nr + 1] ?? Number.POSITIVE_INFINITY;
    let [seen, left] = [0, 0];
    for (const one of courses) {
      const decided = one.moments.filter(
        ({ day }) => one.left !== null || one.until - day >= horizonDays / 2,
      );
      const first = decided.find((moment) => moment.evidence >= evidence && moment.evidence < above);
      if (first === undefined) continue;
      seen += 1;
      if (one.left !== null && one.left - first.day <= horizonDays) left += 1;
    }
    return { evidence, seen, left };
  });
}
