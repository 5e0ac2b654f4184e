// What customers do in the product: sessions, features used, features tried for the first time.
import { customerLife as life } from './causes.ts';
import { type Company, type Slip, standingOf } from './company.ts';
import { day, type Lead } from './lead.ts';
import { features } from './phrases.ts';
import type { Random } from './random.ts';

/** One call in the Segment HTTP shape. `timestamp` is ISO 8601. */
export type ProductEvent = {
  readonly type: 'track' | 'identify' | 'group' | 'page';
  readonly messageId: string;
  readonly timestamp: string;
  readonly userId: string;
  readonly event?: string;
  /** Of a page. */
  readonly name?: string;
  readonly groupId?: string;
  readonly properties?: Readonly<Record<string, string | number>>;
  readonly traits?: Readonly<Record<string, string | number>>;
  readonly context: { readonly groupId: string; readonly traits: { readonly email: string } };
};

const windowDays = 90;

export function emailOf(lead: Lead, domain: string): string {
  return `${lead.name.mail}.${Number(lead.id) % 1000}@${domain}`;
}

/** How lively the company's people still are at `at`: 1, or less once slipping has gone on for a while. */
export function liveliness(slip: Slip | undefined, at: Date): number {
  if (!slip) return 1;
  const days = (at.getTime() - slip.since.getTime()) / day - life.loginsFallAfterDays;
  return days <= 0 ? 1 : 2 ** (-days / life.loginsHalveDays);
}

export function track(
  ids: { readonly id: string; readonly at: Date },
  who: { readonly lead: Lead; readonly company: Company },
  event: string,
  properties: Readonly<Record<string, string | number>> = {},
): ProductEvent {
  const email = emailOf(who.lead, who.company.domain);
  return {
    ...{
      type: 'track',
      messageId: ids.id,
      timestamp: ids.at.toISOString(),
      userId: email,
      event,
      properties,
    },
    context: { groupId: who.company.domain, traits: { email } },
  };
}

export function introduce(who: { readonly lead: Lead; readonly company: Company }, at: Date): ProductEvent[] {
  const { lead, company } = who;
  const email = emailOf(lead, company.domain);
  const shared = {
    timestamp: at.toISOString(),
    userId: email,
    context: { groupId: company.domain, traits: { email } },
  };
  return [
    {
      ...{ ...shared, type: 'identify', messageId: `identify-${lead.id}` },
      traits: { email, firstName: lead.name.first, lastName: lead.name.last, title: lead.jobTitle },
    },
    {
      ...{ ...shared, type: 'group', messageId: `group-${lead.id}`, groupId: company.domain },
      traits: { name: company.name, domain: company.domain, employees: company.employees },
    },
  ];
}

/** How much of a usual day is worked at all: hardly any between the years. */
export function workShare(at: Date): number {
  const { from, to, share } = life.holidays;
  const date = at.toISOString().slice(5, 10);
  return date >= from || date <= to ? share : 1;
}

/** One day of one person. `tried` remembers the features this person knows. */
export function aDay(
  random: Random,
  who: {
    readonly lead: Lead;
    readonly company: Company;
    readonly slip: Slip | undefined;
    readonly tried: Set<string>;
  },
  midnight: Date,
): ProductEvent[] {
  const weekend = midnight.getUTCDay() % 6 === 0;
  const keen = 0.35 + (Number(who.lead.id) % 5) * 0.08;
  if (!random.chance(keen * (weekend ? 0.15 : 1) * workShare(midnight) * liveliness(who.slip, midnight)))
    return [];
  const events: ProductEvent[] = [];
  let time = midnight.getTime() + random.between(7, 15) * 3_600_000;
  const say = (event: string, properties?: Record<string, string | number>) => {
    const id = `${who.lead.id}-${time.toString(36)}`;
    events.push(track({ id, at: new Date(time) }, who, event, properties));
    time += Math.ceil(random.skewed(240, 0.8)) * 1000;
  };
  say('Logged In');
  const stopped = who.slip !== undefined && who.slip.since <= midnight;
  if (!stopped && who.tried.size < features.length && random.chance(0.16)) {
    const feature = random.pick(features.filter((name) => !who.tried.has(name)));
    who.tried.add(feature);
    say('Feature Tried', { feature });
  }
  const known = [...who.tried];
  for (let left = random.poisson(1.2); left > 0 && known.length > 0; left -= 1)
    say('Feature Used', { feature: random.pick(known) });
  return events;
}

/** What one person did in the last 90 days, and the features that this person knows by now. */
export function usageOf(
  random: Random,
  who: { readonly lead: Lead; readonly company: Company },
  now: Date,
): { readonly events: ProductEvent[]; readonly tried: Set<string> } {
  const { lead, company } = who;
  const events: ProductEvent[] = [];
  const start = Math.floor((now.getTime() - windowDays * day) / day) * day;
  const own = random.stream(`usage/${lead.id}`);
  const from = Math.max(start, lead.closed?.getTime() ?? start);
  const until = Math.min(now.getTime(), company.churned?.getTime() ?? now.getTime());
  const tried = new Set<string>(features.filter(() => own.chance(from > start ? 0.1 : 0.35)));
  const first = new Date(Math.floor(from / day) * day);
  if (first.getTime() < until) events.push(...introduce({ lead, company }, first));
  for (let midnight = first.getTime(); midnight < until; midnight += day) {
    const slip = slipOn(company, midnight);
    events.push(...aDay(own, { lead, company, slip, tried }, new Date(midnight)));
  }
  return { events, tried };
}

/** The last 90 days of everybody who used the product then, in order of time. */
export function productEvents(random: Random, companies: readonly Company[], now: Date): ProductEvent[] {
  return companies
    .filter((company) => standingOf(company) !== 'prospect')
    .flatMap((company) => company.users.flatMap((lead) => usageOf(random, { lead, company }, now).events))
    .filter((event) => event.timestamp <= now.toISOString())
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}

function slipOn(company: Company, midnight: number): Slip | undefined {
  const term = company.terms.find(
    (item) => midnight >= item.start.getTime() - day && midnight < item.end.getTime(),
  );
  return term?.slip;
}
