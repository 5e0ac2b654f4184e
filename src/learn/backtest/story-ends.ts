// How subjects ended: customers that left or stayed, leads and deals that were won or lost, each with its moment.
import type { Circle } from '#analyze/circle.ts';
import { placeAt, valueAt } from '#analyze/field/course.ts';
import { countUntil, dayMs } from '#analyze/field/day-counter.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { dealStanding, personStanding } from '#analyze/standing.ts';
import { dateOf } from '#analyze/value.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { isCalledCustomer, saysLeft } from '#sense/vocabulary.ts';
import type { PastSubject } from './past-subject.ts';

type Ends = PastSubject['outcomes'];

/** From the CRM alone; what people recorded besides is added by whoever has it. */
export function storyEnds(circle: Circle, timeline: Timeline, rules: OutcomeRules): Ends {
  if (circle.twin.kind === 'company')
    return [...renewals(timeline), ...stageEnds(timeline), ...toldEnds(timeline)];
  const standing =
    circle.twin.kind === 'deal' ? dealStanding(circle.twin, rules) : personStanding(circle, rules);
  if (standing.is === 'open' || standing.since === null) return [];
  return [{ at: Date.parse(standing.since), kind: standing.is }];
}

/**
 * The first contract that is won is a beginning; every closed deal after that is a renewal, or the end. Most CRMs go on calling
 * a customer whoever was one: there a lost deal ends it only where it is named a renewal, and the product is used no more.
 */
function renewals({ deals, properties, activeDays }: Timeline): Ends {
  const closed = deals.flatMap(({ closed: at, won, renewal }) => (at === null ? [] : [{ at, won, renewal }]));
  const ordered = closed.sort((one, other) => one.at - other.at);
  const first = ordered.findIndex(({ won }) => won === true);
  if (first < 0) return [];
  const after = ordered.slice(first + 1);
  return after.flatMap(({ at, won, renewal }, place): Ends => {
    if (won === true) return [{ at, kind: 'renewed' }];
    // A lost deal beside a customer that goes on buying ends nothing.
    const isNoEnd = isCalledSince(properties, at) && (renewal !== true || isUsedAfter(activeDays, at));
    const stays = after.slice(place + 1).some((later) => later.won === true) || isNoEnd;
    return stays ? [] : [{ at, kind: 'churned' }];
  });
}

/** What was paid for is used up first. */
const stillPaidDays = 60;

function isUsedAfter(activeDays: Timeline['activeDays'], at: number): boolean {
  const until = Math.floor(at / dayMs) + stillPaidDays;
  return countUntil(activeDays, Number.MAX_SAFE_INTEGER) > countUntil(activeDays, until);
}

const stages = ['lifecyclestage', 'Type'];

/**
 * The CRM calls it a customer at the moment, or did so later: the deal that was lost was one for more, and when the customer
 * leaves the CRM will say. As in `isCustomer`, by which it is looked at today, the CRM's word comes before the deals'.
 */
function isCalledSince(properties: Timeline['properties'], moment: number): boolean {
  return stages.some((name) => {
    const course = properties.get(name);
    const later = course?.values.slice(Math.max(0, placeAt(course, moment))) ?? [];
    return later.some((value) => isCalledCustomer({ [name]: { value } }));
  });
}

/** The CRM called it a customer and then something else. */
function stageEnds({ properties }: Timeline): Ends {
  return stages.flatMap((name) => {
    const course = properties.get(name);
    const isCustomer = (at: number) => isCalledCustomer({ [name]: { value: valueAt(course, at) ?? null } });
    const ends = (course?.at ?? []).filter((at) => isCustomer(at - 1) && !isCustomer(at));
    return ends.map((at) => ({ at, kind: 'churned' as const }));
  });
}

/**
 * What a field that the tenant names for it tells: the day that stands in it, once that is over, or since when its state says so.
 * Only the field's newest word counts: who came back has none.
 */
function toldEnds({ properties, names }: Timeline): Ends {
  return names.left.flatMap((name): Ends => {
    const course = properties.get(name);
    const value = course?.values.at(-1)?.trim();
    if (course === undefined || !value) return [];
    const day = dateOf(value);
    if (day !== null) return [{ at: day, kind: 'churned' }];
    if (!saysLeft(value)) return [];
    // The state may have been told in more words than one since.
    const stayed = course.values.findLastIndex((one) => !saysLeft(one ?? ''));
    const at = course.at[stayed + 1];
    // A state that was never another has no day: nobody knows when it left.
    return at === undefined || stayed < 0 ? [] : [{ at, kind: 'churned' }];
  });
}
