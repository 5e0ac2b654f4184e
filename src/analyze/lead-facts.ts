// The facts of a lead at one moment: the same code makes the rows for training and the row that is scored.
import { freeMail } from '#sense/shared-domains.ts';
import type { Twin } from '#twin/twin.ts';
import { type Circle, linked, present } from './circle.ts';
import type { FeatureSource, Value } from './feature.ts';
import type { Reason } from './finding.ts';

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

/** What is known of the lead at `at` (ms since 1970), one fact per source. */
export function leadFacts(
  circle: Circle,
  at: number,
  sources: readonly FeatureSource[],
  platform: Reason['source'],
): Facts {
  const company = linked(circle, 'company')[0]?.twin;
  const derived = derive(circle, at, platform);
  return new Map(
    sources.map((source): [string, Fact] => {
      const label = source.label ?? '';
      const made = derived[source.name];
      if (made !== undefined) return [source.name, { ...made, label }];
      const ofCompany = source.name.startsWith('company.');
      const twin = ofCompany ? company : circle.twin;
      return [
        source.name,
        { ...propertyFact(twin, ofCompany ? source.name.slice(8) : source.name), label, source: platform },
      ];
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
  const early = (activities: Twin['engagements'], names: readonly string[]) =>
    names.reduce((sum, name) => sum + countBetween(activities[name]?.days ?? {}, from, until), 0);
  const crm = (value: Value) => ({ value, asOf: twin.asOf.crm, source: platform });
  return {
    mail_kind: crm(mailKind(present(twin, 'email'))),
    early_mails_in: crm(early(twin.engagements, ['email.in'])),
    early_mails_out: crm(early(twin.engagements, ['email.out'])),
    early_calls: crm(early(twin.engagements, ['call'])),
    early_meetings: crm(early(twin.engagements, ['meeting'])),
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

function countBetween(days: Readonly<Record<string, number>>, from: number | null, until: number): number {
  let sum = 0;
  for (const [date, count] of Object.entries(days)) {
    const time = Date.parse(date);
    // A day counts as a whole; the one on which the lead came in is in.
    if (time <= until && (from === null || time > from - day)) sum += count;
  }
  return sum;
}

function mailKind(email: string | null): Value {
  const domain = email?.split('@')[1]?.toLowerCase();
  if (domain === undefined) return null;
  return freeMail.has(domain) ? 'free' : 'company';
}
