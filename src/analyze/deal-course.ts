// The course of a deal: since when it is in its stage, how often its close date was put off, as far as its record's past tells.
import { namesOf } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';
import { type Course, placeAt } from './field/course.ts';
import type { Timeline } from './field/timeline.ts';
import { dateOf, numberOf } from './value.ts';

/** What was said of each property from which moment on. */
export type DealCourse = Pick<Timeline, 'properties'>;

export type DealPlace = {
  readonly stage: string | null;
  readonly stageDays: number | null;
  /** Planned close (ms since 1970). */
  readonly due: number | null;
  /** How often that was moved to a later day; null where the past is not known. */
  readonly pushes: number | null;
  readonly amount: number | null;
};

const day = 86_400_000;
/** When the CRM itself says that the stage began. */
const began = ['hs_v2_date_entered_current_stage', 'hs_date_entered_current_stage', 'LastStageChangeDate'];

/** Where the deal stands at `at`: nothing that was said later counts. */
export function dealPlace({ properties }: DealCourse, twin: Twin, at: number): DealPlace {
  const by = (concept: 'stage' | 'closeDate' | 'amount') => {
    for (const name of namesOf(concept)) {
      const course = properties.get(name);
      if (course !== undefined && placeAt(course, at) >= 0) return upTo(course, at);
    }
    return [];
  };
  const stages = by('stage');
  const stage = stages.at(-1)?.value ?? null;
  const since = stage === null ? null : (beganAt(twin, at) ?? changedAt(stages));
  const dates = by('closeDate').flatMap(({ value }) => timeOf(value) ?? []);
  return {
    stage,
    stageDays: since === null ? null : Math.max(0, Math.round((at - since) / day)),
    due: dates.at(-1) ?? null,
    pushes: dates.length === 0 ? null : pushesIn(dates),
    amount: numberOf(by('amount').at(-1)?.value ?? ''),
  };
}

type Said = { readonly at: number; readonly value: string | null };

function upTo({ at, values }: Course<string | null>, moment: number): Said[] {
  return at.flatMap((time, place) => (time <= moment ? [{ at: time, value: values[place] ?? null }] : []));
}

function beganAt({ properties }: Twin, at: number): number | null {
  for (const name of began) {
    const time = timeOf(properties[name]?.value ?? null);
    if (time !== null && time <= at) return time;
  }
  return null;
}

/** When the last value was said for the first time in a row. */
function changedAt(list: readonly Said[]): number | null {
  const last = list.at(-1)?.value;
  const other = list.findLastIndex(({ value }) => value !== last);
  return list[other + 1]?.at ?? null;
}

/** A later day by more than a day: people correct a date by hours. */
function pushesIn(dates: readonly number[]): number {
  return dates.filter((date, nr) => nr > 0 && date > (dates[nr - 1] ?? date) + day).length;
}

function timeOf(value: string | null): number | null {
  return value === null || value === '' ? null : dateOf(value);
}
