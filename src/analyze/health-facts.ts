// The facts of a customer's health at one moment; windows end at that moment, so that the past can be asked too.
import { type Dark, darkTimes, isDark } from '#sense/collection.ts';
import { type OutcomeRules, type TenantSettings, tenantSettings } from '#sense/tenant.ts';
import { isCalledCustomer, said } from '#sense/vocabulary.ts';
import type { Activity, Twin } from '#twin/twin.ts';
import { activeDays, countIn, day, lastDay, usersIn } from './activity.ts';
import type { Standing } from './analyzed.ts';
import { type BreadthFacts, breadthFacts } from './breadth-facts.ts';
import { type Circle, linked } from './circle.ts';
import { type SentimentFacts, sentimentFacts } from './sentiment-facts.ts';
import { dealClosedAt, dealStanding } from './standing.ts';
import { isUnread, unsided } from './unread.ts';

/** Numbers are counts or days; null is not known, never zero. */
export type HealthFacts = {
  readonly use: {
    /** Active days a week in the last 2 weeks, and in the 8 weeks before them. */
    readonly daysNow: number;
    readonly daysBefore: number;
    /** Null where it was not collected who was there. */
    readonly usersNow: number | null;
    readonly usersBefore: number | null;
    readonly asOf: string | null;
  } | null;
  readonly breadth: BreadthFacts | null;
  readonly support: {
    readonly open: number;
    /** Tickets opened in the last 28 days, and per 28 days in the 84 before. */
    readonly recent: number;
    readonly usual: number;
    /** Median hours to close, or of waiting so far, of the tickets of the last 84 days. */
    readonly hours: number | null;
    readonly asOf: string | null;
  } | null;
  readonly relationship: {
    readonly daysSilent: number;
    /** Calls, meetings and mails from them in 56 days; null where there were only mails that may be ours. */
    readonly twoWay: number | null;
    readonly asOf: string | null;
  } | null;
  readonly commercial: {
    readonly won: number;
    readonly lost: number;
    readonly open: number;
    readonly asOf: string | null;
  } | null;
  readonly sentiment: SentimentFacts | null;
};

/**
 * True when the company is a customer: only then health means anything. Where the CRM does not say so, the deal that was
 * closed last decides: a customer whose renewal was lost is one no more.
 */
export function isCustomer(circle: Circle, rules: OutcomeRules): boolean {
  if (isCalledCustomer(circle.twin.properties)) return true;
  const closed = linked(circle, 'deal').flatMap(({ twin }) => {
    const { is, since } = dealStanding(twin, rules);
    return is === 'open' ? [] : [{ is, at: dealClosedAt(twin, since) ?? 0 }];
  });
  return closed.sort((one, other) => other.at - one.at)[0]?.is === 'won';
}

/** What the tenant collects, and what its events and its surveys mean. */
export type HealthChoices = Pick<TenantSettings, 'collection' | 'usage' | 'sentiment'>;

const { usage, sentiment } = tenantSettings.parse({});

/** `choices`: where they are left out, everything was counted and means the usual. */
export function healthFacts(
  circle: Circle,
  rules: OutcomeRules,
  at: number,
  choices: Partial<HealthChoices> = {},
): HealthFacts {
  const { collection } = choices;
  const dark = collection === undefined ? { events: [], users: [] } : darkTimes(collection);
  const people = [circle.twin, ...linked(circle, 'contact').map(({ twin }) => twin)];
  return {
    use: isDark(dark.events, at - 70 * day, at) ? null : usageFacts(circle, at, dark.users),
    breadth: isDark(dark.events, at - 112 * day, at)
      ? null
      : breadthFacts(people, choices.usage ?? usage, at),
    support: supportFacts(circle, at),
    relationship: relationshipFacts(circle, at),
    commercial: commercialFacts(circle, rules, at),
    sentiment: sentimentFacts(circle, choices.sentiment ?? sentiment, at),
  };
}

function usageFacts(circle: Circle, at: number, dark: Dark): HealthFacts['use'] {
  const twins = [circle.twin, ...linked(circle, 'contact').map(({ twin }) => twin)];
  const all = twins.flatMap((twin) => Object.values(twin.events));
  if (lastDay(all, at) === null) return null;
  // Events of nobody in particular say that somebody was there, and not how many.
  const nameless = twins.every(({ users }) => Object.keys(users).length === 0);
  const users = (until: number) =>
    nameless || isDark(dark, at - 28 * day, at) ? null : usersIn(twins, until, 14);
  return {
    daysNow: activeDays(all, at, 14) / 2,
    daysBefore: activeDays(all, at - 14 * day, 56) / 8,
    usersNow: users(at),
    usersBefore: users(at - 14 * day),
    asOf: iso(lastDay(all, at)),
  };
}

function supportFacts(circle: Circle, at: number): HealthFacts['support'] {
  const tickets = linked(circle, 'ticket').flatMap(({ twin }) => {
    const opened = timeOf(said(twin.properties, 'openedAt') ?? twin.createdAt);
    if (opened === null || opened > at) return [];
    const closed = timeOf(said(twin.properties, 'ticketClosedAt'));
    return [{ opened, closed: closed !== null && closed <= at ? closed : null }];
  });
  if (tickets.length === 0) return null;
  const between = (from: number, to: number) => tickets.filter(({ opened }) => opened > from && opened <= to);
  const lately = between(at - 84 * day, at).map(
    ({ opened, closed }) => ((closed ?? at) - opened) / 3_600_000,
  );
  return {
    open: tickets.filter(({ closed }) => closed === null).length,
    recent: between(at - 28 * day, at).length,
    usual: between(at - 112 * day, at - 28 * day).length / 3,
    hours: median(lately),
    asOf: new Date(Math.max(...tickets.map(({ opened, closed }) => closed ?? opened))).toISOString(),
  };
}

const talks = ['call', 'meeting', 'email', 'email.in', 'email.out'];

function relationshipFacts(circle: Circle, at: number): HealthFacts['relationship'] {
  const twins = [circle.twin, ...linked(circle, 'contact').map(({ twin }) => twin)];
  const named = (names: readonly string[]): Activity[] =>
    twins.flatMap((twin) =>
      Object.entries(twin.engagements)
        .filter(([name]) => names.includes(name))
        .map(([, one]) => one),
    );
  // Who is silent where we may listen may talk where we may not.
  if (isUnread(circle, talks)) return null;
  const any = named(talks);
  const last = lastDay(any, at);
  if (last === null) return null;
  const theirs = countIn(named(['call', 'meeting', 'email.in']), at, 56);
  return {
    daysSilent: Math.max(0, Math.floor((at - Date.parse(last)) / day)),
    twoWay: theirs === 0 && countIn(named([unsided]), at, 56) > 0 ? null : theirs,
    asOf: iso(last),
  };
}

type DealAt = { readonly twin: Twin; readonly is: Standing['is']; readonly closed: number | null };

/** How deals stood at `at`: what was closed since was open then, and what was made since was not there. */
function dealsAt(circle: Circle, rules: OutcomeRules, at: number): DealAt[] {
  return linked(circle, 'deal').flatMap(({ twin }): DealAt[] => {
    const { is, since } = dealStanding(twin, rules);
    const closed = is === 'open' ? null : dealClosedAt(twin, since);
    if (closed !== null && closed <= at) return [{ twin, is, closed }];
    const made = timeOf(twin.createdAt);
    return made !== null && made > at ? [] : [{ twin, is: 'open', closed: null }];
  });
}

function commercialFacts(circle: Circle, rules: OutcomeRules, at: number): HealthFacts['commercial'] {
  const deals = dealsAt(circle, rules, at);
  if (deals.length === 0) return null;
  const lately = deals.filter(({ closed }) => closed !== null && closed > at - 365 * day);
  return {
    won: lately.filter((deal) => deal.is === 'won').length,
    lost: lately.filter((deal) => deal.is === 'lost').length,
    open: deals.filter((deal) => deal.is === 'open').length,
    asOf:
      deals
        .map(({ twin }) => twin.asOf.crm ?? '')
        .sort()
        .at(-1) || null,
  };
}

function timeOf(value: string | null): number | null {
  if (value === null) return null;
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

function iso(date: string | null): string | null {
  return date === null ? null : `${date}T00:00:00.000Z`;
}

function median(values: readonly number[]): number | null {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? null;
}
