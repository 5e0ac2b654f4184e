// Draws the timeline of a subject from its circle, and from the signals of its record where its past is asked for.
import { type Circle, linked } from '#analyze/circle.ts';
import { dealStanding } from '#analyze/standing.ts';
import { dateOf } from '#analyze/value.ts';
import type { Signal } from '#sense/signal.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { type Concept, said } from '#sense/vocabulary.ts';
import type { Activity, Twin } from '#twin/twin.ts';
import { type Course, courseOf } from './course.ts';
import { type DayCounter, dayCounter, dayOf } from './day-counter.ts';
import type { Case, SeenFinding, Timeline } from './timeline.ts';

/** `state`: signals about the subject's own record, in any order; without them only its present state is known. */
export type Drawing = {
  readonly circle: Circle;
  readonly state?: readonly Signal[];
  readonly findings?: Course<SeenFinding>;
  readonly outcomes: OutcomeRules;
};

const nothingFound: Course<SeenFinding> = { at: [], values: [] };

export function drawTimeline({ circle, state, findings = nothingFound, outcomes }: Drawing): Timeline {
  const { twin } = circle;
  // What people of a company do is the company's, and was perhaps told of both.
  const people = twin.kind === 'company' ? linked(circle, 'contact').map((one) => one.twin) : [];
  const events = together(
    twin.events,
    people.map((one) => one.events),
  );
  const engagements = together(
    twin.engagements,
    people.map((one) => one.engagements),
  );
  const anyEvent = sumOf(events);
  return {
    kind: twin.kind,
    createdAt: twin.createdAt === null ? null : Date.parse(twin.createdAt),
    properties: state === undefined ? presentProperties(twin) : pastProperties(state),
    findings,
    events: countersOf(events),
    anyEvent: dayCounter(anyEvent),
    activeDays: dayCounter(new Map([...anyEvent.keys()].map((day) => [day, 1]))),
    users: usersOf([twin, ...people]),
    engagements: countersOf(engagements),
    anyEngagement: dayCounter(sumOf(engagements)),
    tickets: linked(circle, 'ticket').flatMap((one) => ticketOf(one.twin)),
    deals: linked(circle, 'deal').flatMap((one) => dealOf(one.twin, outcomes)),
    asOf: {
      crm: newest([twin, ...people].map((one) => one.asOf.crm)),
      product: newest([twin, ...people].map((one) => one.asOf.product)),
    },
  };
}

type Days = Map<number, number>;

/** By name and day: what was told of the company, or of its people, whichever is more. */
function together(
  own: Readonly<Record<string, Activity>>,
  others: readonly Readonly<Record<string, Activity>>[],
): Map<string, Days> {
  const all = new Map<string, Days>();
  for (const other of others)
    for (const [name, { days }] of Object.entries(other)) {
      const counts = all.get(name) ?? new Map();
      all.set(name, counts);
      for (const date in days) {
        const day = dayOf(date);
        counts.set(day, (counts.get(day) ?? 0) + (days[date] ?? 0));
      }
    }
  for (const [name, { days }] of Object.entries(own)) {
    const counts = all.get(name) ?? new Map();
    all.set(name, counts);
    for (const date in days) {
      const day = dayOf(date);
      counts.set(day, Math.max(counts.get(day) ?? 0, days[date] ?? 0));
    }
  }
  return all;
}

function countersOf(all: ReadonlyMap<string, Days>): Map<string, DayCounter> {
  return new Map([...all].map(([name, days]) => [name, dayCounter(days)]));
}

function sumOf(all: ReadonlyMap<string, Days>): Days {
  const sum: Days = new Map();
  for (const days of all.values()) for (const [day, count] of days) sum.set(day, (sum.get(day) ?? 0) + count);
  return sum;
}

function usersOf(twins: readonly Twin[]): Map<number, readonly string[]> {
  const users = new Map<number, readonly string[]>();
  for (const twin of twins)
    for (const [date, names] of Object.entries(twin.users)) {
      const day = dayOf(date);
      const seen = users.get(day);
      users.set(day, seen === undefined ? names : [...new Set([...seen, ...names])]);
    }
  return users;
}

function presentProperties({ properties }: Twin): Map<string, Course<string | null>> {
  return new Map(
    Object.entries(properties).map(([name, { value, at }]) => [
      name,
      { at: [Date.parse(at)], values: [value] },
    ]),
  );
}

/** Each value from when it was said on; of two at the same moment the one with the greater key, as in the fold. */
function pastProperties(state: readonly Signal[]): Map<string, Course<string | null>> {
  const courses = new Map<string, { at: number; value: string | null }[]>();
  const ordered = state.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  for (const { kind, data, occurredAt } of ordered) {
    if (kind !== 'crm.record') continue;
    for (const [name, value] of Object.entries(data.properties)) {
      const list = courses.get(name) ?? [];
      list.push({ at: occurredAt.getTime(), value });
      courses.set(name, list);
    }
  }
  return new Map([...courses].map(([name, list]) => [name, courseOf(list)]));
}

function ticketOf(twin: Twin): Case[] {
  const opened = timeIn(twin, 'openedAt') ?? timeOf(twin.createdAt);
  if (opened === null) return [];
  return [{ opened, closed: timeIn(twin, 'ticketClosedAt'), won: null }];
}

/** The day on which a deal was closed is what the CRM says it is; where it says none, when it was heard of. */
function dealOf(twin: Twin, outcomes: OutcomeRules): Case[] {
  const { is, since } = dealStanding(twin, outcomes);
  const opened = timeOf(twin.createdAt);
  if (opened === null) return [];
  const closed = is === 'open' ? null : (timeIn(twin, 'closeDate') ?? timeOf(since));
  return [{ opened, closed, won: is === 'open' ? null : is === 'won' }];
}

function timeIn(twin: Twin, concept: Concept): number | null {
  return timeOf(said(twin.properties, concept));
}

function timeOf(value: string | null): number | null {
  return value === null ? null : dateOf(value);
}

function newest(times: readonly (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  );
}
