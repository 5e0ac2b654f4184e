// Checks the index against what happened: who left while green, who was red and stayed, how early it was seen.
import { type Course, valueAt } from '#analyze/field/course.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import type { SeenFinding } from '#analyze/field/timeline.ts';
import { healthBands, type Part, partCodes } from '#analyze/finding.ts';
import { areaBetween, type Judged } from './area-between.ts';
import { fewestFates, type HealthCheck, horizonDays } from './health-check.ts';
import type { PartMoment } from './part-moment.ts';

/** A customer with what the index said, from which moment on it was said live, and when it left. */
export type PastHealth = {
  readonly subject: string;
  readonly name: string;
  readonly course: Course<SeenFinding>;
  /** Milliseconds since 1970; none where it was always computed afterwards. */
  readonly live: number | null;
  readonly left: readonly number[];
};

/** UTC days since 1970. */
export type Span = { readonly from: number; readonly to: number };

const beforeDays = [90, 30, 14] as const;
const monthDays = 30;
/** A red phase goes on when the customer was not red for less than this. */
const pauseDays = 28;
const mostMissed = 25;

/** What weights are learned from: the moments of a customer by the parts, as they would have been found. */
export function partMomentsOf(one: PastHealth, anew: Course<SeenFinding>, span: Span): PartMoment[] {
  return momentsOf({ ...one, course: anew, left: leavings(one, span) }, span).map(
    ({ customer, parts, left }) => ({ customer, parts, left }),
  );
}

export function checkIndex(customers: readonly PastHealth[], span: Span): HealthCheck {
  const known = customers.flatMap((one) =>
    storyOf(one, span) ? [{ ...one, left: leavings(one, span) }] : [],
  );
  const moments = known.flatMap((one) => momentsOf(one, span));
  const judged = moments.map((one): Judged => ({ ...one, value: one.score }));
  const leavers = known.filter(({ left }) => left.length > 0);
  const stayers = new Set(moments.flatMap(({ customer, left }) => (left ? [] : [customer])));
  const ends = leavers.flatMap((one) => one.left.map((at) => ({ ...one, at })));
  const enough = hasEnough(moments);
  const index = areaBetween(judged);
  return {
    ...{ from: isoDay(span.from), to: isoDay(span.to), customers: known.length, left: ends.length },
    stayed: known.filter(({ subject, left }) => left.length === 0 && stayers.has(subject)).length,
    before: beforeDays.map((days) => ({ days, ...standings(ends, days) })),
    red: redTimes(known, span),
    early: earlyOf(ends),
    levels: levelsOf(moments),
    bands: healthBands.map((band) => tally(band, moments)),
    moments: moments.length,
    anew: moments.length === 0 ? 0 : moments.filter(({ live }) => !live).length / moments.length,
    index: enough ? index : null,
    parts: partCodes.map((code) => partOf(code, moments)),
    verdict: verdictOf(enough, index),
    missed: missedOf(ends),
  };
}

/** Whether the index ever said anything of it. */
const storyOf = ({ course }: PastHealth, { to }: Span): boolean =>
  course.values.some(({ score }, place) => score !== null && (course.at[place] ?? 0) <= endOf(to));

/** In order, within the span; what is told again within a horizon is the same leaving. */
function leavings({ left }: PastHealth, { from, to }: Span): number[] {
  const within = left.filter((at) => at >= from * dayMs && at <= endOf(to)).sort((a, b) => a - b);
  return within.filter((at, place) => place === 0 || at - (within[place - 1] ?? 0) > horizonDays * dayMs);
}

type Moment = {
  readonly customer: string;
  readonly score: number;
  readonly band: SeenFinding['band'];
  readonly parts: readonly Part[];
  readonly left: boolean;
  readonly live: boolean;
};

/** Moments a month apart whose fate is known: the customer left within the horizon, or the whole horizon is past. */
function momentsOf({ subject, course, live, left }: PastHealth, { from, to }: Span): Moment[] {
  const moments: Moment[] = [];
  for (let day = to - horizonDays; day >= from; day -= monthDays) {
    const at = endOf(day);
    const gone = left.find((one) => one > at);
    const before = left.findLast((one) => one <= at);
    const said = valueAt(course, at);
    // Whoever has left is nobody's customer, though the CRM may say so late.
    if (said == null || said.score === null || (before !== undefined && gone === undefined)) continue;
    moments.push({
      ...{ customer: subject, score: said.score, band: said.band, parts: said.parts },
      left: gone !== undefined && gone - at <= horizonDays * dayMs,
      live: live !== null && at >= live,
    });
  }
  return moments;
}

function hasEnough(moments: readonly { readonly customer: string; readonly left: boolean }[]): boolean {
  const of = (gone: boolean) =>
    new Set(moments.flatMap(({ customer, left }) => (left === gone ? [customer] : []))).size;
  return of(true) >= fewestFates && of(false) >= fewestFates;
}

type End = PastHealth & { readonly at: number };

function standings(ends: readonly End[], days: number): Omit<HealthCheck['before'][number], 'days'> {
  const counts = { healthy: 0, watch: 0, at_risk: 0, none: 0 };
  for (const { course, at } of ends) {
    const band = valueAt(course, at - days * dayMs)?.band ?? null;
    const known = healthBands.find((one) => one === band);
    counts[known ?? 'none'] += 1;
  }
  return counts;
}

type Phase = { readonly from: number; readonly until: number };

/** Times at which the customer was red; `until` is the moment from which it was so no more. */
function redPhases({ course }: PastHealth): Phase[] {
  const phases: Phase[] = [];
  for (const [place, { band }] of course.values.entries()) {
    if (band !== 'at_risk') continue;
    const from = course.at[place] ?? 0;
    const until = course.at[place + 1] ?? Number.POSITIVE_INFINITY;
    const last = phases.at(-1);
    if (last !== undefined && from - last.until < pauseDays * dayMs)
      phases[phases.length - 1] = { from: last.from, until };
    else phases.push({ from, until });
  }
  return phases;
}

function redTimes(customers: readonly PastHealth[], { from, to }: Span): HealthCheck['red'] {
  const counts = { times: 0, left: 0, stayed: 0, open: 0 };
  for (const one of customers)
    for (const phase of redPhases(one)) {
      if (phase.from < from * dayMs || phase.from > endOf(to)) continue;
      const before = one.left.findLast((at) => at <= phase.from);
      const gone = one.left.find((at) => at > phase.from);
      if (before !== undefined && gone === undefined) continue;
      counts.times += 1;
      if (gone !== undefined && gone - phase.from <= horizonDays * dayMs) counts.left += 1;
      else if (endOf(to) - phase.from >= horizonDays * dayMs) counts.stayed += 1;
      else counts.open += 1;
    }
  return counts;
}

/** Red when it left, or until shortly before. */
function earlyOf(ends: readonly End[]): HealthCheck['early'] {
  const days = ends.flatMap((one) => {
    const phase = redPhases(one).findLast(({ from }) => from < one.at);
    if (phase === undefined || one.at - phase.until > pauseDays * dayMs) return [];
    return [Math.floor((one.at - phase.from) / dayMs)];
  });
  days.sort((a, b) => a - b);
  return {
    ...{ warned: days.length, unwarned: ends.length - days.length, days },
    medianDays: days[days.length >> 1] ?? null,
  };
}

function levelsOf(moments: readonly Moment[]): HealthCheck['levels'] {
  return Array.from({ length: 10 }, (_, nr) => {
    const here = moments.filter(({ score }) => Math.min(9, Math.floor(score / 10)) === nr);
    return { from: nr * 10, moments: here.length, left: here.filter(({ left }) => left).length };
  });
}

function tally(band: (typeof healthBands)[number], moments: readonly Moment[]) {
  const here = moments.filter((one) => one.band === band);
  return { band, moments: here.length, left: here.filter(({ left }) => left).length };
}

function partOf(code: Part['code'], moments: readonly Moment[]): HealthCheck['parts'][number] {
  const judged = moments.flatMap(({ customer, left, parts }): Judged[] => {
    const value = parts.find((one) => one.code === code)?.value ?? null;
    return value === null ? [] : [{ customer, left, value }];
  });
  return { code, moments: judged.length, area: hasEnough(judged) ? areaBetween(judged) : null };
}

function verdictOf(enough: boolean, index: HealthCheck['index']): HealthCheck['verdict'] {
  if (!enough || index === null) return 'too_few';
  if (index.high < 0.5) return 'reversed';
  return index.low > 0.5 ? 'tells' : 'nothing';
}

function missedOf(ends: readonly End[]): HealthCheck['missed'] {
  const missed = ends.flatMap(({ subject, name, course, at }) => {
    const said = valueAt(course, at - monthDays * dayMs);
    return said?.band === 'healthy' ? [{ subject, name, at, score: said.score }] : [];
  });
  return missed
    .sort((one, other) => other.at - one.at || one.subject.localeCompare(other.subject))
    .slice(0, mostMissed)
    .map(({ at, ...one }) => ({ ...one, left: new Date(at).toISOString().slice(0, 10) }));
}

const endOf = (day: number): number => (day + 1) * dayMs - 1;
const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
