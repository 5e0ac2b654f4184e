// Makers of twins and circles for tests of analysis.
import type { Circle, Neighbour } from '#analyze/circle.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { dayNumber, writeCounts } from '#twin/day-counts.ts';
import { writeMarks } from '#twin/seen-users.ts';
import { emptyTwin, type Twin } from '#twin/twin.ts';

export const day = 86_400_000;

type Given = {
  readonly properties?: Readonly<Record<string, string | null>>;
  readonly createdAt?: string;
  readonly at?: string;
  /** Counts by UTC day. */
  readonly engagements?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly events?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Who was seen, by UTC day. */
  readonly users?: Readonly<Record<string, string[]>>;
};

export function aTwin(kind: SubjectKind, given: Given = {}): Twin {
  const at = given.at ?? '2026-06-01T00:00:00.000Z';
  const known = Object.entries(given.properties ?? {}).map(([name, value]) => [name, { value, at, by: 'k' }]);
  return {
    ...emptyTwin(kind),
    properties: Object.fromEntries(known),
    createdAt: given.createdAt ?? null,
    engagements: toActivities(given.engagements),
    events: toActivities(given.events),
    users: toUsers(given.users),
    asOf: { crm: at, product: given.events === undefined ? null : at },
  };
}

function toActivities(given: Given['events'] = {}): Twin['events'] {
  return Object.fromEntries(
    Object.entries(given).map(([name, days]) => {
      const dates = Object.keys(days).sort();
      const iso = (date: string | undefined) => `${date}T12:00:00.000Z`;
      return [name, { first: iso(dates[0]), last: iso(dates.at(-1)), days: toCounts(days) }];
    }),
  );
}

/** Counts by UTC day as a twin writes them. */
export function toCounts(days: Readonly<Record<string, number>>): string {
  return writeCounts(new Map(Object.entries(days).map(([date, count]) => [dayNumber(date), count])));
}

/** Users by UTC day as a twin writes them. */
export function toUsers(given: Given['users'] = {}): Twin['users'] {
  const users = new Map<string, Set<number>>();
  for (const [date, names] of Object.entries(given))
    for (const name of names) users.set(name, (users.get(name) ?? new Set()).add(dayNumber(date)));
  return Object.fromEntries([...users].map(([name, days]) => [name, writeMarks(days)]));
}

export function aCircle(twin: Twin, around: Partial<Record<SubjectKind, readonly Twin[]>> = {}): Circle {
  const neighbours = Object.entries(around).map(([kind, twins]): [string, Neighbour[]] => [
    kind,
    twins.map((one, place) => ({ subject: `${kind}${place}`, twin: one })),
  ]);
  return { subject: 'subject', twin, around: Object.fromEntries(neighbours) };
}

/** A counter on each of the `count` days that end with `until`. */
export function daily(until: string, count: number, a = 1): Record<string, number> {
  const end = Date.parse(until);
  return Object.fromEntries(
    Array.from({ length: count }, (_, back) => [new Date(end - back * day).toISOString().slice(0, 10), a]),
  );
}
