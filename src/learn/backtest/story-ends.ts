// How subjects ended: customers that left or stayed, leads and deals that were won or lost, each with its moment.
import type { Circle } from '#analyze/circle.ts';
import { placeAt, valueAt } from '#analyze/field/course.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { dealStanding, personStanding } from '#analyze/standing.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { isCalledCustomer } from '#sense/vocabulary.ts';
import type { PastSubject } from './past-subject.ts';

type Ends = PastSubject['outcomes'];

/** From the CRM alone; what people recorded besides is added by whoever has it. */
export function storyEnds(circle: Circle, timeline: Timeline, rules: OutcomeRules): Ends {
  if (circle.twin.kind === 'company') return [...renewals(timeline), ...stageEnds(timeline)];
  const standing =
    circle.twin.kind === 'deal' ? dealStanding(circle.twin, rules) : personStanding(circle, rules);
  if (standing.is === 'open' || standing.since === null) return [];
  return [{ at: Date.parse(standing.since), kind: standing.is }];
}

/** The first contract that is won is a beginning; every closed deal after that is a renewal, or the end. */
function renewals({ deals, properties }: Pick<Timeline, 'deals' | 'properties'>): Ends {
  const closed = deals.flatMap(({ closed: at, won }) => (at === null ? [] : [{ at, won }]));
  const ordered = closed.sort((one, other) => one.at - other.at);
  const first = ordered.findIndex(({ won }) => won === true);
  if (first < 0) return [];
  const after = ordered.slice(first + 1);
  return after.flatMap(({ at, won }, place): Ends => {
    if (won === true) return [{ at, kind: 'renewed' }];
    // A lost deal beside a customer that goes on buying ends nothing.
    const stays = after.slice(place + 1).some((later) => later.won === true) || isCalledSince(properties, at);
    return stays ? [] : [{ at, kind: 'churned' }];
  });
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
