// The fold: signals into a twin. Any order, and any cut into portions, gives the same twin, bit for bit.
import type { Signal } from '#sense/signal.ts';
import { dayNumber, readCounts, writeCounts } from './day-counts.ts';
import { featureOf } from './feature-of.ts';
import { readMarks, sampled, writeMarks } from './seen-users.ts';
import { type Activity, emptyTwin, type Twin } from './twin.ts';
import type { FeatureUse, Usage } from './usage.ts';

/** Most names of events; the first in alphabetical order stay. Whoever has a write key can send any name. */
export const mostNames = 500;

/** A twin under work: what is replaced is replaced whole, so that a twin given in never changes. */
type Draft = { -readonly [K in keyof Twin]: Twin[K] };

/** What is counted in this fold, read only once: days are texts in a twin. */
type Counting = {
  readonly engagements: Map<string, Tally>;
  readonly events: Map<string, Tally>;
  readonly users: Map<string, Set<number>>;
};
type Tally = { first: string; last: string; readonly counts: Map<number, number> };

/**
 * The twin with these signals folded in. Each signal may be folded once only: who calls knows which are new.
 * Every part is a last-writer-wins value, a smallest or largest, a sum of whole numbers, or a set: none asks for order.
 */
export function fold(twin: Twin, signals: readonly Signal[]): Twin {
  const draft: Draft = structuredClone(twin);
  const counting: Counting = { engagements: new Map(), events: new Map(), users: new Map() };
  for (const signal of signals) foldOne(draft, counting, signal);
  draft.signals += signals.length;
  return settled(draft, counting);
}

/**
 * The twin of all its signals, from nothing. Product events need not be read again where the rollups have counted them:
 * `usage` says of all of them together what they would say one by one.
 */
export function replay(kind: Twin['kind'], signals: readonly Signal[], usage?: Usage): Twin {
  const twin = fold(emptyTwin(kind), signals);
  return usage === undefined ? twin : foldUsage(twin, usage);
}

function foldUsage(twin: Twin, { features, users, tried }: Usage): Twin {
  const draft: Draft = structuredClone(twin);
  const counting: Counting = { engagements: new Map(), events: new Map(), users: new Map() };
  for (const use of features) {
    countUse(draft, counting, use);
    draft.signals += use.events;
    noteAge(draft, 'product', use.last.toISOString());
  }
  for (const { feature, first } of tried) draft.tried = triedIn(draft.tried, feature, first.toISOString());
  for (const [name, days] of users) for (const day of days) addUser(draft, counting, day, name);
  return settled(draft, counting);
}

function countUse({ events }: Draft, counting: Counting, use: FeatureUse): void {
  const tally = tallyOf(counting.events, events, use.name, use.first.toISOString());
  const last = use.last.toISOString();
  if (last > tally.last) tally.last = last;
  use.days.forEach((day, place) => {
    tally.counts.set(day, (tally.counts.get(day) ?? 0) + (use.counts[place] ?? 0));
  });
}

function foldOne(draft: Draft, counting: Counting, signal: Signal): void {
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
    case 'product.member':
      noteMember(draft.links, `${signal.origin}:company`, signal.data.company, stamp);
      break;
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
      count(tallyOf(counting.engagements, draft.engagements, name, at), at);
      break;
    }
    case 'product.event':
      count(tallyOf(counting.events, draft.events, signal.data.name, at), at);
      addUser(draft, counting, dayNumber(at), signal.data.user);
      draft.tried = triedIn(draft.tried, featureOf(signal.data), at);
      break;
    default:
      break;
  }
  // What people answer to us is no news of the customer.
  if (signal.kind !== 'advice.answered' && signal.kind !== 'health.said')
    noteAge(draft, sourceOf(signal), at);
}

/** A user may belong to several companies: each of them stays until a person parts it. */
function noteMember(links: Twin['links'], name: string, company: string, stamp: Stamped): void {
  const known = links[name];
  const { at, by } = known === undefined || later(stamp, known) ? stamp : known;
  links[name] = { ids: [...new Set([...(known?.ids ?? []), company])].sort(), at, by };
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
  const known = own(draft.records, name);
  // Deleted and brought back at the same moment: it is there. Where it is not, reading it again tells so, and later.
  const wins = known?.at === next.at && known.value !== value ? !value : later(next, known);
  if (wins) draft.records[name] = next;
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

/** The one name that no object can hold. */
function asName(given: string): string {
  return given === '__proto__' ? '(proto)' : given;
}

/** Those first in alphabetical order stay, so that the order in which they come does not matter. */
function triedIn(tried: Draft['tried'], given: string, at: string): Draft['tried'] {
  const name = asName(given);
  const before = own(tried, name);
  if (before !== undefined && before <= at) return tried;
  const all = { ...tried, [name]: at };
  const names = Object.keys(all);
  const last = names.length > mostNames ? names.sort().at(-1) : undefined;
  if (last !== undefined) delete all[last];
  return all;
}

function tallyOf(open: Map<string, Tally>, all: Twin['events'], given: string, at: string): Tally {
  const name = asName(given);
  const known = open.get(name);
  if (known !== undefined) {
    if (at < known.first) known.first = at;
    return known;
  }
  const before = own(all, name);
  const first = before === undefined || at < before.first ? at : before.first;
  const tally = { first, last: before?.last ?? at, counts: readCounts(before?.days ?? '') };
  open.set(name, tally);
  return tally;
}

function count(tally: Tally, at: string): void {
  const day = dayNumber(at);
  if (at > tally.last) tally.last = at;
  tally.counts.set(day, (tally.counts.get(day) ?? 0) + 1);
}

function addUser(draft: Draft, { users }: Counting, day: number, given: string | null): void {
  if (given === null) return;
  const user = asName(given);
  const days = users.get(user) ?? readMarks(own(draft.users, user) ?? '');
  users.set(user, days.add(day));
}

function sourceOf({ kind }: Signal): 'crm' | 'product' {
  return kind.startsWith('product.') ? 'product' : 'crm';
}

function noteAge(draft: Draft, source: 'crm' | 'product', at: string): void {
  const known = draft.asOf[source];
  if (known === null || at > known) draft.asOf = { ...draft.asOf, [source]: at };
}

function earliest(known: string | null, next: string): string {
  return known === null || next < known ? next : known;
}

/** Keys in alphabetical order, so that the same twin is the same text. */
function settled(draft: Draft, counting: Counting): Twin {
  const marks = [...counting.users].map(([user, days]) => [user, writeMarks(days)]);
  return {
    ...draft,
    archived: archivedOf(draft),
    records: byName(draft.records),
    properties: byName(draft.properties),
    links: byName(draft.links),
    engagements: counted(draft.engagements, counting.engagements),
    events: counted(draft.events, counting.events),
    tried: byName(draft.tried),
    users: sampled({ ...draft.users, ...Object.fromEntries(marks) }),
  };
}

function byName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function counted(before: Twin['events'], tallies: ReadonlyMap<string, Tally>): Twin['events'] {
  const now: Record<string, Activity> = Object.fromEntries(
    [...tallies].map(([name, { first, last, counts }]) => [name, { first, last, days: writeCounts(counts) }]),
  );
  const all = byName({ ...before, ...now });
  const names = Object.keys(all);
  if (names.length <= mostNames) return all;
  return Object.fromEntries(Object.entries(all).slice(0, mostNames));
}
