// Draws the timeline of a subject from its circle, and from the signals of its record where its past is asked for.
import { type Circle, linked } from '#analyze/circle.ts';
import type { SegmentMember } from '#analyze/segment/segment.ts';
import { triersOf } from '#analyze/stagnation/first-tries.ts';
import { presetLook, type StagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { dealClosedAt, dealStanding } from '#analyze/standing.ts';
import { dateOf } from '#analyze/value.ts';
import { darkTimes } from '#sense/collection.ts';
import type { Signal } from '#sense/signal.ts';
import { type OutcomeRules, type TenantSettings, tenantSettings } from '#sense/tenant.ts';
import { type Concept, isRenewal, said } from '#sense/vocabulary.ts';
import { dayNumber } from '#twin/day-counts.ts';
import type { Activity, Twin } from '#twin/twin.ts';
import { counterOf } from './activity-counter.ts';
import { type Course, courseOf } from './course.ts';
import { atLeast, type DayCounter, daysCounted, nothingCounted, summed } from './day-counter.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import type { Case, SeenFinding, Timeline } from './timeline.ts';

/** `state`: signals about the subject's own record, in any order; without them only its present state is known. */
export type Drawing = {
  readonly circle: Circle;
  readonly state?: readonly Signal[];
  readonly findings?: Course<SeenFinding>;
  readonly outcomes: OutcomeRules;
  readonly segment?: Pick<SegmentMember, 'segment' | 'since'> | undefined;
  /** What the tenant has learned of stagnation; the preset without it. */
  readonly look?: StagnationLook;
  /** What the tenant collects, and what its events mean; where it is left out, all was collected and means the usual. */
  readonly settings?: Pick<TenantSettings, 'collection' | 'usage'>;
};

const usual = tenantSettings.parse({});

const nothingFound: Course<SeenFinding> = { at: [], values: [] };

export function drawTimeline(drawing: Drawing): Timeline {
  const { circle, state, findings = nothingFound, outcomes, settings = usual, look = presetLook } = drawing;
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
  const anyEvent = summed([...events.values()]);
  const meaning = meaningOf(settings.usage);
  const meant = (what: Meaning) => new Map([...events].filter(([name]) => meaning(name) === what));
  const isFeature = (feature: string) => meaning(feature) === 'feature';
  const { kind } = twin;
  let first: Timeline['firstTries'] | undefined;
  let tried: Timeline['tried'] | undefined;
  return {
    kind,
    createdAt: twin.createdAt === null ? null : Date.parse(twin.createdAt),
    properties: state === undefined ? presentProperties(twin) : pastProperties(state),
    findings,
    segment: segmentCourse(drawing.segment),
    events,
    anyEvent,
    features: meant('feature'),
    logins: summed([...meant('login').values()]),
    // These two are dear, and few rules ask for them.
    get firstTries() {
      first ??= firstTries([twin, ...people], isFeature);
      return first;
    },
    get tried() {
      if (tried === undefined) tried = kind === 'company' ? { triers: triersOf(circle), look } : null;
      return tried;
    },
    dark: darkTimes(settings.collection, kind === 'contact' || kind === 'lead'),
    names: settings.usage,
    activeDays: daysCounted(anyEvent),
    users: [twin, ...people].map((one) => one.users),
    engagements,
    anyEngagement: summed([...engagements.values()]),
    ...(circle.unread === undefined ? {} : { unread: circle.unread }),
    tickets: linked(circle, 'ticket').flatMap((one) => ticketOf(one.twin)),
    deals: linked(circle, 'deal').flatMap((one) => dealOf(one.twin, outcomes)),
    asOf: {
      crm: newest([twin, ...people].map((one) => one.asOf.crm)),
      product: newest([twin, ...people].map((one) => one.asOf.product)),
    },
  };
}

function segmentCourse(member: Drawing['segment']): Course<string> {
  return member === undefined
    ? { at: [], values: [] }
    : { at: [member.since.getTime()], values: [member.segment] };
}

/** By feature, the first UTC day on which any of these used it. */
function firstTries(twins: readonly Twin[], isMeant: (feature: string) => boolean): Map<string, number> {
  const first = new Map<string, number>();
  for (const { tried } of twins)
    for (const [feature, at] of Object.entries(tried)) {
      const day = dayNumber(at);
      if (isMeant(feature) && day < (first.get(feature) ?? Number.POSITIVE_INFINITY)) first.set(feature, day);
    }
  return first;
}

/** By name and day: what was told of the company, or of its people, whichever is more. */
function together(
  own: Readonly<Record<string, Activity>>,
  others: readonly Readonly<Record<string, Activity>>[],
): Map<string, DayCounter> {
  const theirs = new Map<string, DayCounter[]>();
  for (const other of others)
    for (const name of Object.keys(other)) {
      const counter = counterIn(other, name);
      const list = theirs.get(name);
      if (list === undefined) theirs.set(name, [counter]);
      else list.push(counter);
    }
  const all = new Map([...theirs].map(([name, counters]) => [name, summed(counters)]));
  for (const name of Object.keys(own)) {
    const [counter, beside] = [counterIn(own, name), all.get(name)];
    all.set(name, beside === undefined ? counter : atLeast([beside, counter]));
  }
  return all;
}

function counterIn(activities: Readonly<Record<string, Activity>>, name: string): DayCounter {
  const activity = activities[name];
  return activity === undefined ? nothingCounted : counterOf(activity);
}

function presentProperties({ properties }: Twin): Map<string, Course<string | null>> {
  return new Map(
    Object.entries(properties).map(([name, { value, at }]) => [
      name,
      { at: [Date.parse(at)], values: [value] },
    ]),
  );
}

/**
 * Each value from when it was said on, also of the past that the CRM told; of two at the same moment the one with the
 * greater key, as in the fold. Within the time that the CRM tells the past of, only that counts: a record that was read
 * later and is dated then, for nothing dated it anew, holds the values of the day on which it was read.
 */
export function pastProperties(state: readonly Signal[]): Map<string, Course<string | null>> {
  const courses = new Map<string, Said[]>();
  const ordered = state.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const say = (of: Omit<Said, 'value'>, properties: Readonly<Record<string, string | null>>) => {
    for (const [name, value] of Object.entries(properties)) {
      const list = courses.get(name) ?? [];
      list.push({ ...of, value });
      courses.set(name, list);
    }
  };
  for (const { kind, data, occurredAt, origin, objectType, externalId } of ordered) {
    const record = `${origin}:${objectType}:${externalId}`;
    if (kind === 'crm.record') say({ record, at: occurredAt.getTime(), past: false }, data.properties);
    if (kind === 'crm.past')
      for (const { at, properties } of data.states)
        say({ record, at: Date.parse(at), past: true }, properties);
  }
  return new Map([...courses].map(([name, list]) => [name, courseOf(withinPast(list))]));
}

type Said = {
  readonly record: string;
  readonly at: number;
  readonly past: boolean;
  readonly value: string | null;
};

function withinPast(list: readonly Said[]): readonly Said[] {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { record, at, past } of list) {
    if (!past) continue;
    const { first, last } = spans.get(record) ?? { first: at, last: at };
    spans.set(record, { first: Math.min(first, at), last: Math.max(last, at) });
  }
  return list.filter(({ record, at, past }) => {
    const span = spans.get(record);
    return past || span === undefined || at < span.first || at > span.last;
  });
}

function ticketOf(twin: Twin): Case[] {
  const opened = timeIn(twin, 'openedAt') ?? timeOf(twin.createdAt);
  if (opened === null) return [];
  const [closed, answered] = [timeIn(twin, 'ticketClosedAt'), timeIn(twin, 'firstAnswerAt')];
  return [{ opened, closed, answered, won: null }];
}

function dealOf(twin: Twin, outcomes: OutcomeRules): Case[] {
  const { is, since } = dealStanding(twin, outcomes);
  const opened = timeOf(twin.createdAt);
  if (opened === null) return [];
  const closed = is === 'open' ? null : dealClosedAt(twin, since);
  const renewal = isRenewal(twin.properties) ? { renewal: true } : {};
  return [{ opened, closed, won: is === 'open' ? null : is === 'won', ...renewal }];
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
