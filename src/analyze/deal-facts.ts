// The facts of a deal at one moment: the same code makes the pictures for training and the row that is scored.
import type { OutcomeRules } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';
import { countIn, lastDay } from './activity.ts';
import { type Circle, linked } from './circle.ts';
import { type DealCourse, dealPlace } from './deal-course.ts';
import type { FeatureSource, Value } from './feature.ts';
import type { Reason } from './finding.ts';
import { healthFacts } from './health-facts.ts';
import type { Fact, Facts } from './lead-facts.ts';
import { homeOf, type Origins } from './places.ts';
import { isUnread, mayBeUnsided, unsided } from './unread.ts';

/**
 * What is looked at: the deal with those around it, how it came to where it is, and the company that it is with; each as it
 * was at the moment.
 */
export type DealScene = {
  readonly circle: Circle;
  readonly course: DealCourse;
  readonly company: Circle | null;
};

const day = 86_400_000;
const window = 28;
const talks = ['email', 'email.in', 'email.out', 'call', 'meeting'];

export function dealFacts(
  scene: DealScene,
  at: number,
  sources: readonly FeatureSource[],
  { rules, origins }: { readonly rules: OutcomeRules; readonly origins: Origins },
): Facts {
  const { circle, company } = scene;
  const home = homeOf(circle.twin, origins);
  const derived = derive(scene, at, rules, home);
  const told = (twin: Twin | undefined, name: string): Omit<Fact, 'label'> => {
    const known = twin?.properties[name];
    const since = known === undefined ? Number.NaN : Date.parse(known.at);
    // What was read only later, and whose past nobody told, is not known yet.
    return since <= at
      ? { value: known?.value ?? null, asOf: known?.at ?? null, source: home }
      : { value: null, asOf: null, source: home };
  };
  return new Map(
    sources.map(({ name, label = '' }): [string, Fact] => {
      const made = derived[name];
      if (made !== undefined) return [name, { ...made, label }];
      const [, of, bare = name] = /^(deal|company)\.(.*)$/s.exec(name) ?? [];
      const fact = of === 'company' ? always(company?.twin, bare, home) : told(circle.twin, bare);
      return [name, { ...fact, label }];
    }),
  );
}

/** What a company is, and does not become by what happens with a deal: as it is today where nobody told of earlier. */
function always(twin: Twin | undefined, name: string, source: Reason['source']): Omit<Fact, 'label'> {
  const known = twin?.properties[name];
  return { value: known?.value ?? null, asOf: known?.at ?? null, source };
}

function derive(
  { circle, course, company }: DealScene,
  at: number,
  rules: OutcomeRules,
  home: Reason['source'],
): Readonly<Record<string, Omit<Fact, 'label'>>> {
  const { twin } = circle;
  const place = dealPlace(course, twin, at);
  const opened = twin.createdAt === null ? null : Date.parse(twin.createdAt);
  const crm = (value: Value) => ({ value, asOf: twin.asOf.crm, source: home });
  const contacts = linked(circle, 'contact');
  const people = [twin, ...contacts.map((one) => one.twin)];
  // Of the deal, or of the people in it: CRMs link what was said with the one, the other, or both.
  const count = (names: readonly string[]) => {
    const ofPeople = contacts.flatMap((one) => of(one.twin, names));
    return Math.max(countIn(of(twin, names), at, window), countIn(ofPeople, at, window));
  };
  const most = (names: readonly string[]) =>
    isUnread(circle, names) || (mayBeUnsided(names) && count([unsided]) > 0) ? null : count(names);
  const last = isUnread(circle, talks)
    ? null
    : lastDay(
        people.flatMap((one) => of(one, talks)),
        at,
      );
  const health = company === null ? null : healthFacts(company, rules, at);
  const [use, support] = [health?.use ?? null, health?.support ?? null];
  return {
    deal_stage: crm(place.stage),
    deal_stage_days: crm(place.stageDays),
    deal_age: crm(opened === null ? null : days(at - opened)),
    deal_due_days: crm(place.due === null ? null : days(place.due - at)),
    deal_pushes: crm(place.pushes),
    deal_amount: crm(place.amount),
    deal_contacts: crm(contacts.length),
    deal_mails_in: crm(most(['email.in'])),
    deal_mails_out: crm(most(['email.out'])),
    deal_meetings: crm(most(['meeting', 'call'])),
    deal_silence: crm(last === null ? null : days(at - Date.parse(last))),
    deal_company_use: { value: use?.daysNow ?? null, asOf: use?.asOf ?? null, source: 'product' },
    deal_company_tickets: { value: support?.open ?? null, asOf: support?.asOf ?? null, source: 'support' },
    deal_company_hours: { value: support?.hours ?? null, asOf: support?.asOf ?? null, source: 'support' },
  };
}

function of({ engagements }: Twin, names: readonly string[]) {
  return names.flatMap((name) => engagements[name] ?? []);
}

const days = (ms: number) => Math.round(ms / day);
