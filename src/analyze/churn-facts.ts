// The facts of a customer at one moment, for churn: the same code makes the pictures for training and the row that is scored.

import { type DerivedOfChurn, whatItIs } from './churn-sources.ts';
import type { Circle } from './circle.ts';
import type { FeatureSource } from './feature.ts';
import { valueAt } from './field/course.ts';
import { dayMs } from './field/day-counter.ts';
import type { FactValue } from './field/facts.ts';
import { factReader } from './field/read-facts.ts';
import type { Timeline } from './field/timeline.ts';
import type { Reason } from './finding.ts';
import type { Fact, Facts } from './lead-facts.ts';

/** The customer, and what is known of it in the order of time. */
export type CustomerScene = { readonly circle: Circle; readonly timeline: Timeline };

/** The field that each fact is read from. A fact without one is made of the timeline itself. */
const fieldOf = {
  customer_term_days: 'days_until.renewal',
  customer_deals: 'deals.open',
  customer_deals_gone: 'deals.lost@180',
  customer_use_days: 'active_days@28',
  customer_use_share: 'active_days.ratio@14',
  customer_users: 'users@28',
  customer_breadth: 'features@28',
  customer_logins: 'logins@28',
  customer_seats: 'seats.share@28',
  customer_tickets: 'tickets.open',
  customer_tickets_new: 'tickets@28',
  customer_hours: 'tickets.resolution@180',
  customer_answer: 'tickets.first_response@180',
  customer_silence: 'days_since.talk',
  customer_unanswered: 'mails_unanswered',
  customer_invoices: 'invoices.late',
} as const satisfies Partial<Record<DerivedOfChurn, string>>;

const talks = ['calls@56', 'meetings@56', 'mails_in@56'] as const;
const read = factReader([...Object.values(fieldOf), ...talks], 'UTC');

const ofProduct = new Set<string>([
  ...[
    'customer_use_days',
    'customer_use_share',
    'customer_users',
    'customer_breadth',
    'customer_logins',
    'customer_still',
  ],
  'customer_seats',
]);
const ofSupport = new Set<string>([
  'customer_tickets',
  'customer_tickets_new',
  'customer_hours',
  'customer_answer',
]);
/** Windows look back so far: a customer that was not yet heard of for so long looks as if it did little. */
const wholeWindow = 28;

/** Nothing that came after `at` counts. `home`: the CRM that knows the customer. */
export function churnFacts(
  scene: CustomerScene,
  at: number,
  sources: readonly FeatureSource[],
  home: Reason['source'],
): Facts {
  const { circle, timeline } = scene;
  const made = derive(timeline, at);
  const { crm, product } = timeline.asOf;
  const dated = (time: string | null) => (time !== null && Date.parse(time) > at ? iso(at) : time);
  return new Map(
    sources.map(({ name, label = '' }): [string, Fact] => {
      if (Object.hasOwn(made, name)) {
        const value = made[name] ?? null;
        const source = ofProduct.has(name) ? 'product' : ofSupport.has(name) ? 'support' : home;
        return [name, { value, label, source, asOf: dated(source === 'product' ? product : crm) }];
      }
      return [
        name,
        { ...property(circle, timeline, name.replace(/^company\./, ''), at), label, source: home },
      ];
    }),
  );
}

/** What a company is, is taken as it is today where nobody told of earlier; all else only as it was said by then. */
function property({ twin }: Circle, { properties }: Timeline, name: string, at: number) {
  const then = valueAt(properties.get(name), at);
  const today = twin.properties[name];
  if (then === undefined && !whatItIs.has(name)) return { value: null, asOf: null };
  return { value: (then === undefined ? today?.value : then) ?? null, asOf: today?.at ?? null };
}

function derive(timeline: Timeline, at: number): Readonly<Record<string, number | null>> {
  const facts = read(timeline, at);
  const day = Math.floor(at / dayMs);
  const fields = Object.entries(fieldOf).map(([name, field]) => [name, numberIn(facts[field])]);
  const won = timeline.deals.flatMap(({ closed, won: is }) =>
    is && closed !== null && closed <= at ? [closed] : [],
  );
  const tries = [...timeline.firstTries.values()].filter((first) => first <= day);
  const since = (then: number | null) =>
    then === null ? null : Math.max(0, Math.round((at - then) / dayMs));
  const told = talks.map((field) => numberIn(facts[field]));
  const all: Record<string, number | null> = {
    ...Object.fromEntries(fields),
    customer_age: since(won.length > 0 ? Math.min(...won) : timeline.createdAt),
    customer_since_deal: since(won.length > 0 ? Math.max(...won) : null),
    customer_still: tries.length === 0 ? null : day - Math.max(...tries),
    customer_talks: told.includes(null) ? null : told.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
  const { anyEvent } = timeline;
  const heard = anyEvent.sums.length > 0 && day - anyEvent.first >= wholeWindow;
  return heard
    ? all
    : Object.fromEntries(
        Object.entries(all).map(([name, value]) => [name, ofProduct.has(name) ? null : value]),
      );
}

const numberIn = (value: FactValue | undefined): number | null => (typeof value === 'number' ? value : null);
const iso = (at: number) => new Date(at).toISOString();
