// The facts of a lead at one moment: the same code makes the rows for training and the row that is scored.
import { freeMail } from '#sense/shared-domains.ts';
import { said } from '#sense/vocabulary.ts';
import { type DayCounts, eachCount } from '#twin/day-counts.ts';
import type { Twin } from '#twin/twin.ts';
import { type Circle, companyOf } from './circle.ts';
import type { FeatureSource, Value } from './feature.ts';
import type { Reason } from './finding.ts';
import { leadBehaviour } from './lead-behaviour.ts';
import { homeOf, livesIn, type Origins } from './places.ts';
import { countKnown } from './unread.ts';

export type Fact = {
  readonly value: Value;
  readonly label: string;
  readonly source: Reason['source'];
  /** ISO time that the value is known from; null where nothing is known. */
  readonly asOf: string | null;
};
export type Facts = ReadonlyMap<string, Fact>;

/** Only what happened in the first days of a lead counts, so that a long life does not look like a promising one. */
const earlyDays = 14;
const day = 86_400_000;

/**
 * What is known of the lead at `at` (ms since 1970), one fact per source. Sources of a CRM that does not know the lead are
 * left away: they are not unknown, they do not apply.
 */
export function leadFacts(
  circle: Circle,
  at: number,
  sources: readonly FeatureSource[],
  origins: Origins,
): Facts {
  const { twin } = circle;
  const isLead = twin.kind === 'lead' || livesIn(twin, origins, 'salesforce', 'lead');
  const isContact = twin.kind === 'contact' && homeOf(twin, origins) === 'hubspot';
  // The account of a lead of Salesforce is made when it is won: it would tell the outcome.
  const company = isContact ? companyOf(circle, (origin) => origins.has(origin))?.twin : undefined;
  const derived = derive(circle, at, homeOf(twin, origins));
  return new Map(
    sources.flatMap((source): [string, Fact][] => {
      const label = source.label ?? '';
      const [, of, bare = ''] = /^(lead|company)\.(.*)$/s.exec(source.name) ?? [];
      const made = derived[source.name];
      if (made !== undefined) return [[source.name, { ...made, label }]];
      if (of === 'lead') {
        const name = twin.kind === 'lead' ? bare : source.name;
        return isLead ? [[source.name, { ...propertyFact(twin, name), label, source: 'salesforce' }]] : [];
      }
      if (!isContact) return [];
      const fact = of === 'company' ? propertyFact(company, bare) : propertyFact(twin, source.name);
      return [[source.name, { ...fact, label, source: 'hubspot' }]];
    }),
  );
}

function propertyFact(twin: Twin | undefined, name: string): { value: Value; asOf: string | null } {
  const known = twin?.properties[name];
  return { value: known?.value ?? null, asOf: known?.at ?? null };
}

type Derived = Readonly<Record<string, { value: Value; asOf: string | null; source: Reason['source'] }>>;

function derive(circle: Circle, at: number, platform: Reason['source']): Derived {
  const { twin } = circle;
  const from = twin.createdAt === null ? null : Date.parse(twin.createdAt);
  const until = from === null ? at : Math.min(at, from + earlyDays * day);
  const early = (name: string) =>
    countKnown(circle, name, (one) => countBetween(twin.engagements[one]?.days ?? '', from, until));
  const crm = (value: Value) => ({ value, asOf: twin.asOf.crm, source: platform });
  const lately = Object.entries(leadBehaviour(circle, at)).map(([name, { value, source }]) => [
    name,
    source === 'crm' ? crm(value) : { value, asOf: twin.asOf.product, source },
  ]);
  return {
    ...Object.fromEntries(lately),
    mail_kind: crm(mailKind(said(twin.properties, 'email'))),
    early_mails_in: crm(early('email.in')),
    early_mails_out: crm(early('email.out')),
    early_calls: crm(early('call')),
    early_meetings: crm(early('meeting')),
    early_events: { ...earlyEvents(twin, from, until), source: 'product' },
  };
}

/** Known only from the first event on: what comes later must not tell that the lead became a user. */
function earlyEvents(twin: Twin, from: number | null, until: number): { value: Value; asOf: string | null } {
  const activities = Object.values(twin.events);
  if (!activities.some(({ first }) => Date.parse(first) <= until)) return { value: null, asOf: null };
  const value = activities.reduce((sum, { days }) => sum + countBetween(days, from, until), 0);
  return { value, asOf: twin.asOf.product };
}

function countBetween(days: DayCounts, from: number | null, until: number): number {
  let sum = 0;
  eachCount(days, (date, count) => {
    const time = date * day;
    // A day counts as a whole; the one on which the lead came in is in.
    if (time <= until && (from === null || time > from - day)) sum += count;
  });
  return sum;
}

function mailKind(email: string | null): Value {
  const domain = email?.split('@')[1]?.toLowerCase();
  if (domain === undefined) return null;
  return freeMail.has(domain) ? 'free' : 'company';
}
