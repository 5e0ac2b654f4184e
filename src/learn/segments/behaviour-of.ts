// What a customer does, in plain numbers: what segments are made of. Not known stays null.

import type { Circle } from '#analyze/circle.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { type Behaviour, behaviours } from '#analyze/segment/segment.ts';
import type { TenantSettings } from '#sense/tenant.ts';

export type Conduct = Readonly<Record<Behaviour, number | null>>;
export type Customer = { readonly subject: string; readonly conduct: Conduct };

const references = [
  ...['users@28', 'active_days@28', 'features.depth@28', 'seats.share@28', 'events.ratio@28'],
  ...['features.new@56', 'tickets@90', 'tickets@56', 'tickets.before@56', 'tickets.first_response@180'],
  ...[
    'mails_in@90',
    'mails_out@90',
    'calls@90',
    'meetings@90',
    'days_since.first_event',
    'days_since.created',
  ],
];

/** How plain numbers are compared: counts by their ratio, shares as they are. */
const asLog = (value: number) => Math.log1p(Math.max(0, value));
const asIs = (value: number) => value;
export const compared: Readonly<Record<Behaviour, (value: number) => number>> = {
  users: asLog,
  days: asIs,
  breadth: asLog,
  depth: asLog,
  seats: (value) => Math.min(value, 1.5),
  trend: (value) => Math.log2(Math.min(4, Math.max(0.25, value))),
  new: asLog,
  tickets: asLog,
  tickets_trend: asIs,
  answer_hours: asLog,
  contact: asLog,
  age: asLog,
};

/** Reads the conduct of customers from their timelines, at any moment. */
export function conductAt(timeZone: string): (timeline: Timeline, at: number) => Conduct {
  const read = factReader(references, timeZone);
  return (timeline, at) => conductOf(read(timeline, at), timeline);
}

/** Reads the conduct of customers at a moment. */
export function conductReader(settings: TenantSettings, now: Date): (circle: Circle) => Conduct {
  const read = conductAt(settings.timeZone);
  return (circle) => read(drawTimeline({ circle, outcomes: settings.outcomes, settings }), now.getTime());
}

function conductOf(facts: Facts, { firstTries, anyEvent }: Timeline): Conduct {
  const number = (reference: string) => {
    const value = facts[reference];
    return typeof value === 'number' ? value : null;
  };
  const talks = ['mails_in@90', 'mails_out@90', 'calls@90', 'meetings@90'].map(number);
  const [now, before] = [number('tickets@56'), number('tickets.before@56')];
  return {
    users: number('users@28'),
    days: number('active_days@28'),
    breadth: anyEvent.sums.length === 0 ? null : firstTries.size,
    depth: number('features.depth@28'),
    seats: number('seats.share@28'),
    trend: number('events.ratio@28'),
    new: number('features.new@56'),
    tickets: number('tickets@90'),
    tickets_trend: now === null ? null : Math.log2((now + 1) / ((before ?? 0) + 1)),
    answer_hours: number('tickets.first_response@180'),
    contact: talks.includes(null) ? null : talks.reduce<number>((sum, one) => sum + (one ?? 0), 0),
    age: number('days_since.created'),
  };
}

/** None of these was ever told of a customer: where they are told of others, there were none. */
const countsFromRecords = ['tickets', 'tickets_trend', 'contact'] as const satisfies readonly Behaviour[];

export function settled(customers: readonly Customer[]): Customer[] {
  const told = countsFromRecords.filter((name) => customers.some(({ conduct }) => conduct[name] !== null));
  return customers.map(({ subject, conduct }) => ({
    subject,
    conduct: { ...conduct, ...Object.fromEntries(told.map((name) => [name, conduct[name] ?? 0])) },
  }));
}

export const isKnownOf = ({ conduct }: Customer, names: readonly Behaviour[] = behaviours): number =>
  names.filter((name) => conduct[name] !== null).length;
