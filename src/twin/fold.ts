// The fold: signals into a twin. Any order, and any cut into portions, gives the same twin, bit for bit.
import type { Signal } from '#sense/signal.ts';
import { type Activity, emptyTwin, type Twin } from './twin.ts';

/**
 * Most users remembered by name on one day, and most names of events; the first in alphabetical order stay, so that the
 * order in which they come does not matter. Whoever has a write key can send any name.
 */
export const mostUsersADay = 200;
export const mostNames = 500;
/** Most days that something is counted for, the newest: two years, for comparing with the same time last year. */
export const mostDays = 750;

/** A twin under work: what is replaced is replaced whole, so that a twin given in never changes. */
type Draft = { -readonly [K in keyof Twin]: Twin[K] };

/**
 * The twin with these signals folded in. Each signal may be folded once only: who calls knows which are new.
 * Every part is a last-writer-wins value, a smallest or largest, a sum of whole numbers, or a set: none asks for order.
 */
export function fold(twin: Twin, signals: readonly Signal[]): Twin {
  const draft: Draft = structuredClone(twin);
  for (const signal of signals) foldOne(draft, signal);
  draft.signals += signals.length;
  return sorted(draft);
}

/** The twin of all its signals, from nothing. */
export function replay(kind: Twin['kind'], signals: readonly Signal[]): Twin {
  return fold(emptyTwin(kind), signals);
}

function foldOne(draft: Draft, signal: Signal): void {
  const at = signal.occurredAt.toISOString();
  const stamp = { at, by: signal.key };
  switch (signal.kind) {
    case 'crm.record':
      for (const [given, value] of Object.entries(signal.data.properties)) {
        const name = signal.objectType === draft.kind ? given : `${signal.objectType}.${given}`;
        const next = { value, ...stamp };
        if (later(next, own(draft.properties, name))) draft.properties[name] = next;
      }
      draft.createdAt = earliest(draft.createdAt, signal.data.createdAt);
      setArchived(draft, signal, signal.data.archived, stamp);
      break;
    case 'crm.deleted':
      setArchived(draft, signal, true, stamp);
      break;
    case 'crm.restored':
      setArchived(draft, signal, false, stamp);
      break;
    case 'crm.links': {
      const own = `${signal.origin}:${signal.data.to}`;
      const name = signal.objectType === draft.kind ? own : `${own}:${signal.objectType}`;
      const next = { ids: [...new Set(signal.data.ids)].sort(), ...stamp };
      if (later(next, draft.links[name])) draft.links[name] = next;
      break;
    }
    case 'crm.erased':
      draft.erased = true;
      break;
    case 'crm.converted': {
      const lead = `${signal.origin}:lead:${signal.data.lead}`;
      draft.converted = [...new Set([...draft.converted, lead])].sort();
      break;
    }
    case 'engagement': {
      const { type, direction } = signal.data;
      const name = type === 'email' && direction !== null ? `email.${direction}` : type;
      draft.engagements = countedIn(draft.engagements, name, at);
      break;
    }
    case 'product.event':
      draft.events = countedIn(draft.events, signal.data.name, at);
      if (signal.data.user !== null) addUser(draft, at, signal.data.user);
      break;
    default:
      break;
  }
  // What people answer to us is no news of the customer.
  if (signal.kind !== 'advice.answered') noteAge(draft, signal, at);
}

type Stamped = { readonly at: string; readonly by: string };

/** The later one wins; of two at the same moment the one with the greater key. */
function later(next: Stamped, present: Stamped | null | undefined): boolean {
  if (present === null || present === undefined) return true;
  return next.at === present.at ? next.by > present.by : next.at > present.at;
}

function setArchived(
  draft: Draft,
  { origin, objectType, externalId }: Signal,
  value: boolean,
  stamp: Stamped,
): void {
  const name = `${origin}:${objectType}:${externalId}`;
  const next = { value, ...stamp };
  if (later(next, own(draft.records, name))) draft.records[name] = next;
}

/** As long as one of its records is there, so is the subject; a lead that became a contact goes with the contact. */
function archivedOf({ records, converted }: Draft): Twin['archived'] {
  const all = Object.entries(records);
  const present = all.filter(([name]) => !converted.includes(name));
  const counted = (present.length > 0 ? present : all).map(([, one]) => one);
  const live = counted.filter(({ value }) => !value);
  return (live.length > 0 ? live : counted).reduce<Twin['archived']>(
    (newest, one) => (later(one, newest) ? one : newest),
    null,
  );
}

/** What stands there by itself: `constructor` is a name like any other. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function countedIn(activities: Draft['events'], given: string, at: string): Draft['events'] {
  // The one name that no object can hold.
  const name = given === '__proto__' ? '(proto)' : given;
  const known = own(activities, name);
  if (known !== undefined) {
    activities[name] = counted(known, at);
    return activities;
  }
  const all = { ...activities, [name]: counted(undefined, at) };
  const names = Object.keys(all);
  const last = names.length > mostNames ? names.sort().at(-1) : undefined;
  if (last !== undefined) delete all[last];
  return all;
}

function counted(activity: Activity | undefined, at: string): Activity {
  const day = at.slice(0, 10);
  if (activity === undefined) return { first: at, last: at, days: { [day]: 1 } };
  return {
    first: activity.first < at ? activity.first : at,
    last: activity.last > at ? activity.last : at,
    days: newest({ ...activity.days, [day]: (activity.days[day] ?? 0) + 1 }),
  };
}

function newest<T>(days: Record<string, T>): Record<string, T> {
  const all = Object.keys(days);
  if (all.length <= mostDays) return days;
  const first = all.sort()[0];
  if (first !== undefined) delete days[first];
  return days;
}

function addUser(draft: Draft, at: string, user: string): void {
  const day = at.slice(0, 10);
  const seen = draft.users[day] ?? [];
  if (seen.includes(user)) return;
  draft.users = newest({ ...draft.users, [day]: [...seen, user].sort().slice(0, mostUsersADay) });
}

function noteAge(draft: Draft, signal: Signal, at: string): void {
  const source = signal.kind.startsWith('product.') ? 'product' : 'crm';
  const known = draft.asOf[source];
  if (known === null || at > known) draft.asOf = { ...draft.asOf, [source]: at };
}

function earliest(known: string | null, next: string): string {
  return known === null || next < known ? next : known;
}

/** Keys in alphabetical order, so that the same twin is the same text. */
function sorted(draft: Draft): Twin {
  const byName = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  const withDays = (activities: Twin['events']) =>
    byName(
      Object.fromEntries(
        Object.entries(activities).map(([name, one]) => [name, { ...one, days: byName(one.days) }]),
      ),
    );
  return {
    ...draft,
    archived: archivedOf(draft),
    records: byName(draft.records),
    properties: byName(draft.properties),
    links: byName(draft.links),
    engagements: withDays(draft.engagements),
    events: withDays(draft.events),
    users: byName(draft.users),
  };
}
