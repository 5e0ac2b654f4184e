// The past of a subject: what its records said from which moment on, and whom they named as linked.
import { type Course, courseOf, placeAt } from '#analyze/field/course.ts';
import type { Signal } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';

/** `first`: said when the record was read for the first time; since when it was so, nobody said. */
type Said<T> = { readonly value: T; readonly by: string; readonly first: boolean };
type Courses<T> = ReadonlyMap<string, Course<Said<T>>>;

export type RecordPast = {
  readonly kind: Twin['kind'];
  readonly properties: Courses<string | null>;
  readonly links: Courses<readonly string[]>;
  /** By lead, when it became the contact. */
  readonly converted: ReadonlyMap<string, number>;
};

/** `kind`: the twin's. `state`: signals about the subject's records, in any order. */
export function recordPast(kind: Twin['kind'], state: readonly Signal[]): RecordPast {
  const told: ToldPast = { properties: new Map(), links: new Map(), converted: new Map(), read: new Set() };
  for (const signal of [...state].sort(byTime)) tellOne(told, kind, signal);
  const { properties, links, converted } = told;
  return { kind, properties: coursesOf(properties), links: coursesOf(links), converted };
}

type ToldPast = {
  readonly properties: Told<string | null>;
  readonly links: Told<readonly string[]>;
  readonly converted: Map<string, number>;
  /** Records, and kinds of links of records, that were read before. */
  readonly read: Set<string>;
};

function tellOne({ properties, links, converted, read }: ToldPast, kind: Twin['kind'], signal: Signal): void {
  const { key: by, objectType, origin } = signal;
  const at = signal.occurredAt.getTime();
  const record = `${origin}:${objectType}:${signal.externalId}`;
  const isOwn = objectType === kind;
  const tellAll = (changed: Readonly<Record<string, string | null>>, then: number, first: boolean) => {
    for (const [name, value] of Object.entries(changed))
      tell(properties, isOwn ? name : `${objectType}.${name}`, then, { value, by, first });
  };
  switch (signal.kind) {
    case 'crm.record':
      tellAll(signal.data.properties, at, !read.has(record));
      read.add(record);
      break;
    case 'crm.past':
      for (const one of signal.data.states) tellAll(one.properties, Date.parse(one.at), false);
      break;
    case 'crm.links': {
      const bare = `${origin}:${signal.data.to}`;
      const first = !read.has(`${record}>${bare}`);
      tell(links, isOwn ? bare : `${bare}:${objectType}`, at, { value: signal.data.ids, by, first });
      read.add(`${record}>${bare}`);
      break;
    }
    case 'crm.converted': {
      const lead = `${origin}:lead:${signal.data.lead}`;
      converted.set(lead, Math.min(at, converted.get(lead) ?? at));
      break;
    }
    default:
      break;
  }
}

/**
 * What was known at `moment`. What the first reading said counts as known before as well, where the CRM tells no past of
 * it: such a value is dated later than the moment (`isAssumed`). Whatever was heard of only later is left out.
 */
export function knownAt<T>(
  courses: Courses<T>,
  moment: number,
): Map<string, { value: T; at: string; by: string }> {
  const known = new Map<string, { value: T; at: string; by: string }>();
  for (const [name, course] of courses) {
    const place = Math.max(0, placeAt(course, moment));
    const [at, said] = [course.at[place], course.values[place]];
    if (at === undefined || said === undefined || (at > moment && !said.first)) continue;
    known.set(name, { value: said.value, at: new Date(at).toISOString(), by: said.by });
  }
  return known;
}

/** Whether nobody says that a value was so at the moment: it was read only later, and the CRM tells no past of it. */
export function isAssumed({ at }: { readonly at: string }, moment: number): boolean {
  return Date.parse(at) > moment;
}

/** Since when a property is what it is today; null where that is not known of `value`. */
export function sinceWhen({ properties }: RecordPast, name: string, value: string | null): number | null {
  const course = properties.get(name);
  if (course === undefined || course.values.at(-1)?.value !== value) return null;
  let place = course.at.length - 1;
  while (place > 0 && course.values[place - 1]?.value === value) place -= 1;
  return course.at[place] ?? null;
}

/** When a property was filled in for the first time; null where it never was, or where nobody says when. */
export function firstSaidAt(
  { properties }: RecordPast,
  name: string,
  isBlank: (value: string | null) => boolean,
): number | null {
  const course = properties.get(name);
  const place = course?.values.findIndex(({ value }) => !isBlank(value)) ?? -1;
  if (course === undefined || place < 0 || course.values[place]?.first === true) return null;
  return course.at[place] ?? null;
}

type Told<T> = Map<string, { at: number; value: Said<T> }[]>;

function tell<T>(told: Told<T>, name: string, at: number, value: Said<T>): void {
  const list = told.get(name);
  if (list === undefined) told.set(name, [{ at, value }]);
  else list.push({ at, value });
}

function coursesOf<T>(told: Told<T>): Courses<T> {
  return new Map([...told].map(([name, list]) => [name, courseOf(list)]));
}

/** Of two at the same moment the one with the greater key counts, as in the fold. */
function byTime(one: Signal, other: Signal): number {
  const apart = one.occurredAt.getTime() - other.occurredAt.getTime();
  return apart === 0 ? (one.key < other.key ? -1 : 1) : apart;
}
