// Deals with customers for more of the same: won or lost by causes that are known, and so is how likely each of them is.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import { dealLife as life } from './causes.ts';
import type { Company } from './company.ts';
import { type DealCourse, type DealTraits, dealCourse, dealTraits } from './deal-course.ts';
import { day } from './lead.ts';
import type { Random } from './random.ts';
import { activity, aMeeting, mailIn } from './sales-activity.ts';
import { openStages } from './stages.ts';

/** A customer is asked for more once in so many days. */
const everyDays = 55;
/** What was said longer ago is not in the CRM any more. */
const saidDays = 200;
const titles = [
  'more seats',
  'second team',
  'premium support',
  'planning workshop',
  'data connector',
] as const;
const terms = ['14 days', '30 days', '60 days'] as const;
const lostReasons = ['Went with another vendor', 'No budget this year', 'Project was stopped'] as const;

export type DealTruth = Pick<DealCourse, 'probability'> & {
  readonly traits: DealTraits;
  readonly outcome: 'won' | 'lost' | 'open';
};
export type MoreDeals = {
  readonly objects: readonly SeedObject[];
  /** By record id. */
  readonly truth: ReadonlyMap<string, DealTruth>;
};

export function moreDeals(random: Random, companies: readonly Company[], now: Date): MoreDeals {
  const drafts = companies.flatMap((company) => ofCompany(random.stream(company.id), company, now));
  drafts.sort((one, other) => one.course.opened - other.course.opened);
  const truth = new Map<string, DealTruth>();
  const objects = drafts.flatMap(({ company, course, traits, random: own }, index) => {
    const id = String(46_001 + index);
    const { closed, probability } = course;
    truth.set(id, {
      probability,
      traits,
      outcome: closed === undefined ? 'open' : closed.won ? 'won' : 'lost',
    });
    return [{ ...record(own, company, course, traits), id }, ...said(own, company, course, id, now)];
  });
  let spoken = 0;
  const numbered = objects.map((one) =>
    one.type === 'deals' ? one : { ...one, id: String(95_001 + spoken++) },
  );
  // Records first: what was said names them.
  return { objects: [...numbered].sort((one, other) => rank(one) - rank(other)), truth };
}

const rank = ({ type }: Pick<SeedObject, 'type'>) => (type === 'deals' ? 0 : 1);

type Draft = { company: Company; course: DealCourse; traits: DealTraits; random: Random };

function ofCompany(random: Random, company: Company, now: Date): Draft[] {
  if (company.customerSince === undefined) return [];
  const until = (company.churned ?? now).getTime();
  const from = company.customerSince.getTime() + 20 * day;
  const count = random.poisson(Math.max(0, until - from) / (everyDays * day));
  return Array.from({ length: count }, (_, nr): Draft[] => {
    const own = random.stream(`more/${nr}`);
    const opened = own.between(from, until);
    const traits = dealTraits(own, own.whole(1, Math.min(4, company.users.length)), company.slowSupport);
    const course = dealCourse(own, { opened, planned: own.whole(30, 80), traits, until });
    // Who leaves leaves no deal behind.
    const goes = company.churned !== undefined && course.closed === undefined;
    return goes ? [] : [{ company, course, traits, random: own }];
  }).flat();
}

function record(random: Random, company: Company, course: DealCourse, traits: DealTraits) {
  const { opened, steps, plans, closed } = course;
  const iso = (at: number) => new Date(at).toISOString();
  const ended =
    closed === undefined ? [] : [{ at: closed.at, stage: closed.won ? 'closedwon' : 'closedlost' }];
  const moves = [...steps.map(({ at, stage }) => ({ at, stage: openStages[stage] ?? '' })), ...ended];
  const dates = [...plans, ...(closed === undefined ? [] : [{ at: closed.at, closes: closed.at }])];
  const [last, due] = [moves.at(-1), dates.at(-1)];
  const touched = Math.max(last?.at ?? opened, due?.at ?? opened);
  return {
    type: 'deals',
    createdAt: new Date(opened),
    updatedAt: new Date(touched),
    properties: {
      dealname: `${company.name} – ${random.pick(titles)}`,
      ...{ pipeline: 'default', dealtype: 'existingbusiness', amount: String(traits.amount) },
      ...{
        dealstage: last?.stage ?? '',
        closedate: iso(due?.closes ?? opened),
        competitor: traits.competitor,
      },
      ...{ payment_terms: random.pick(terms), hubspot_owner_id: company.owner },
      hs_date_entered_current_stage: iso(last?.at ?? opened),
      ...(closed?.won === false ? { closed_lost_reason: random.pick(lostReasons) } : {}),
    },
    history: [
      ...moves.map(({ at, stage }) => ({ property: 'dealstage', value: stage, at: new Date(at) })),
      ...dates.map(({ at, closes }) => ({ property: 'closedate', value: iso(closes), at: new Date(at) })),
      ...(closed?.won === false
        ? [{ property: 'closed_lost_reason', value: 'Went with another vendor', at: new Date(closed.at) }]
        : []),
    ],
    associations: [
      ...company.users.slice(0, traits.contacts).map((lead) => ({ toType: 'contacts', toId: lead.id })),
      { toType: 'companies', toId: company.id },
    ],
  };
}

/** Interest shows: the more speaks for a deal, the more is written back and met. */
function said(random: Random, company: Company, course: DealCourse, id: string, now: Date): SeedObject[] {
  const [lead] = company.users;
  const until = course.closed?.at ?? now.getTime();
  const from = Math.max(course.opened, now.getTime() - saidDays * day);
  if (lead === undefined || until <= from) return [];
  const weeks = (until - from) / (7 * day);
  const warm = Math.exp(0.6 * course.warmth);
  const some = (aWeek: number, make: (at: Date) => ReturnType<typeof activity>) =>
    Array.from({ length: random.poisson(aWeek * warm * weeks) }, () => {
      const one = make(new Date(random.between(from, until)));
      return { ...one, associations: [...(one.associations ?? []), { toType: 'deals', toId: id }] };
    });
  return [
    ...some(life.mailsIn, (at) =>
      activity(lead, 'emails', at, mailIn(random, course.warmth > 0), company.id),
    ),
    ...some(life.meetings, (at) => activity(lead, 'meetings', at, aMeeting(random, at), company.id)),
  ];
}
